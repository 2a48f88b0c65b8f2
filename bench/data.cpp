#include "data.hpp"

#include <cmath>

#include "base/time_text.hpp"
#include "words.hpp"

namespace rubric::bench {

namespace {

constexpr std::size_t kBlock = 1U << 20U;

template <std::size_t N>
std::uint8_t place(const std::unordered_map<std::string_view, std::uint8_t>& words, std::string_view text) {
  static_assert(N < kOtherWord);
  if (text.data() == nullptr) return 0;
  const auto found = words.find(text);
  return found == words.end() ? kOtherWord : found->second;
}

template <std::size_t N>
std::unordered_map<std::string_view, std::uint8_t> places(const std::array<std::string_view, N>& words) {
  std::unordered_map<std::string_view, std::uint8_t> out;
  for (std::size_t i = 0; i < N; ++i) out.emplace(words[i], static_cast<std::uint8_t>(i + 1));
  return out;
}

}  // namespace

std::uint8_t industry_word(std::string_view text) {
  static const auto kPlaces = places(kIndustries);
  return place<kIndustries.size()>(kPlaces, text);
}
std::uint8_t country_word(std::string_view text) {
  static const auto kPlaces = places(kCountries);
  return place<kCountries.size()>(kPlaces, text);
}
std::uint8_t source_word(std::string_view text) {
  static const auto kPlaces = places(kSources);
  return place<kSources.size()>(kPlaces, text);
}

std::uint32_t Dictionary::number_of(std::string_view text) {
  if (text.data() == nullptr) return 0;
  const auto [found, fresh] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
  if (fresh) texts_.push_back(text);
  return found->second;
}

Dataset::Dataset(Distribution distribution, std::size_t size) {
  const LeadMaker maker(distribution);
  records_.reserve(size);
  columns_.first_event.push_back(0);
  for (std::size_t i = 0; i < size; ++i) add(maker.lead(i));
  columns_.size = size;
}

std::string_view Dataset::keep(const std::optional<std::string>& text) {
  if (!text) return {};
  if (texts_.empty() || texts_.back().capacity() - texts_.back().size() < text->size()) {
    texts_.emplace_back().reserve(std::max(kBlock, text->size()));
  }
  std::string& block = texts_.back();
  const std::size_t begin = block.size();
  block += *text;
  return std::string_view(block).substr(begin);
}

void Dataset::add(const Lead& lead) {
  Record record;
  record.id = keep(lead.id);
  for (std::size_t i = 0; i < kTextFields; ++i) record.texts[i] = keep(lead.texts[i]);
  for (std::size_t i = 0; i < kNumberFields; ++i) {
    record.numbers[i] = lead.numbers[i] == kNoValue ? std::nan("") : static_cast<double>(lead.numbers[i]);
  }
  record.created_at = lead.created_at * base::kMicrosPerSecond;
  add_events(lead, record);
  add_columns(record);
  records_.push_back(record);
}

void Dataset::add_events(const Lead& lead, Record& record) {
  const std::size_t most = lead.events.size();
  if (events_.empty() || events_.back().capacity() - events_.back().size() < most) {
    events_.emplace_back().reserve(kBlock / sizeof(EventView) + most);
    rows_.emplace_back().reserve(3 * (kBlock / sizeof(EventView) + most));
  }
  std::vector<EventView>& events = events_.back();
  std::vector<Value>& rows = rows_.back();
  record.events = events.data() + events.size();
  record.event_rows = rows.data() + rows.size();
  for (const Event& e : lead.events) {
    if (e.at == kNoValue) continue;
    const EventView view{keep(e.kind), keep(e.path), e.at * base::kMicrosPerSecond};
    events.push_back(view);
    rows.insert(rows.end(), {Value::time(view.at), Value::text(view.kind), Value::text(view.path)});
    ++record.event_count;
  }
}

void Dataset::add_columns(const Record& record) {
  Columns& c = columns_;
  c.industry.push_back(industry_word(record.texts[kIndustry]));
  c.country.push_back(country_word(record.texts[kCountry]));
  c.source.push_back(source_word(record.texts[kSource]));
  for (std::size_t i = 0; i < kNumberFields; ++i) {
    const double number = record.numbers[i];
    const std::int64_t whole = std::isnan(number) ? kNoValue : static_cast<std::int64_t>(number);
    if (i == kRevenue) {
      c.revenue.push_back(whole);
    } else {
      c.numbers[i].push_back(whole == kNoValue ? std::numeric_limits<std::int32_t>::min()
                                               : static_cast<std::int32_t>(whole));
    }
  }
  c.created_at.push_back(record.created_at);
  c.email.push_back(record.texts[kEmail]);
  c.title.push_back(c.titles.number_of(record.texts[kTitle]));
  for (std::uint32_t i = 0; i < record.event_count; ++i) {
    c.event_kind.push_back(c.kinds.number_of(record.events[i].kind));
    c.event_path.push_back(c.paths.number_of(record.events[i].path));
    c.event_at.push_back(record.events[i].at);
  }
  c.first_event.push_back(static_cast<std::uint32_t>(c.event_at.size()));
}

}  // namespace rubric::bench
