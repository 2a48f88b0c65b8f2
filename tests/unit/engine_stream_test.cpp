// Decisions on any number of threads, block by block: the same parts in the same order as one record after the other.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include "base/threads.hpp"
#include "engine/stream.hpp"

using namespace rubric;
using engine::Place;

namespace {

constexpr const char* kCriteria = R"(
record lead {
  id text required
  n number
  name text
}
even when n in { 2, 4, 6, 8 } because "even"
long when length(name) > 3
score points { +(n) when n > 0 }
)";

std::shared_ptr<const engine::Program> compiled() {
  base::SourceMap sources;
  diag::Sink sink;
  auto program = engine::compile(sources, sources.add("c.rubric", kCriteria), sink);
  REQUIRE(program != nullptr);
  return program;
}

std::string line_of(engine::Evaluator& lead, const Place& place) {
  std::string out = std::to_string(place.record) + "@" + std::to_string(place.line);
  for (const data::Cell& cell : {lead.value(0), lead.value(1)}) out += " " + std::to_string(static_cast<int>(cell.tri));
  for (const engine::Reason& reason : lead.reasons()) out += " " + std::string(reason.text);
  return out + "\n";
}

std::string line_of(const records::Rejection& r) {
  return std::to_string(r.record) + " " + std::string(r.code) + " " + std::to_string(r.line) + ":" +
         std::to_string(r.column) + " " + r.message + "\n";
}

// What a reader has tallied, added up.
struct Tallies {
  std::vector<records::InvalidValues> invalid = std::vector<records::InvalidValues>(8);
  std::vector<std::uint64_t> occurrences = std::vector<std::uint64_t>(8);

  void add(const std::vector<records::InvalidValues>& values, const std::vector<std::uint64_t>& present) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint64_t before = invalid[i].count;
      if (before == 0) invalid[i] = values[i];
      invalid[i].count = before + values[i].count;
      occurrences[i] += present[i];
    }
  }
  [[nodiscard]] std::string text() const {
    std::string out;
    for (const records::InvalidValues& v : invalid) {
      out += std::to_string(v.count) + " " + v.example + " " + v.reason + " " + std::to_string(v.line) + "\n";
    }
    for (const std::uint64_t count : occurrences) out += std::to_string(count) + " ";
    return out;
  }
};

struct Log : engine::Part {
  std::string text;
  std::vector<records::InvalidValues> invalid;
  std::vector<std::uint64_t> occurrences;
  std::size_t most = std::string::npos;  // of text
  std::uint64_t refused = 0;             // the record at which `read` throws

  void read(const records::Reader& reader) override {
    if (reader.record_number() == refused) throw std::runtime_error("record " + std::to_string(refused));
  }
  void decided(engine::Evaluator& lead, const Place& place) override { text += line_of(lead, place); }
  void rejected(const records::Rejection& r) override { text += line_of(r); }
  void undecided(vm::Status, const Place&) override { text += "undecided\n"; }
  void end(const records::Reader& reader) override {
    invalid = reader.invalid();
    occurrences = reader.occurrences();
  }
  // As if there were so much that each few leads are handed on.
  [[nodiscard]] std::size_t bytes() const override { return text.size() >= most ? std::size_t{1} << 30U : 0; }
};

struct Logs : engine::Receiver {
  std::string text;
  Tallies tallies;
  std::size_t parts = 0;
  std::size_t most = std::string::npos;
  std::uint64_t refused = 0;
  std::size_t last_part = std::string::npos;
  std::uint64_t position = 0;
  std::atomic<int> inside = 0;

  std::unique_ptr<engine::Part> make() override {
    auto out = std::make_unique<Log>();
    out->most = most;
    out->refused = refused;
    return out;
  }
  void take(engine::Part& part, std::uint64_t behind) override {
    auto& log = static_cast<Log&>(part);
    CHECK(++inside == 1);
    CHECK(behind >= position);
    position = behind;
    text += log.text;
    tallies.add(log.invalid, log.occurrences);
    log.text.clear();
    log.invalid.clear();
    log.occurrences.clear();
    --inside;
    if (++parts == last_part) throw std::runtime_error("no more");
  }
};

records::ByteSource source(const std::string& bytes, std::size_t& at, std::size_t fails) {
  return [&bytes, &at, fails](char* out, std::size_t size) {
    if (at >= fails) throw records::ReadError{"read-failed", "the disk is gone", {}, 0};
    const std::size_t given = bytes.copy(out, std::min({size, std::size_t{5000}, fails - at}), at);
    at += given;
    return given;
  };
}

struct Input {
  std::string bytes;
  records::Options options;
  std::size_t fails = std::string::npos;  // the offset at which reading fails
};

