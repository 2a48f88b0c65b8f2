#include "records/children.hpp"

#include <fmt/format.h>

#include <atomic>

#include "records/fold.hpp"

namespace rubric::records {

namespace {

// The key is the last slot of the rows' layout.
data::Layout row_layout(const data::Layout& layout, const data::Join& join) {
  data::Layout out;
  out.record_name = layout.slots[*join.list].name;
  out.declared = layout.declared;
  out.slots = layout.slots[*join.list].element;
  out.slots.push_back(join.other);
  return out;
}

// `on` with its sides the other way round.
std::string swapped(const data::Layout& layout, const data::Join& join) {
  const std::string& record = layout.slots[join.key].heading;
  return record == join.other.heading ? std::string() : fmt::format("{}={}", join.other.heading, record);
}

}  // namespace

std::vector<JoinKey> join_keys(const data::Layout& layout) {
  std::vector<JoinKey> out;
  for (const data::Join& join : layout.joins) {
    if (join.list) out.push_back({join.key, join.other.heading, swapped(layout, join)});
  }
  return out;
}

Children::Children(const data::Layout& layout, std::size_t join, std::size_t limit)
    : join_(layout.joins[join]),
      clock_(layout.slots[*join_.list].clock),
      limit_(limit),
      key_{static_cast<std::uint32_t>(layout.slots[*join_.list].element.size()), layout.slots[join_.key].heading,
           swapped(layout, join_)},
      folded_(layout.slots[join_.key].ignoring_case || join_.other.ignoring_case),
      layout_(row_layout(layout, join_)),
      rows_(stride()) {}

// Texts that differ in case alone are one key where a side of the join says `ignoring case`.
std::string_view Children::normal(std::string_view key, std::string& folded) const {
  if (!folded_) return key;
  fold_into(folded, key);
  return folded;
}

std::size_t Children::bytes() const {
  return rows_.bytes() + texts_.bytes() + keys_.bytes() + next_.capacity() * sizeof(std::uint32_t) +
         groups_.capacity() * sizeof(Group);
}

void Children::check_limit(const Reader& reader) const {
  if (bytes() <= limit_ && next_.size() < 0xFFFFFFFFU) return;
  throw ReadError{"join-too-large",
                  fmt::format("the rows up to here need more memory than the limit of {}", size_text(limit_)),
                  {"`--join-limit` sets another limit: `--join-limit 8GiB`",
                   "what is held of each row is its key and the fields that the criteria read"},
                  reader.line()};
}

void Children::keep(std::span<data::Cell> row) {
  const std::span<data::Cell> fields = row.first(stride());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (layout_.slots[i].kind != data::Kind::text || data::is_missing(fields[i].text)) continue;
    fields[i] = data::Cell(texts_.keep(data::view(fields[i].text)));
  }
  const std::uint32_t key = keys_.add(normal(data::view(row.back().text), folded_key_), texts_);
  const auto at = static_cast<std::uint32_t>(rows_.size());
  rows_.add(fields);
  next_.push_back(at);
  if (key == groups_.size()) {
    groups_.push_back({at, at, 0, false});
  } else {
    next_[groups_[key].last] = at;
  }
  groups_[key].last = at;
  ++groups_[key].count;
}

void Children::load(ByteSource source, Options options, const Rejected& rejected) {
  options.join_keys = {key_};
  const auto reader = open_reader(std::move(source), layout_, std::move(options));
  std::vector<data::Cell> row(layout_.slots.size());
  for (Step step = reader->next(row); step != Step::end; step = reader->next(row)) {
    ++counts_.read;
    if (step == Step::rejected) {
      ++counts_.rejected;
      rejected(reader->rejection());
      continue;
    }
    if (clock_ && data::is_missing(row[*clock_].ticks)) ++counts_.undated;
    if (data::is_missing(row.back().text)) {
      ++counts_.without_key;
    } else {
      keep(row);
      check_limit(*reader);
    }
  }
  invalid_ = reader->invalid();
  if (reader->occurrences()[key_.slot] == 0 && counts_.read > counts_.rejected) {
    throw ReadError{"missing-key", fmt::format("no record has a field `{}` to join by", join_.other.heading), {}, 0};
  }
}

// Looking before writing keeps the threads from taking the group's memory from each other.
std::uint32_t Children::take(std::string_view key, std::uint32_t most, Rows& out) {
  out.cells.clear();
  const auto number = keys_.find(normal(key, out.key));
  if (!number) return 0;
  Group& group = groups_[*number];
  const std::atomic_ref attached(group.attached);
  if (!attached.load(std::memory_order_relaxed)) attached.store(true, std::memory_order_relaxed);
  if (group.count > most) return group.count;
  std::uint32_t at = group.first;
  for (std::uint32_t i = 0; i < group.count; ++i, at = next_[at]) {
    const std::span<const data::Cell> row = rows_.row(at);
    out.cells.insert(out.cells.end(), row.begin(), row.end());
  }
  return group.count;
}

void Children::record_without_key() {
  std::atomic_ref(counts_.records_without_key).fetch_add(1, std::memory_order_relaxed);
}

ChildCounts Children::counts() const {
  ChildCounts out = counts_;
  for (const Group& group : groups_) out.attached += group.attached ? group.count : 0;
  out.without_parent = out.read - out.attached - out.rejected;
  return out;
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t kStep = 1024;
  constexpr const char* kUnits[] = {"bytes", "KiB", "MiB", "GiB"};
  std::size_t unit = 0;
  double amount = static_cast<double>(bytes);
  for (; unit < 3 && amount >= kStep; ++unit) amount /= kStep;
  return fmt::format("{:.4g} {}", amount, kUnits[unit]);
}

}  // namespace rubric::records
