#include "base/json_writer.hpp"

#include <utility>

#include "base/json_text.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"

namespace rubric::base {

void JsonWriter::next() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (open_.empty()) return;
  if (!first_) out_ += ',';
  first_ = false;
  line();
}

void JsonWriter::line() {
  if (!indented_) return;
  out_ += '\n';
  out_.append(2 * open_.size(), ' ');
}

JsonWriter& JsonWriter::open(char bracket) {
  next();
  out_ += bracket;
  open_ += bracket;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end() {
  const char bracket = open_.back();
  open_.pop_back();
  if (!first_) line();
  out_ += bracket == '{' ? '}' : ']';
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  next();
  append_json_string(out_, name);
  out_ += indented_ ? ": " : ":";
  after_key_ = true;
  return *this;
}

// Names of files are bytes; whoever reads the document must be able to rely on UTF-8.
JsonWriter& JsonWriter::text(std::string_view value) {
  next();
  std::string mended;
  if (base::find_invalid_utf8(value)) {
    while (const auto at = base::find_invalid_utf8(value)) {
      mended += value.substr(0, *at);
      base::append_utf8(U'\uFFFD', mended);
      value.remove_prefix(*at + 1);
    }
    mended += value;
    value = mended;
  }
  append_json_string(out_, value);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view value) {
  next();
  out_ += value;
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  return raw(base::number_text(value));
}

JsonWriter& JsonWriter::flag(bool value) {
  return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::whole(std::uint64_t value) {
  return raw(std::to_string(value));
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

std::string JsonWriter::take() {
  if (indented_) out_ += '\n';
  return std::move(out_);
}

}  // namespace rubric::base
