#include "leads.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "random.hpp"
#include "words.hpp"

namespace rubric::bench {

namespace {

constexpr std::int64_t kDay = 86'400;

constexpr std::array<std::string_view, 4> kNames{"plain", "long_texts", "many_missing", "many_distinct"};

// What each field lacks in a thousand leads, where the distribution has no other idea.
constexpr std::array<std::uint32_t, kTextFields> kTextMissing{40, 30, 50, 40, 100};
constexpr std::array<std::uint32_t, kNumberFields> kNumberMissing{30, 80, 250, 0, 0, 0, 0, 0, 0, 100};
constexpr std::uint32_t kHalf = 500;

std::string words(Random& random, std::uint32_t count) {
  std::string out;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i > 0) out += ' ';
    out += random.pick(kWords);
  }
  return out;
}

void change_case(std::string& text, char first, char last, int by) {
  for (char& c : text) {
    if (c >= first && c <= last) c = static_cast<char>(c + by);
  }
}

// The numbers of a day's visitors spread over sizes as companies do: each power of two as often as any other.
std::int64_t headcount(Random& random) {
  const std::uint32_t size = 1U << random.below(16);
  return size + random.below(size);
}

// One call of the generator a full expression: in which order the operands of one are worked out differs from
// compiler to compiler.
class Maker {
 public:
  Maker(Distribution distribution, std::uint64_t seed, std::uint64_t number)
      : distribution_(distribution),
        number_(number),
        random_(seed * 0x9E3779B97F4A7C15U + number * 0xD1342543DE82EF95U) {}

