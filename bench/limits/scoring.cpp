#include "limits/scoring.hpp"

#include <array>
#include <cstring>

#include "limits/word_table.hpp"

namespace rubric::bench::limits {

namespace {

using Entry = WordTable::Entry;

// +15 in ICP, +10 for three of them, -15 for four others.
constexpr std::array<Entry, 16> kIndustryPoints{{{"software", 25},
                                                 {"saas", 25},
                                                 {"fintech", 25},
                                                 {"healthcare", 15},
                                                 {"ecommerce", 15},
                                                 {"manufacturing", 15},
                                                 {"logistics", 15},
                                                 {"insurance", 15},
                                                 {"banking", 15},
                                                 {"telecom", 15},
                                                 {"biotech", 15},
                                                 {"cybersecurity", 15},
                                                 {"government", -15},
                                                 {"nonprofit", -15},
                                                 {"education", -15},
                                                 {"agriculture", -15}}};
// -3 for every other country, and -100 besides for five of them.
constexpr std::array<Entry, 23> kCountryPoints{
    {{"US", 10}, {"GB", 10}, {"DE", 10},   {"CA", 10},   {"AU", 10},   {"FR", 10},   {"NL", 10},  {"SE", 10},
     {"ES", 5},  {"IT", 5},  {"IE", 5},    {"DK", 5},    {"NO", 5},    {"FI", 5},    {"CH", 5},   {"AT", 5},
     {"BE", 5},  {"SG", 5},  {"KP", -103}, {"IR", -103}, {"SY", -103}, {"CU", -103}, {"RU", -103}}};
constexpr std::array<Entry, 7> kSourcePoints{{{"referral", 10},
                                              {"partner", 10},
                                              {"event", 10},
                                              {"webinar", 10},
                                              {"organic", 5},
                                              {"direct", 5},
                                              {"outbound", -2}}};
const WordTable kIndustryTable(kIndustryPoints, 0);
const WordTable kCountryTable(kCountryPoints, -3);
const WordTable kSourceTable(kSourcePoints, 0);

bool contains(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

// Of each byte: whether it belongs to a word as `\b` sees it, and its small letter.
struct Letters {
  std::array<bool, 256> word{};
  std::array<char, 256> small{};
  constexpr Letters() {
    for (std::size_t i = 0; i < 256; ++i) {
      const bool capital = i >= 'A' && i <= 'Z';
      word[i] = capital || (i >= 'a' && i <= 'z') || (i >= '0' && i <= '9') || i == '_';
      small[i] = static_cast<char>(capital ? i + 32 : i);
    }
  }
};
constexpr Letters kLetters;

std::size_t byte(char c) {
  return static_cast<unsigned char>(c);
}

// Whether the text goes on with these words, in any case, and ends or goes on with something else after them.
bool goes_on(std::string_view rest, std::string_view words) {
  if (rest.size() < words.size()) return false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (kLetters.small[byte(rest[i])] != words[i]) return false;
  }
  return rest.size() == words.size() || !kLetters.word[byte(rest[words.size()])];
}

enum TitleFlag : unsigned { kDecides = 1, kJunior = 2 };

// Both patterns at once: what begins with the letter that a word begins with is all that is looked at.
unsigned flag_at(std::string_view rest) {
  const auto any = [&](std::initializer_list<std::string_view> words) {
    for (const std::string_view w : words) {
      if (goes_on(rest, w)) return true;
    }
    return false;
  };
  switch (kLetters.small[byte(rest[0])]) {
    case 'c': return any({"chief", "ceo", "cto", "cfo", "cmo"}) ? kDecides : 0U;
    case 'v': return any({"vp", "vice president"}) ? kDecides : 0U;
    case 'h': return any({"head of"}) ? kDecides : 0U;
    case 'd': return any({"director"}) ? kDecides : 0U;
    case 'i': return any({"intern"}) ? kJunior : 0U;
    case 's': return any({"student"}) ? kJunior : 0U;
    case 'a': return any({"assistant"}) ? kJunior : 0U;
    case 't': return any({"trainee"}) ? kJunior : 0U;
    default: return 0;
  }
}

unsigned title_flags(std::string_view title) {
  unsigned out = 0;
  bool inside = false;
  for (std::size_t i = 0; i < title.size(); ++i) {
    const bool word = kLetters.word[byte(title[i])];
    if (word && !inside) out |= flag_at(title.substr(i));
    inside = word;
  }
  return out;
}

}  // namespace

bool in_icp(std::string_view industry) {
  return kIndustryTable.at(industry) > 0;
}

int industry_points(std::string_view text) {
  return text.data() == nullptr ? -5 : kIndustryTable.at(text);
}

int country_points(std::string_view text) {
  return text.data() == nullptr ? 0 : kCountryTable.at(text);
}

int source_points(std::string_view text) {
  return text.data() == nullptr ? 0 : kSourceTable.at(text);
}

int title_points(std::string_view text) {
  if (text.data() == nullptr) return -4;
  const unsigned flags = title_flags(text);
  int out = (flags & kDecides) != 0 ? 15 : 0;
  out -= (flags & kJunior) != 0 ? 20 : 0;
  out += contains(text, "Engineer") || contains(text, "Developer") ? 4 : 0;
  out += text.starts_with("VP") ? 3 : 0;
  out += text.ends_with("Marketing") ? 6 : 0;
  return out;
}

int email_points(std::string_view text) {
  if (text.data() == nullptr) return -20;
  int out = text.ends_with(".edu") ? -15 : 0;
  out -= text.ends_with("@gmail.com") || text.ends_with("@yahoo.com") || text.ends_with("@hotmail.com") ? 10 : 0;
  out -= std::memchr(text.data(), '+', text.size()) != nullptr ? 2 : 0;
  out -= text.starts_with("info@") || text.starts_with("sales@") || text.starts_with("admin@") ? 6 : 0;
  return out;
}

}  // namespace rubric::bench::limits
