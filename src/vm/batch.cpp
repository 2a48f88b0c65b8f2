#include "vm/batch.hpp"

#include <algorithm>
#include <bit>

#include "base/clones.hpp"
#include "builtins/number.hpp"
#include "vm/block_code.hpp"

namespace rubric::vm {

using bytecode::Batch;
using bytecode::BatchInstruction;
using bytecode::BatchOp;
using bytecode::BatchValue;
using bytecode::Pass;
using bytecode::Piece;
using bytecode::Reduction;
using data::Cell;
using data::Kind;
using data::Tri;

namespace {

constexpr data::Points kMostUnknownPoints = data::Points{1} << 52U;

BatchValue::Where where_of(Kind kind) {
  if (kind == Kind::boolean) return BatchValue::Where::bits;
  return kind == Kind::text ? BatchValue::Where::texts : BatchValue::Where::lanes;
}

// Only places for the outcomes, for a program that has no batch code.
Batch places_for(const bytecode::Module& module) {
  Batch out;
  for (const bytecode::Outcome& o : module.outcomes) {
    if ((o.value & bytecode::kIndexed) != 0) {
      out.outcomes.push_back({BatchValue::Where::indexed, o.value & ~bytecode::kIndexed});
      continue;
    }
    const BatchValue::Where where = where_of(o.type);
    std::uint32_t& next = where == BatchValue::Where::bits    ? out.bits
                          : where == BatchValue::Where::texts ? out.texts
                                                              : out.lanes;
    out.outcomes.push_back({where, next++});
  }
  return out;
}

RUBRIC_CLONES
Verdicts count_rows(const Bits& bits, const RowBits& there) {
  Verdicts out;
  for (std::size_t w = 0; w < kWords; ++w) {
    out.yes += static_cast<std::uint64_t>(std::popcount(bits.yes[w] & there[w]));
    out.open += static_cast<std::uint64_t>(std::popcount(bits.open[w] & there[w]));
  }
  return out;
}

}  // namespace

BatchMachine::BatchMachine(std::shared_ptr<const Image> image, const Limits& limits)
    : image_(std::move(image)), limits_(limits), machine_(image_, limits), text_machine_(image_, limits) {
  const bytecode::Module& m = image_->module();
  rows_only_ = !m.batch;
  if (rows_only_) alone_ = places_for(m);
  batch_ = rows_only_ ? &alone_ : &*m.batch;
  if (!m.index.empty()) rules_.emplace(m.index);
  for (std::uint32_t o = 0; o < m.outcomes.size(); ++o) {
    if (m.outcomes[o].kind == data::OutcomeKind::rule && (m.outcomes[o].value & bytecode::kIndexed) == 0)
      other_rules_.push_back(o);
  }
  classes_.reserve(batch_->sources.size());
  for (const bytecode::TextSource& s : batch_->sources) classes_.emplace_back(s, text_machine_);
  taken_.assign(batch_->sources.size(), 0);
  bits_.resize(batch_->bits);
  lanes_.resize(std::size_t{batch_->lanes} * kRows);
  texts_.resize(std::size_t{batch_->texts} * kRows);
  inputs_.resize(batch_->inputs.size());
  padded_.resize(batch_->inputs.size());
  list_cells_.resize(m.layout.slots.size());
  std::size_t reductions = 0;
  for (const Pass& p : batch_->passes) reductions = std::max(reductions, p.reductions.size());
  counts_.resize(reductions);
  status_.resize(kRows, Status::decided);
}

// --- columns ---

const data::Column& BatchMachine::column_of(const bytecode::BatchInput& input) const {
  const data::Column& column = columns_->slots[input.slot];
  return input.field == bytecode::kNoBatch ? column : column.fields[input.field];
}

// Whole blocks are read where they stand; the last rows, where they are fewer, from a copy.
void BatchMachine::bind_inputs() {
  for (std::size_t k = 0; k < inputs_.size(); ++k) {
    const bytecode::BatchInput& input = batch_->inputs[k];
    const bool here = pass_ == nullptr ? input.field == bytecode::kNoBatch
                                       : input.field != bytecode::kNoBatch && input.slot == pass_->slot;
    if (!here) continue;
    const data::Column& column = column_of(input);
    const Lane* lanes = column.numbers != nullptr ? reinterpret_cast<const Lane*>(column.numbers) : column.ticks;
    if (lanes == nullptr) continue;
    inputs_[k] = lanes + first_;
    if (count_ == kRows) continue;
    padded_[k].resize(kRows);
    std::copy_n(inputs_[k], count_, padded_[k].begin());
    inputs_[k] = padded_[k].data();
  }
}

Cell BatchMachine::cell_of(const data::Column& column, Kind kind, std::size_t row) const {
  switch (kind) {
    case Kind::boolean: return Cell(column.truths[row]);
    case Kind::number: return Cell(column.numbers[row]);
    case Kind::text:
      return Cell(column.codes != nullptr ? column.dictionary->texts[column.codes[row]] : column.texts[row]);
    default: return Cell(column.ticks[row]);
  }
}

Cell BatchMachine::list_cell(const data::Column& column, const data::Slot& slot, std::size_t row,
                             std::vector<Cell>& cells) const {
  cells.clear();
  const std::uint32_t begin = column.offsets[row];
  const std::uint32_t end = column.offsets[row + 1];
  for (std::uint32_t e = begin; e < end; ++e) {
    for (std::size_t f = 0; f < column.fields.size(); ++f) {
      const Kind kind = slot.kind == Kind::records ? slot.element[f].kind : data::element_of(slot.kind);
      cells.push_back(cell_of(column.fields[f], kind, e));
    }
  }
  return Cell(data::ListRef{cells.data(), end - begin});
}

TextClasses& BatchMachine::classes(std::uint32_t source, std::size_t rows) {
  TextClasses& out = classes_[source];
  if (taken_[source] != stretch_) {
    out.take(column_of(batch_->sources[source].from), first_, rows);
    taken_[source] = stretch_;
    failed_ = failed_ || out.failed();
  }
  return out;
}

// --- a run ---

// At most what every record may visit, if all were as long as the longest.
bool BatchMachine::within_fuel() const {
  std::uint64_t visits = 0;
  for (const auto& loop : image_->module().loops) {
    std::uint64_t product = 1;
    for (const std::uint32_t slot : loop) {
      const std::uint32_t* const offsets = columns_->slots[slot].offsets + lead_first_;
      std::uint32_t most = 0;
      for (std::size_t i = 0; i < count_; ++i) most = std::max(most, offsets[i + 1] - offsets[i]);
      product = std::min<std::uint64_t>(product * most, std::uint64_t{1} << 40U);
    }
    visits += product;
  }
  return visits <= limits_.visited_elements;
}

void BatchMachine::start(std::int64_t as_of) {
  machine_.begin();
  machine_.cell(image_->module().as_of_register()) = Cell(as_of);
  machine_.run_piece(batch_->once_entry);
}

void BatchMachine::run(const data::Columns& columns, std::size_t first, std::size_t count, std::int64_t as_of) {
  columns_ = &columns;
  pass_ = nullptr;
  first_ = lead_first_ = first;
  count_ = count;
  stretch_ = ++stretches_;
  by_rows_ = rows_only_ || count == 0 || !within_fuel();
  decided_ = first_rows(count);
  all_decided_ = true;
  bind_inputs();  // an outcome may be a column as it stands
  if (!by_rows_) {
    failed_ = false;
    start(as_of);
    run_code(batch_->code, count);
    by_rows_ = failed_ || machine_.exhausted();
  }
  if (by_rows_) decide_by_rows(as_of);
  if (rules_) ask_rules();
}

void BatchMachine::ask_rules() {
  for (std::size_t field = 0; field < image_->module().index.fields.size(); ++field) {
    if (by_rows_) {
      rules_->take_classes(field, {row_classes_.data() + field * kRows, count_});
    } else {
      take_tested(field);
    }
  }
  rules_->ask();
}

void BatchMachine::take_tested(std::size_t field) {
  const BatchValue& place = batch_->tested[field];
  const bytecode::IndexedField& indexed = image_->module().index.fields[field];
  const Kind kind = image_->module().registers[indexed.value];
  switch (place.where) {
    case BatchValue::Where::once:
      return rules_->take_class(field, IndexVerdicts::class_of(indexed, kind, machine_.value(place.index)));
    case BatchValue::Where::bits: return rules_->take_truths(field, bits_[place.index]);
    case BatchValue::Where::texts: return rules_->take_texts(field, {texts(place.index), count_});
    case BatchValue::Where::lanes:
      return kind == Kind::number ? rules_->take_numbers(field, lanes(place.index))
                                  : rules_->take_ticks(field, lanes(place.index));
    default: return rules_->take_texts(field, column_of(batch_->inputs[place.index]), first_, count_);
  }
}

void BatchMachine::decide_by_rows(std::int64_t as_of) {
  kept_.reset();
  row_classes_.resize(image_->module().index.fields.size() * kRows);
  for (std::size_t row = 0; row < count_; ++row) decide_row(row, as_of);
  // What is the same for all rows is asked for by its own registers, which the code for whole records does not set.
  if (!rows_only_) start(as_of);
}

void BatchMachine::decide_row(std::size_t row, std::int64_t as_of) {
  const auto& slots = image_->module().layout.slots;
  const std::span<Cell> cells = machine_.slots();
  for (std::size_t s = 0; s < slots.size(); ++s) {
    const data::Column& column = columns_->slots[s];
    const std::size_t at = lead_first_ + row;
    cells[s] = data::is_list(slots[s].kind) ? list_cell(column, slots[s], at, list_cells_[s])
                                            : cell_of(column, slots[s].kind, at);
  }
  status_[row] = machine_.run(as_of);
  if (status_[row] == Status::decided) return keep_outcomes(row);
  all_decided_ = false;
  decided_[row / 64] &= ~(std::uint64_t{1} << (row % 64));
}

// Texts that were built for the record are gone with the next one: a block whose outcomes are such texts keeps them.
void BatchMachine::keep_outcomes(std::size_t row) {
  const auto& outcomes = image_->module().outcomes;
  for (std::size_t o = 0; o < outcomes.size(); ++o) {
    const Cell& cell = machine_.value(outcomes[o].value);
    const BatchValue& place = batch_->outcomes[o];
    switch (place.where) {
      case BatchValue::Where::once: break;
      case BatchValue::Where::bits: bits_[place.index].set(row, cell.tri); break;
      case BatchValue::Where::texts:
        texts(place.index)[row] = data::is_missing(cell.text) ? cell.text : kept_.copy(data::view(cell.text));
        break;
      case BatchValue::Where::lanes:
        if ((place.index & bytecode::kInputLanes) == 0) own_lanes(place.index)[row] = lane_of(outcomes[o].type, cell);
        break;
      default: break;  // as it stands in its column, or told by the classes
    }
  }
  const bytecode::Module& m = image_->module();
  for (std::size_t f = 0; f < m.index.fields.size(); ++f) {
    const std::uint32_t value = m.index.fields[f].value;
    row_classes_[f * kRows + row] =
        IndexVerdicts::class_of(m.index.fields[f], m.registers[value], machine_.value(value));
  }
}

void BatchMachine::run_code(const std::vector<BatchInstruction>& code, std::size_t rows) {
  const BlockRegisters registers{bits_.data(),   lanes_.data(),        texts_.data(),
                                 inputs_.data(), machine_.registers(), image_->module().batch->ranges.data()};
  std::size_t next = run_block_code(code, 0, registers);
  while (next < code.size() && !failed_) {
    run_other(code[next], rows);
    next = run_block_code(code, next + 1, registers);
  }
}

void BatchMachine::run_other(const BatchInstruction& i, std::size_t rows) {
  switch (i.op) {
    case BatchOp::column_bits: {
      const data::Column& column = column_of(batch_->inputs[i.a]);
      for (std::size_t row = 0; row < rows; ++row) bits_[i.d].set(row, column.truths[first_ + row]);
      return;
    }
    case BatchOp::column_texts: {
      const data::Column& column = column_of(batch_->inputs[i.a]);
      for (std::size_t row = 0; row < rows; ++row) texts(i.d)[row] = cell_of(column, Kind::text, first_ + row).text;
      std::fill_n(texts(i.d) + rows, kRows - rows, data::TextRef{});
      return;
    }
    case BatchOp::class_bits: return classes(i.a, rows).bits(bits_[i.d], i.b);
    case BatchOp::class_lanes: return classes(i.a, rows).lanes(own_lanes(i.d), i.b);
    case BatchOp::add_class: return classes(i.a, rows).add_lanes(own_lanes(i.d), i.b);
    case BatchOp::line_points: {
      const auto* const numbers = reinterpret_cast<const NumberLane*>(lanes(i.b));
      Lane* const d = own_lanes(i.d);
      for (std::size_t row = 0; row < kRows; ++row) {
        const bool yes = (bits_[i.a].yes[row / 64] >> (row % 64) & 1U) != 0;
        const data::Points points = yes ? builtins::points_of(numbers[row]).value_or(0) : 0;
        failed_ = failed_ || (row < rows && (points > kMostUnknownPoints || points < -kMostUnknownPoints));
        d[row] = static_cast<std::int64_t>(points);
      }
      return;
    }
    case BatchOp::points_number: {
      auto* const d = reinterpret_cast<NumberLane*>(own_lanes(i.d));
      const Lane* const a = lanes(i.a);
      for (std::size_t row = 0; row < kRows; ++row) d[row] = builtins::number_of_points(a[row]);
      return;
    }
    case BatchOp::owner_bits:
      for (std::size_t row = 0; row < rows; ++row) bits_[i.d].set(row, bits_[i.a].at(owner_[row]));
      return;
    case BatchOp::owner_lanes: {
      // The leads' own columns are bound no more to the leads within a pass: they are read from where they stand.
      const Lane* const a = lead_lanes(i.a);
      for (std::size_t row = 0; row < kRows; ++row) own_lanes(i.d)[row] = a[owner_[row]];
      return;
    }
    case BatchOp::owner_texts:
      for (std::size_t row = 0; row < kRows; ++row) texts(i.d)[row] = texts(i.a)[owner_[row]];
      return;
    case BatchOp::run_pass: return run_pass(batch_->passes[i.a]);
    default: return run_piece_rows(i, rows);
  }
}

// --- pieces of one-record code ---

void BatchMachine::fill_piece(const Piece& piece, std::size_t row) {
  const bytecode::Module& m = image_->module();
  for (const Piece::Input& in : piece.inputs) {
    Cell& cell = machine_.cell(in.scalar);
    const Kind kind = m.registers[in.scalar];
    switch (in.from) {
      case Piece::From::bits: cell = Cell(bits_[in.index].at(row)); break;
      case Piece::From::lanes: cell = cell_of_lane(kind, lanes(in.index)[row]); break;
      case Piece::From::texts: cell = Cell(texts(in.index)[row]); break;
      case Piece::From::column: {
        const bytecode::BatchInput& input = batch_->inputs[in.index];
        const data::Column& column = column_of(input);
        cell = data::is_list(kind)
                   ? list_cell(column, m.layout.slots[input.slot], first_ + row, list_cells_[input.slot])
                   : cell_of(column, kind, first_ + row);
        break;
      }
    }
  }
}

void BatchMachine::run_piece_rows(const BatchInstruction& i, std::size_t rows) {
  const Piece& piece = batch_->pieces[i.a];
  const Kind kind = image_->module().registers[piece.result];
  const bool where_open = i.op == BatchOp::rows_bits_where_open;
  const bool unless_yes = i.op == BatchOp::rows_bits_unless_yes;
  for (std::size_t row = 0; row < rows && !failed_; ++row) {
    if (where_open && bits_[i.b].at(row) == Tri::no) {
      bits_[i.d].set(row, Tri::no);
      continue;
    }
    if (unless_yes && bits_[i.b].at(row) == Tri::yes) {
      bits_[i.d].set(row, Tri::yes);
      continue;
    }
    fill_piece(piece, row);
    machine_.run_piece(piece.entry);
    const Cell& result = machine_.value(piece.result);
    if (i.op == BatchOp::rows_texts) {
      texts(i.d)[row] = result.text;
    } else if (i.op == BatchOp::rows_lanes) {
      if (kind == Kind::points)
        failed_ = failed_ || result.points > kMostUnknownPoints || result.points < -kMostUnknownPoints;
      own_lanes(i.d)[row] = lane_of(kind, result);
    } else {
      bits_[i.d].set(row, result.tri);
    }
  }
  if (i.op == BatchOp::rows_texts) std::fill_n(texts(i.d) + rows, kRows - rows, data::TextRef{});
}

// --- answers ---

Cell BatchMachine::value(std::size_t outcome, std::size_t row) const {
  const BatchValue& place = batch_->outcomes[outcome];
  const Kind kind = image_->module().outcomes[outcome].type;
  switch (place.where) {
    case BatchValue::Where::once: return machine_.value(place.index);
    case BatchValue::Where::bits: return Cell(bits_[place.index].at(row));
    case BatchValue::Where::texts: return Cell(texts_[std::size_t{place.index} * kRows + row]);
    case BatchValue::Where::lanes: return cell_of_lane(kind, lanes(place.index)[row]);
    default: break;
  }
  Bits bits;
  rules_->verdicts(place.index, bits);
  return Cell(bits.at(row));
}

void BatchMachine::verdicts(std::size_t outcome, Bits& out) const {
  const BatchValue& place = batch_->outcomes[outcome];
  if (place.where == BatchValue::Where::indexed) return rules_->verdicts(place.index, out);
  if (place.where == BatchValue::Where::bits) {
    out = bits_[place.index];
    return;
  }
  const Tri tri = machine_.value(place.index).tri;
  out.yes.fill(tri == Tri::yes ? ~std::uint64_t{0} : 0);
  out.open.fill(tri == Tri::no ? 0 : ~std::uint64_t{0});
}

void BatchMachine::count(std::span<Verdicts> sums) const {
  if (rules_) rules_->count(decided_, sums);
  for (const std::uint32_t o : other_rules_) {
    Bits bits;
    verdicts(o, bits);
    const Verdicts here = count_rows(bits, decided_);
    sums[o].yes += here.yes;
    sums[o].open += here.open;
  }
}

void BatchMachine::numbers(std::size_t outcome, double* out) const {
  const BatchValue& place = batch_->outcomes[outcome];
  if (place.where == BatchValue::Where::lanes) {
    std::copy_n(reinterpret_cast<const NumberLane*>(lanes(place.index)), count_, out);
  } else {
    std::fill_n(out, count_, machine_.value(place.index).number);
  }
}

}  // namespace rubric::vm
