#include "columns.hpp"

#include <algorithm>
#include <stdexcept>

#include "rubric.hpp"

namespace rubric::bench {

namespace {

data::Cell cell_of(std::string_view text) {
  return data::Cell(data::TextRef{text.data(), static_cast<std::uint32_t>(text.size())});
}

}  // namespace

LeadColumns::LeadColumns(const data::Layout& layout, const Dataset& data) {
  columns_.rows = data.records().size();
  columns_.slots.resize(layout.slots.size());
  for (std::size_t i = 0; i < layout.slots.size(); ++i) bind(layout.slots[i], columns_.slots[i], data);
}

void LeadColumns::code(data::Column& column, const Dictionary& dictionary, const std::vector<std::uint32_t>& codes) {
  data::TextDictionary& made = dictionaries_.emplace_back();
  made.id = dictionaries_.size();
  for (const std::string_view text : dictionary.texts())
    made.texts.push_back({text.data(), static_cast<std::uint32_t>(text.size())});
  column.dictionary = &made;
  column.codes = codes.data();
}

void LeadColumns::bind(const data::Slot& slot, data::Column& column, const Dataset& data) {
  const auto* const text = std::ranges::find(kTextNames, slot.name);
  const auto* const number = std::ranges::find(kNumberNames, slot.name);
  const auto field = static_cast<std::size_t>(text - kTextNames.begin());
  if (text != kTextNames.end() && field == kTitle) return code(column, data.columns().titles, data.columns().title);
  if (slot.name == "id" || (text != kTextNames.end() && field == kEmail)) {
    std::vector<data::TextRef>& refs = texts_.emplace_back();
    for (const Record& r : data.records()) {
      const std::string_view value = slot.name == "id" ? r.id : r.texts[kEmail];
      refs.push_back({value.data(), static_cast<std::uint32_t>(value.size())});
    }
    column.texts = refs.data();
  } else if (text != kTextNames.end()) {
    Dictionary& words = words_.emplace_back();
    std::vector<std::uint32_t>& codes = codes_.emplace_back();
    for (const Record& r : data.records()) codes.push_back(words.number_of(r.texts[field]));
    code(column, words, codes);
  } else if (number != kNumberNames.end()) {
    std::vector<double>& numbers = numbers_.emplace_back();
    for (const Record& r : data.records())
      numbers.push_back(r.numbers[static_cast<std::size_t>(number - kNumberNames.begin())]);
    column.numbers = numbers.data();
  } else if (slot.name == "created_at") {
    column.ticks = data.columns().created_at.data();
  } else if (slot.name == "events") {
    bind_events(slot, column, data.columns());
  } else {
    throw std::runtime_error("leads have no field " + slot.name);
  }
}

void LeadColumns::bind_events(const data::Slot& slot, data::Column& column, const Columns& columns) {
  column.offsets = columns.first_event.data();
  for (const data::Slot& element : slot.element) {
    data::Column& field = column.fields.emplace_back();
    if (element.path.back() == "at") {
      field.ticks = columns.event_at.data();
    } else if (element.path.back() == "kind") {
      code(field, columns.kinds, columns.event_kind);
    } else {
      code(field, columns.paths, columns.event_path);
    }
  }
}

ColumnMachine::ColumnMachine(std::shared_ptr<const engine::Program> program, const Dataset& data)
    : program_(std::move(program)),
      columns_(program_->layout(), data),
      machine_(program_->image()),
      counter_(*program_) {}

Answer ColumnMachine::answer(std::size_t rows) {
  for (std::size_t first = 0; first < rows; first += vm::kRows) {
    machine_.run(columns_.columns(), first, std::min(vm::kRows, rows - first), kAsOf);
    if (!machine_.all_decided()) throw std::runtime_error("a record was not decided");
    counter_.add(machine_);
  }
  return counter_.take();
}

GatheringMachine::GatheringMachine(std::shared_ptr<const engine::Program> program, const Dataset& data)
    : program_(std::move(program)),
      data_(data),
      chunk_(program_->layout()),
      machine_(program_->image()),
      counter_(*program_) {
  const auto& slots = program_->layout().slots;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto* const text = std::ranges::find(kTextNames, slots[i].name);
    const auto* const number = std::ranges::find(kNumberNames, slots[i].name);
    cells_.push_back(data::missing_cell(slots[i].kind));
    if (slots[i].name == "id") {
      ids_.push_back(i);
    } else if (text != kTextNames.end()) {
      texts_.push_back({i, static_cast<std::size_t>(text - kTextNames.begin())});
    } else if (number != kNumberNames.end()) {
      numbers_.push_back({i, static_cast<std::size_t>(number - kNumberNames.begin())});
    } else {
      throw std::runtime_error("leads have no field " + slots[i].name);
    }
  }
}

Answer GatheringMachine::answer(std::size_t leads) {
  for (std::size_t i = 0; i < leads; ++i) {
    const Record& record = data_.records()[i];
    for (const Bound& b : texts_) cells_[b.slot] = cell_of(record.texts[b.field]);
    for (const Bound& b : numbers_) cells_[b.slot] = data::Cell(record.numbers[b.field]);
    for (const std::size_t slot : ids_) cells_[slot] = cell_of(record.id);
    chunk_.add(cells_);
    if (chunk_.rows() == vm::kRows) decide();
  }
  decide();
  return counter_.take();
}

void GatheringMachine::decide() {
  machine_.run(chunk_.columns(), 0, chunk_.rows(), kAsOf);
  if (!machine_.all_decided()) throw std::runtime_error("a record was not decided");
  counter_.add(machine_);
  chunk_.clear();
}

}  // namespace rubric::bench
