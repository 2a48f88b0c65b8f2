#include "records/json_grammar.hpp"

#include <cstring>

namespace rubric::records {

namespace {

const char* digits_end(const char* p, const char* end) {
  while (p < end && *p >= '0' && *p <= '9') ++p;
  return p;
}

}  // namespace

const char* json_number_end(const char* p, const char* end) {
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

bool is_json_word(const char* p, const char* end, std::string_view word) {
  return static_cast<std::size_t>(end - p) >= word.size() && std::memcmp(p, word.data(), word.size()) == 0 &&
         ends_json_scalar(p + word.size(), end);
}

bool is_long_json_scalar(const char* p, const char* end) {
  switch (*p) {
    case 't': return is_json_word(p, end, "true");
    case 'f': return is_json_word(p, end, "false");
    case 'n': return is_json_word(p, end, "null");
    default: break;
  }
  if (*p != '-' && (*p < '0' || *p > '9')) return false;
  const char* const behind = json_number_end(p, end);
  return behind != nullptr && ends_json_scalar(behind, end);
}

}  // namespace rubric::records