  Lead lead() {
    out_.id = fmt::format("lead_{:07}", number_);
    out_.null = random_.per_mille(kHalf);
    who();
    fit();
    engagement();
    events();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is(Distribution d) const { return distribution_ == d; }
  bool lacks(std::uint32_t usual) {
    return random_.per_mille(is(Distribution::many_missing) ? std::max(usual, kHalf) : usual);
  }
  void put(TextField field, std::string text) {
    if (!lacks(kTextMissing[field])) out_.texts[field] = std::move(text);
  }
  void put(NumberField field, std::int64_t number) {
    out_.numbers[field] = lacks(kNumberMissing[field]) ? kNoValue : number;
  }
  /// One of a list, early ones more often. Where values hardly repeat, nine of ten get a number of their own.
  template <std::size_t N>
  std::string one_of(const std::array<std::string_view, N>& list) {
    std::string out(list[random_.per_mille(kHalf) ? random_.low_below(N) : random_.below(N)]);
    if (is(Distribution::many_distinct) && random_.per_mille(900)) out += fmt::format("-{}", random_.below(1'000'000));
    return out;
  }

  void who() {
    const std::string company(random_.pick(kCompanies));
    out_.domain = fmt::format("{}{}", company, random_.below(900));
    out_.company = random_.per_mille(30) ? "M\xC3\xBCller \"" + company + "\" & Co" : company + " Group";
    out_.description = words(random_, is(Distribution::long_texts) ? random_.between(100, 300) : random_.below(22));
    out_.phone = fmt::format("+1-555-{:04}", random_.below(10'000));
    if (random_.per_mille(600)) out_.campaign = fmt::format("c{}", random_.below(400));
    for (std::uint32_t tags = random_.below(5); tags > 0; --tags) out_.tags.emplace_back(random_.pick(kWords));
    put(kEmail, email());
    put(kSource, one_of(kSources));
    out_.created_at = kAsOfSeconds - 60 - random_.low_below(500 * kDay);
  }

  std::string email() {
    std::string name(random_.pick(kFirstNames));
    name += fmt::format(".{}", random_.pick(kLastNames));
    if (random_.per_mille(30)) name += fmt::format("+{}", random_.below(99));
    if (random_.per_mille(40)) name = random_.pick(kRoleNames);
    if (is(Distribution::long_texts)) name += '.' + std::string(random_.below(200), 'x');
    const std::uint32_t kind = random_.below(100);
    if (kind < 62) return name + "@" + out_.domain + std::string(random_.pick(kTopDomains));
    if (kind < 88) return name + std::string(random_.pick(kFreeMail));
    return name + "@" + out_.domain + ".edu";
  }

  std::string title() {
    std::string out(random_.pick(kLevels));
    out += random_.pick(kFunctions);
    out += random_.pick(kTitleEnds);
    if (is(Distribution::long_texts)) out = words(random_, random_.between(20, 120)) + " " + out;
    if (is(Distribution::many_distinct)) out += fmt::format(" ({})", random_.below(1'000'000));
    if (random_.per_mille(100)) {
      change_case(out, 'A', 'Z', 'a' - 'A');
    } else if (random_.per_mille(50)) {
      change_case(out, 'a', 'z', 'A' - 'a');
    }
    if (random_.per_mille(5)) out += " \"acting\"";
    return out;
  }

  void fit() {
    put(kIndustry, one_of(kIndustries));
    put(kCountry, one_of(kCountries));
    put(kTitle, title());
    const std::int64_t people = headcount(random_);
    put(kEmployees, people);
    put(kRevenue, people * 100 * (10 + static_cast<std::int64_t>(random_.low_below(4000))));
  }

  void engagement() {
    const std::uint32_t half_score = random_.below(102);
    put(kScore, (half_score + random_.below(101)) / 2);
    put(kEmailOpens, random_.below(12));
    put(kEmailClicks, random_.below(5));
    put(kFormFills, random_.per_mille(250) ? 1 + random_.below(3) : 0);
    put(kDemoRequests, random_.per_mille(60) ? 1 : 0);
    put(kDaysInactive, random_.low_below(180));
  }

  void events() {
    std::uint32_t count = 0;
    if (!random_.per_mille(120)) {
      while (count < 30 && !random_.per_mille(105)) ++count;
    }
    put(kPageViews, count * 2 + random_.below(8));
    put(kSessions, 1 + count / 3);
    std::vector<std::int64_t> at;
    for (std::uint32_t i = 0; i < count; ++i) at.push_back(kAsOfSeconds - 30 - random_.low_below(120 * kDay));
    std::ranges::sort(at);
    for (const std::int64_t t : at) out_.events.push_back(event(t));
  }

  Event event(std::int64_t at) {
    Event out;
    out.at = at;
    out.null = random_.per_mille(kHalf);
    const std::uint32_t kind = random_.below(100);
    if (kind < 58) {
      out.kind = "page_view";
      out.path = one_of(kPages);
    } else if (kind < 73) {
      out.kind = "email_open";
    } else if (kind < 81) {
      out.kind = "email_click";
    } else if (kind < 90) {
      out.kind = "form_submit";
      out.path = "/contact";
    } else if (kind < 94) {
      out.kind = "webinar_attended";
      out.path = "/webinars/pricing-strategy";
    } else {
      out.kind = "download";
      out.path = "/resources/ebook";
    }
    if (is(Distribution::many_missing)) thin_out(out);
    return out;
  }

  void thin_out(Event& event) {
    if (random_.per_mille(200)) event.kind.reset();
    if (random_.per_mille(200)) event.path.reset();
    if (random_.per_mille(200)) event.at = kNoValue;
  }

  Distribution distribution_;
  std::uint64_t number_;
  Random random_;
  Lead out_;
};

}  // namespace

std::string_view name(Distribution distribution) {
  return kNames[static_cast<std::size_t>(distribution)];
}

std::optional<Distribution> distribution_named(std::string_view name) {
  const auto* const found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return kDistributions[static_cast<std::size_t>(found - kNames.begin())];
}

Lead LeadMaker::lead(std::uint64_t number) const {
  return Maker(distribution_, seed_, number).lead();
}

}  // namespace rubric::bench