struct Outcome {
  std::string text;
  std::string error;
  std::size_t parts = 0;
};

// One record after the other, without blocks.
Outcome one_by_one(const std::shared_ptr<const engine::Program>& program, const Input& input) {
  Outcome out;
  std::size_t at = 0;
  Tallies tallies;
  try {
    const auto reader = records::open_reader(source(input.bytes, at, input.fails), program->layout(), input.options);
    engine::Evaluator lead(program);
    for (auto step = reader->next(lead.slots()); step != records::Step::end; step = reader->next(lead.slots())) {
      if (step == records::Step::rejected) {
        out.text += line_of(reader->rejection());
      } else {
        REQUIRE(lead.decide(0) == vm::Status::decided);
        out.text += line_of(lead, {reader->record_number(), reader->line()});
      }
    }
    tallies.add(reader->invalid(), reader->occurrences());
    out.text += tallies.text();
  } catch (const records::ReadError& error) {
    out.error = std::string(error.code) + " " + error.message + " " + std::to_string(error.line);
  }
  return out;
}

Outcome streamed(engine::Deciders& deciders, const Input& input, Logs& logs) {
  Outcome out;
  std::size_t at = 0;
  engine::Stream stream;
  stream.bytes = source(input.bytes, at, input.fails);
  stream.options = input.options;
  stream.position = [&at] { return at; };
  try {
    deciders.decide(stream, logs);
    out.text = logs.text + logs.tallies.text();
  } catch (const records::ReadError& error) {
    out.text = logs.text;
    out.error = std::string(error.code) + " " + error.message + " " + std::to_string(error.line);
  } catch (const std::runtime_error& error) {
    out.text = logs.text;
    out.error = error.what();
  }
  out.parts = logs.parts;
  return out;
}

void check_all(const Input& input) {
  const auto program = compiled();
  const Outcome wanted = one_by_one(program, input);
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    for (const std::size_t block : {std::size_t{1}, std::size_t{300}, std::size_t{20'000}, std::size_t{1} << 20U}) {
      CAPTURE(threads);
      CAPTURE(block);
      engine::StreamOptions options;
      options.threads = threads;
      options.block = block;
      engine::Deciders deciders(program, options);
      // Twice, since what a run leaves behind must not show in the next one.
      for (int round = 0; round < 2; ++round) {
        Logs logs;
        if (round == 1) logs.most = 700;
        const Outcome got = streamed(deciders, input, logs);
        CHECK(got.error == wanted.error);
        CHECK((got.text == wanted.text));
      }
    }
  }
}

std::string json_lines(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    if (i % 97 == 5) out += "\n \r\n";
    if (i % 89 == 7) out += "{\"id\": \"bad" + n + "\", \n";
    if (i % 83 == 9) out += "{\"id\":\"x" + n + "\",\"n\":\"many\"}\n";
    if (i % 79 == 11) out += "{\"n\":1}\n";
    if (i == 333) out += "{\"id\":\"long\",\"name\":\"" + std::string(30'000, 'l') + "\"}\n";
    out += "{\"id\":\"a" + n + "\",\"n\":" + std::to_string(i % 10) + ",\"name\":\"" +
           std::string(static_cast<std::size_t>(i % 7), 'n') + "\"}\n";
  }
  return out;
}

std::string csv_rows(int count) {
  std::string out = "name,id,n\n";
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    if (i % 97 == 5) out += "\n\r\n";
    if (i % 89 == 7) out += "short" + n + "\n";
    if (i % 83 == 9) out += "\"a\" b,x,1\n";
    if (i % 79 == 11) out += "na\"me,x" + n + ",many\n";
    if (i == 333) out += "\"" + std::string(30'000, '\n') + "\",long,2\n";
    out += (i % 3 == 0 ? "\"two\nlines, \"\"" + n + "\"\"\"" : "n" + n) + ",a" + n + "," + std::to_string(i % 10);
    out += i % 2 == 0 ? "\r\n" : "\n";
  }
  return out;
}

records::Options csv() {
  records::Options out;
  out.format = records::Format::csv;
  return out;
}

}  // namespace

