#include "records/json_walk.hpp"

#include <fmt/format.h>

#include <cstring>

#include "base/utf8.hpp"
#include "records/json_text.hpp"
#include "records/utf8.hpp"

namespace rubric::records {

namespace {

constexpr std::string_view kMalformed = "malformed-json";

bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

const char* digits_end(const char* p, const char* end) {
  while (p < end && digit(*p)) ++p;
  return p;
}

// Behind the number that starts at `p`, which is before `end`; null if none does.
const char* number_end(const char* p, const char* end) {
  if (*p == '-') ++p;
  const char* from = p;
  p = digits_end(p, end);
  if (p == from || (*from == '0' && p > from + 1)) return nullptr;
  if (p < end && *p == '.') {
    from = p + 1;
    p = digits_end(from, end);
    if (p == from) return nullptr;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    ++p;
    if (p < end && (*p == '+' || *p == '-')) ++p;
    from = p;
    p = digits_end(from, end);
    if (p == from) return nullptr;
  }
  return p;
}

// Whether a number or a word may end before `p`.
bool ends_scalar(const char* p, const char* end) {
  if (p == end) return true;
  const char c = *p;
  return c == ',' || c == '}' || c == ']' || blank(c) || c == ':' || c == '{' || c == '[';
}

}  // namespace

std::string_view JsonSpan::raw(std::uint32_t token) const {
  const std::uint32_t from = tokens[token];
  std::uint32_t to = tokens[token + 1] < end ? tokens[token + 1] : end;
  while (to > from + 1 && blank(bytes[to - 1])) --to;
  return {bytes + from, to - from};
}

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
  const std::uint32_t next = std::min(span_.offset(at_ + 1), span_.end);
  if (next - offset > limits_.text_bytes || escapes_) {
    const std::string_view raw = span_.text(at_);
    if (raw.size() > limits_.text_bytes) {
      return fail(offset, "text-too-long",
                  fmt::format("{} of {} bytes is longer than the limit of {}", what, raw.size(), limits_.text_bytes));
    }
    EscapeFault fault = check_escapes(raw);
    if (fault.at != raw.npos) return fail(offset + 1 + fault.at, kMalformed, std::move(fault.message));
  }
  ++at_;
  return true;
}

bool JsonWalk::number() {
  const std::uint32_t offset = span_.offset(at_);
  const char* const end = span_.bytes + span_.end;
  const char* const behind = number_end(span_.bytes + offset, end);
  if (behind == nullptr || !ends_scalar(behind, end)) {
    return fail(offset, kMalformed, fmt::format("`{}` is not a JSON number", shown(span_.raw(at_), 40)));
  }
  ++at_;
  return true;
}

bool JsonWalk::word(std::string_view expected) {
  const std::uint32_t offset = span_.offset(at_);
  const bool same = span_.end - offset >= expected.size() &&
                    std::memcmp(span_.bytes + offset, expected.data(), expected.size()) == 0 &&
                    ends_scalar(span_.bytes + offset + expected.size(), span_.bytes + span_.end);
  if (!same) return fail(offset, kMalformed, fmt::format("`{}` is not a JSON value", shown(span_.raw(at_), 40)));
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
    close_[open_.back().token] = at_++;
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

// Every token of every record passes here, so what nearly all of them are (a plain key, a plain text,
// a number, a comma) is told in place, from locals; anything else, faults too, goes to the functions
// above, which see `at_`.
bool JsonWalk::members() {
  const JsonSpan span = span_;
  const char* const end = span.bytes + span.end;
  const std::size_t longest = escapes_ ? 0 : limits_.text_bytes;
  std::uint32_t at = at_;
  bool object = open_.back().object;
  const auto plain_text = [&span, longest](std::uint32_t token) {
    return span.head(token) == '"' && span.offset(token + 1) - span.offset(token) <= longest;
  };
  while (true) {
    if (object && plain_text(at) && span.head(at + 1) == ':') {
      at += 2;
    } else {
      at_ = at;
      if (object ? !key() : !element()) return false;
      at = at_;
    }
    const char head = span.head(at);
    if (plain_text(at)) {
      ++at;
    } else if (digit(head)) {
      const char* const behind = number_end(span.bytes + span.offset(at), end);
      if (behind == nullptr || !ends_scalar(behind, end)) return at_ = at, number();
      ++at;
    } else {
      at_ = at;
      if (!value()) return false;
      at = at_;
      const bool opened = head == '{' || head == '[';
      object = open_.back().object;
      if (opened && span.head(at) != (object ? '}' : ']')) continue;
    }
    if (span.head(at) == ',') {
      ++at;
      continue;
    }
    at_ = at;
    if (close_ended()) return true;
    if (!separator()) return false;
    at = at_;
    object = open_.back().object;
  }
}

std::optional<Fault> JsonWalk::check(const JsonSpan& span, std::uint32_t token_count) {
  span_ = span;
  at_ = span.first;
  open_.clear();
  if (close_.size() < token_count) close_.resize(token_count);
  escapes_ = std::memchr(span.bytes + span.begin, '\\', span.end - span.begin) != nullptr;
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
