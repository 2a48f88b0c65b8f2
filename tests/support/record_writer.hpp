// Invents records of all kinds, well-formed and not, and spoils texts: the same ones for the same seed.
#pragma once

#include <initializer_list>
#include <random>
#include <string>
#include <string_view>

namespace rubric::test {

class RecordWriter {
 public:
  explicit RecordWriter(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }

  const char* one_of(std::initializer_list<const char*> values) { return values.begin()[below(values.size())]; }

  std::string json_value(int depth) {
    switch (below(depth > 0 ? 8 : 6)) {
      case 0: return one_of({"1", "-2.5e3", "0", "1e400", "9007199254740993", "01", "-", "1."});
      case 1: return one_of({"true", "false", "null", "nul", "True"});
      case 2: return one_of({"\"a\\u00e9b\"", "\"\\ud800\"", "\"\\\"\"", "\"\\\\\"", "\"2026-01-02\""});
      case 6: {
        std::string list = "[";
        for (std::size_t i = below(4); i > 0; --i) list += json_value(depth - 1) + (i > 1 ? ", " : "");
        return list + "]";
      }
      case 7: return json_object(depth - 1);
      default: return one_of({"\"text\"", "\"\"", "\"ä€😀\"", "\"x,y;{}[]\""});
    }
  }

  std::string json_object(int depth) {
    std::string out = "{";
    for (std::size_t i = below(5); i > 0; --i) {
      out += std::string("\"") + one_of({"id", "n", "fit", "events", "k", "\\u006e"}) + "\":" + json_value(depth);
      if (i > 1) out += ",";
    }
    return out + "}";
  }

  // Keys mostly in one order, some of them left out, as the data of one source has them.
  std::string json_lead() {
    std::string out = "{";
    for (const char* const key : {"id", "unread", "n", "fit", "another_unread_key", "events", "k", "time"}) {
      if (below(6) == 0) continue;
      out += (out.size() > 1 ? ",\"" : "\"") + std::string(key) + "\":";
      out += below(5) == 0 ? json_value(2) : usual_value(key);
    }
    return out + "}";
  }

  std::string json_lines() {
    std::string out;
    for (int i = 0; i < 12; ++i) out += json_object(3) + one_of({"\n", "\r\n", "\n\n", " \n"});
    return out;
  }

  std::string json_array() {
    std::string out = one_of({"[", "\n [\n", "[ "});
    for (int i = 0; i < 12; ++i) out += (i > 0 ? one_of({",", ",\n", "\n, "}) : "") + json_object(3);
    return out + one_of({"]", "\n]\n", "]\r\n"});
  }

  std::string csv_rows() {
    std::string out;
    for (int i = 0; i < 15; ++i) {
      const std::size_t fields = below(8) == 0 ? below(5) : 3;
      for (std::size_t f = 0; f < fields; ++f) {
        out += (f > 0 ? "," : "");
        out += one_of({"1", "x", "", "ä€", "\"a\"", "\"a,b\"", "\"a\nb\"", "\"\"\"\"", "a\"b", "\"a\" ", "\"a\r\n\""});
      }
      out += one_of({"\n", "\r\n", "\r", "\n\n"});
    }
    return out;
  }

  // A few bytes changed, put in or taken out.
  std::string spoiled(std::string text) {
    for (std::size_t i = below(4); i > 0 && !text.empty(); --i) {
      const std::size_t at = below(text.size());
      const char byte = "\"\\{}[],:\n\r \0\xff\xc3x1;|"[below(19)];
      switch (below(3)) {
        case 0: text[at] = byte; break;
        case 1: text.insert(at, 1, byte); break;
        default: text.erase(at, 1); break;
      }
    }
    return text;
  }

 private:
  std::string usual_value(std::string_view key) {
    if (key == "n") return std::to_string(random_() >> below(32));
    if (key == "fit") return "{\"n\":" + std::to_string(below(1000)) + ",\"m\":null}";
    if (key == "k") return one_of({"[]", "[\"a\"]", "[\"a\",\"b\",null]"});
    if (key == "time")
      return one_of({"\"2026-01-02T03:04:05Z\"", "\"2026-02-30T03:04:05Z\"", "\"2026-01-02\"", "null"});
    if (key != "events") return "\"" + std::string(below(40), 'x') + "\"";
    std::string list = "[";
    for (std::size_t i = below(4); i > 0; --i) {
      list += "{\"n\":" + std::to_string(below(100)) + ",\"other\":1,\"k\":\"v\"}" + (i > 1 ? "," : "");
    }
    return list + "]";
  }

  std::mt19937 random_;
};

}  // namespace rubric::test
