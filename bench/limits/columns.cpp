// The limit of a batch: each workload as loops over typed columns, without a branch where one can be avoided.
#include <algorithm>

#include "limits/clones.hpp"
#include "limits/limits.hpp"
#include "limits/scoring.hpp"
#include "words.hpp"

namespace rubric::bench::limits {

namespace {

constexpr std::size_t kChunk = 1024;
constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::min();
using WordPoints = std::array<std::int32_t, 64>;

// What a text gives, for every word that a column may hold.
template <std::size_t N, class Points>
WordPoints table(const std::array<std::string_view, N>& words, const Points& points) {
  WordPoints out{};
  out.fill(points(std::string_view("?")));
  out[0] = points(std::string_view());
  for (std::size_t i = 0; i < N; ++i) out[i + 1] = points(words[i]);
  return out;
}

struct Counts {
  std::uint64_t yes = 0;
  std::uint64_t maybe = 0;
};

RUBRIC_BENCH_CLONES
Counts w1_yes(const Columns& c, const std::int32_t* in) {
  const std::uint8_t* const industry = c.industry.data();
  const std::int32_t* const score = c.numbers[kScore].data();
  const std::int32_t* const employees = c.numbers[kEmployees].data();
  std::int32_t yes = 0;
  for (std::size_t i = 0; i < c.size; ++i) {
    yes += in[industry[i]] & static_cast<std::int32_t>(score[i] >= 60) & static_cast<std::int32_t>(employees[i] >= 50) &
           static_cast<std::int32_t>(employees[i] <= 5000);
  }
  return {static_cast<std::uint64_t>(yes), static_cast<std::uint64_t>(yes)};
}

// A second pass for what may be yes: the compiler makes more of two plain loops than of one that counts both.
RUBRIC_BENCH_CLONES
Counts w1_both(const Columns& c, const std::int32_t* in, const std::int32_t* may_be_in) {
  const std::uint8_t* const industry = c.industry.data();
  const std::int32_t* const score = c.numbers[kScore].data();
  const std::int32_t* const employees = c.numbers[kEmployees].data();
  std::int32_t maybe = 0;
  for (std::size_t i = 0; i < c.size; ++i) {
    maybe += may_be_in[industry[i]] &
             (static_cast<std::int32_t>(score[i] >= 60) | static_cast<std::int32_t>(score[i] == kNone)) &
             ((static_cast<std::int32_t>(employees[i] >= 50) & static_cast<std::int32_t>(employees[i] <= 5000)) |
              static_cast<std::int32_t>(employees[i] == kNone));
  }
  return {w1_yes(c, in).yes, static_cast<std::uint64_t>(maybe)};
}

Answer w1_of(const Columns& c, Unknowns unknowns) {
  const bool apart = unknowns == Unknowns::apart;
  const WordPoints in =
      table(kIndustries, [](std::string_view text) { return text.data() != nullptr && in_icp(text) ? 1 : 0; });
  const WordPoints may_be_in =
      table(kIndustries, [](std::string_view text) { return text.data() == nullptr || in_icp(text) ? 1 : 0; });
  const Counts counts = apart ? w1_both(c, in.data(), may_be_in.data()) : w1_yes(c, in.data());
  Answer out;
  out.yes = counts.yes;
  out.unknown = counts.maybe - counts.yes;
  return out;
}

RUBRIC_BENCH_INLINE std::int32_t given(bool condition, std::int32_t points) {
  return -static_cast<std::int32_t>(condition) & points;
}

RUBRIC_BENCH_CLONES
void size_points(std::int32_t* points, const std::int32_t* employees, const std::int64_t* revenue, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    const std::int32_t n = employees[i];
    points[i] = given((n >= 50) & (n <= 200), 5) + given((n >= 201) & (n <= 1000), 10) +
                given((n >= 1001) & (n <= 5000), 15) + given(n > 5000, 8) + given((n != kNone) & (n < 10), -10) +
                given(n == kNone, -3);
  }
  for (std::size_t i = 0; i < size; ++i) {
    const std::int64_t r = revenue[i];
    points[i] += given(r >= 10'000'000, 5) + given(r >= 100'000'000, 8) + given((r != kNoValue) & (r < 100'000), -8) +
                 given((r == kNoValue) & (employees[i] >= 500), 4);
  }
}

RUBRIC_BENCH_CLONES
void engagement_points(std::int32_t* points, const Columns& c, std::size_t from, std::size_t size) {
  const auto column = [&](NumberField field) { return c.numbers[field].data() + from; };
  const std::int32_t* const views = column(kPageViews);
  const std::int32_t* const sessions = column(kSessions);
  const std::int32_t* const opens = column(kEmailOpens);
  const std::int32_t* const clicks = column(kEmailClicks);
  const std::int32_t* const forms = column(kFormFills);
  const std::int32_t* const demos = column(kDemoRequests);
  const std::int32_t* const inactive = column(kDaysInactive);
  const std::int64_t* const created = c.created_at.data() + from;
  for (std::size_t i = 0; i < size; ++i) {
    points[i] += given(views[i] >= 10, 5) + given((views[i] >= 25) & (sessions[i] >= 3), 5) +
                 given((opens[i] >= 5) & (clicks[i] >= 2), 6) + given(forms[i] >= 1, 8) + given(demos[i] >= 1, 20);
  }
  for (std::size_t i = 0; i < size; ++i) {
    points[i] += given(inactive[i] > 60, -12) + given((inactive[i] != kNone) & (inactive[i] <= 7), 6);
  }
  for (std::size_t i = 0; i < size; ++i) points[i] += given(created[i] >= kRecentMicros, 3);
}

// Of texts that repeat each is looked at once; e-mail addresses hardly do.
struct TextPoints {
  WordPoints industry;
  WordPoints country;
  WordPoints source;
  std::vector<std::int32_t> title;
};

RUBRIC_BENCH_CLONES
void text_points(std::int32_t* points, const Columns& c, const TextPoints& texts, std::size_t from, std::size_t size) {
  const std::uint8_t* const industry = c.industry.data() + from;
  const std::uint8_t* const country = c.country.data() + from;
  const std::uint8_t* const source = c.source.data() + from;
  const std::uint32_t* const title = c.title.data() + from;
  for (std::size_t i = 0; i < size; ++i) {
    points[i] +=
        texts.industry[industry[i]] + texts.country[country[i]] + texts.source[source[i]] + texts.title[title[i]];
  }
  for (std::size_t i = 0; i < size; ++i) points[i] += email_points(c.email[from + i]);
}

RUBRIC_BENCH_CLONES
void add_up(Answer& out, const std::int32_t* points, std::size_t size) {
  std::int32_t yes = 0;
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    yes += static_cast<std::int32_t>(points[i] >= kThreshold);
    sum += points[i];
  }
  out.yes += static_cast<std::uint64_t>(yes);
  out.points += sum;
}

Answer w2_of(const Columns& c) {
  TextPoints texts{
      table(kIndustries, industry_points), table(kCountries, country_points), table(kSources, source_points), {}};
  for (const std::string_view title : c.titles.texts()) texts.title.push_back(title_points(title));
  Answer out;
  std::array<std::int32_t, kChunk> points;
  for (std::size_t from = 0; from < c.size; from += kChunk) {
    const std::size_t size = std::min(kChunk, c.size - from);
    size_points(points.data(), c.numbers[kEmployees].data() + from, c.revenue.data() + from, size);
    engagement_points(points.data(), c, from, size);
    text_points(points.data(), c, texts, from, size);
    add_up(out, points.data(), size);
  }
  return out;
}

// 1: a page view; 2: a webinar was attended. Paths: whether they begin with /pricing.
Answer w3_of(const Columns& c) {
  std::vector<std::uint8_t> kinds;
  for (const std::string_view kind : c.kinds.texts()) {
    kinds.push_back(kind == "page_view" ? 1 : kind == "webinar_attended" ? 2 : 0);
  }
  std::vector<std::uint8_t> paths;
  for (const std::string_view path : c.paths.texts()) paths.push_back(path.starts_with("/pricing") ? 1 : 0);
  Answer out;
  for (std::size_t i = 0; i < c.size; ++i) {
    unsigned visits = 0;
    unsigned attended = 0;
    for (std::uint32_t e = c.first_event[i]; e < c.first_event[i + 1]; ++e) {
      const unsigned kind = kinds[c.event_kind[e]];
      visits += kind & paths[c.event_path[e]] & static_cast<unsigned>(c.event_at[e] >= kWindowMicros);
      attended |= kind;
    }
    out.yes += static_cast<unsigned>(visits >= 3) & (attended >> 1U);
  }
  return out;
}

}  // namespace

Answer columns(Workload workload, const Columns& columns, Unknowns unknowns) {
  Answer out = workload == Workload::w1   ? w1_of(columns, unknowns)
               : workload == Workload::w2 ? w2_of(columns)
                                          : w3_of(columns);
  out.leads = columns.size;
  out.no = out.leads - out.yes - out.unknown;
  out.counts_unknown = workload != Workload::w1 || unknowns == Unknowns::apart;
  return out;
}

}  // namespace rubric::bench::limits