TEST_SUITE("engine/stream") {
  TEST_CASE("JSON lines, with faults, invalid values, blank lines and long records") {
    check_all({json_lines(1500), {}});
    check_all({"\xEF\xBB\xBF\n\n" + json_lines(800) + "{\"id\":\"last\"}", {}});
  }

  TEST_CASE("CSV, with line ends in quotes, faults and rows that end in different ways") {
    check_all({csv_rows(2000), csv()});
    records::Options headless = csv();
    headless.columns = {"name", "id", "n"};
    check_all({csv_rows(900) + "x,last,3", headless});
    std::string semicolons = csv_rows(900);
    for (char& c : semicolons) c = c == ',' ? ';' : c;
    check_all({"\xEF\xBB\xBF" + semicolons, csv()});
    std::string old = "id,n,name\r";
    for (int i = 0; i < 3000; ++i) old += "a,1,b\r";
    check_all({old, csv()});
  }

  TEST_CASE("what is not cut, and small inputs") {
    std::string array = "[";
    for (int i = 0; i < 2000; ++i) array += (i > 0 ? ",\n" : "") + std::string("{\"id\":\"a\",\"n\":3}");
    check_all({array + "]", {}});
    check_all({"", {}});
    check_all({"", csv()});
    check_all({std::string(20'000, '\n'), {}});
    check_all({std::string(20'000, '\n') + "id,n,name\n1,2,3\n", csv()});
    check_all({"{\"id\":\"a\"}\n", {}});
    check_all({csv_rows(400) + "\"never closed,1,2\n" + csv_rows(400), csv()});
  }

  TEST_CASE("records and fields past a limit") {
    Input input{json_lines(700), {}};
    input.options.limits.record_bytes = 5000;
    check_all(input);
    Input rows{csv_rows(700), csv()};
    rows.options.limits.csv_field_bytes = 2000;
    check_all(rows);
    rows.options.limits.record_bytes = 2000;
    check_all(rows);
  }

  TEST_CASE("an input that cannot be read, at its start and later") {
    check_all({"id,nn\n" + std::string(30'000, 'x'), csv()});
    check_all({std::string("PAR1") + json_lines(700), {}});
    check_all({json_lines(900), {}, 0});
    check_all({json_lines(900), {}, 100});
    // What came before is handed on first; how much of the block that fails depends on nothing but the block.
    for (const bool json : {true, false}) {
      const Input input{json ? json_lines(1500) : csv_rows(1500), json ? records::Options{} : csv(), 40'000};
      const Outcome wanted = one_by_one(compiled(), input);
      REQUIRE(wanted.error.find("the disk is gone") != std::string::npos);
      for (const unsigned threads : {1U, 2U, 8U}) {
        engine::StreamOptions options;
        options.threads = threads;
        options.block = 1000;
        engine::Deciders deciders(compiled(), options);
        Logs logs;
        const Outcome got = streamed(deciders, input, logs);
        CHECK(got.error == wanted.error);
        CHECK((got.text == wanted.text));
      }
    }
  }

  TEST_CASE("the first thing that ends a run is what is told, once all before it has been handed on") {
    const Input input{json_lines(1500), {}};
    const auto program = compiled();
    for (const unsigned threads : {1U, 2U, 3U, 8U}) {
      CAPTURE(threads);
      engine::StreamOptions options;
      options.threads = threads;
      options.block = 500;
      options.each_record = true;
      engine::Deciders deciders(program, options);
      Logs logs;
      logs.refused = 1200;
      const Outcome refused = streamed(deciders, input, logs);
      CHECK(refused.error == "record 1200");
      CHECK(refused.text.find("\n1199@") != std::string::npos);
      CHECK(refused.text.find("\n1200") == std::string::npos);
      Logs few;
      few.refused = 1200;
      few.last_part = 1;
      CHECK(streamed(deciders, input, few).error == "no more");
      CHECK(few.parts == 1);
      Logs all;
      CHECK(streamed(deciders, input, all).error.empty());
    }
  }

  TEST_CASE("a run that ends early says so to who waits for bytes") {
    engine::StreamOptions options;
    options.threads = 4;
    options.block = 1000;
    engine::Deciders deciders(compiled(), options);
    const std::string bytes = json_lines(1500);
    std::size_t at = 0;
    std::atomic<bool> stopped = false;
    engine::Stream stream;
    stream.bytes = [&](char* out, std::size_t size) {
      if (at >= 80'000) stopped.wait(false);  // as a pipe that nobody writes to
      const std::size_t given = stopped ? 0 : bytes.copy(out, std::min<std::size_t>(size, 80'000 - at), at);
      at += given;
      return given;
    };
    stream.stop = [&] {
      stopped = true;
      stopped.notify_all();
    };
    Logs logs;
    logs.last_part = 2;
    CHECK_THROWS_WITH(deciders.decide(stream, logs), "no more");
    CHECK(stopped);
  }
}

TEST_SUITE("base/threads") {
  TEST_CASE("each number is called once, 0 on this thread") {
    CHECK(base::cores() >= 1);
    std::array<std::atomic<int>, 5> calls{};
    const auto here = std::this_thread::get_id();
    base::on_threads(5, [&](std::size_t i) {
      ++calls[i];
      CHECK((std::this_thread::get_id() == here) == (i == 0));
    });
    for (const auto& count : calls) CHECK(count == 1);
  }
}
