#include "records/json_walk.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "records/json_grammar.hpp"
#include "records/json_text.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

constexpr std::string_view kMalformed = "malformed-json";

}  // namespace

bool JsonWalk::fail(std::size_t offset, std::string_view code, std::string message) {
  fault_ = {code, std::move(message), offset - span_.begin};
  return false;
}

bool JsonWalk::unexpected(std::string_view wanted) {
  const std::size_t offset = std::min(span_.offset(at_), span_.end);
  const std::string_view seen(span_.bytes, span_.end);
  return fail(offset, kMalformed,
              offset == span_.end ? fmt::format("the record ends where {} should stand", wanted)
                                  : fmt::format("{} stands where {} should", shown_character(seen, offset), wanted));
}

bool JsonWalk::text(std::string_view what) {
  const std::uint32_t offset = span_.offset(at_);
  const std::string_view raw = span_.text(at_);
  if (raw.size() > limits_.text_bytes) {
    return fail(offset, "text-too-long",
                fmt::format("{} of {} bytes is longer than the limit of {}", what, raw.size(), limits_.text_bytes));
  }
  EscapeFault fault = check_escapes(raw);
  if (fault.at != raw.npos) return fail(offset + 1 + fault.at, kMalformed, std::move(fault.message));
  ++at_;
  return true;
}

bool JsonWalk::number() {
  const std::uint32_t offset = span_.offset(at_);
  const char* const end = span_.bytes + span_.end;
  const char* const behind = json_number_end(span_.bytes + offset, end);
  if (behind == nullptr || !ends_json_scalar(behind, end)) {
    return fail(offset, kMalformed, fmt::format("`{}` is not a JSON number", shown(span_.raw(at_), 40)));
  }
  ++at_;
  return true;
}

bool JsonWalk::word(std::string_view expected) {
  const std::uint32_t offset = span_.offset(at_);
  if (!is_json_word(span_.bytes + offset, span_.bytes + span_.end, expected)) {
    return fail(offset, kMalformed, fmt::format("`{}` is not a JSON value", shown(span_.raw(at_), 40)));
  }
  ++at_;
  return true;
}

bool JsonWalk::container(bool object) {
  if (open_.size() > limits_.json_depth) {
    return fail(span_.offset(at_), "too-deep",
                fmt::format("values are nested deeper than {} below the record", limits_.json_depth));
  }
  open_.push_back({at_, 0, object});
  ++at_;
  return true;
}

bool JsonWalk::value() {
  switch (span_.head(at_)) {
    case '{': return container(true);
    case '[': return container(false);
    case '"': return text("a text");
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return number();
    case '\n':
    case ',':
    case ':':
    case '}':
    case ']': return unexpected("a value");
    default:
      return fail(span_.offset(at_), kMalformed, fmt::format("`{}` is not a JSON value", shown(span_.raw(at_), 40)));
  }
}

bool JsonWalk::key() {
  if (span_.head(at_) != '"') return unexpected("a key in double quotes");
  if (!text("a key")) return false;
  if (span_.head(at_) != ':') return unexpected("`:` after a key");
  ++at_;
  return true;
}

// Closes what ends at this token, and what that closes in turn.
bool JsonWalk::close_ended() {
  while (!open_.empty() && span_.head(at_) == (open_.back().object ? '}' : ']')) {
    ++at_;
    open_.pop_back();
  }
  return open_.empty();
}

bool JsonWalk::separator() {
  Open& open = open_.back();
  if (span_.head(at_) != ',') return unexpected(open.object ? "`,` or `}`" : "`,` or `]`");
  ++at_;
  return true;
}

bool JsonWalk::element() {
  Open& open = open_.back();
  if (++open.elements <= limits_.list_elements) return true;
  return fail(span_.offset(open.token), "list-too-long",
              fmt::format("a list has more than {} elements", limits_.list_elements));
}

bool JsonWalk::members() {
  while (true) {
    if (open_.back().object ? !key() : !element()) return false;
    const std::size_t around = open_.size();
    if (!value()) return false;
    const bool opened = open_.size() > around;
    if (opened && span_.head(at_) != (open_.back().object ? '}' : ']')) continue;
    if (close_ended()) return true;
    if (!separator()) return false;
  }
}

std::optional<Fault> JsonWalk::check(const JsonSpan& span) {
  span_ = span;
  at_ = span.first;
  open_.clear();
  bool good = false;
  if (span_.head(at_) != '{') {
    fail(span_.offset(at_), "not-an-object",
         fmt::format("a record is an object in `{{ }}`, this starts with {}",
                     shown_character({span.bytes, span.end}, span_.offset(at_))));
  } else {
    good = container(true) && (close_ended() || members());
  }
  if (good && span_.head(at_) != '\n') {
    good = fail(span_.offset(at_), kMalformed,
                fmt::format("{} stands behind the end of the record",
                            shown_character({span.bytes, span.end}, span_.offset(at_))));
  }
  if (good) return std::nullopt;
  return std::move(fault_);
}

Fault find_text_fault(std::string_view bytes) {
  const std::size_t invalid = base::find_invalid_utf8(bytes).value_or(bytes.size());
  bool inside = false;
  std::size_t opened = 0;
  for (std::size_t at = 0; at < invalid; ++at) {
    const char c = bytes[at];
    if (c == '\\') {
      ++at;
    } else if (c == '"') {
      inside = !inside;
      opened = at;
    } else if (inside && (c == '\n' || c == '\r')) {
      return {kMalformed, "a text is not closed on its line", opened};
    } else if (inside && static_cast<unsigned char>(c) < 0x20) {
      return {kMalformed,
              fmt::format("the control character {} stands in a text unescaped", shown_character(bytes, at)), at};
    }
  }
  if (invalid < bytes.size()) {
    return {"not-utf-8", fmt::format("{} is not UTF-8", shown_character(bytes, invalid)), invalid};
  }
  return {kMalformed, "a text is not closed", opened};
}

}  // namespace rubric::records
