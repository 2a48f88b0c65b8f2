// include/rubric/engine.hpp over the engine: names to places, and back.
//
// The header writes the machine's cells itself, so that setting a value costs a store; what the two must agree on is
// asserted here.
#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "diag/render_text.hpp"
#include "engine/engine.hpp"
#include "records/convert.hpp"
#include "rubric/engine.hpp"

namespace rubric {

namespace detail {

// What names stand for, found once; the texts are the program's.
struct Contents {
  explicit Contents(std::shared_ptr<const engine::Program> of);

  std::shared_ptr<const engine::Program> program;
  std::unordered_map<std::string_view, std::uint32_t> slots;
  std::unordered_map<std::string_view, RuleId> rules;
  std::unordered_map<std::string_view, ScoreId> scores;
  std::unordered_map<std::string_view, AnswerId> answers;
  std::vector<std::string_view> rule_names;
  std::vector<std::string_view> score_names;
  std::vector<std::string_view> answer_names;
  std::vector<std::uint32_t> rule_number;  // by outcome
  std::vector<std::vector<Value>> blanks;  // by slot: an element of a list with everything missing
};

struct Machine {
  Machine(std::shared_ptr<const Contents> of, const Limits& limits)
      : contents(std::move(of)), evaluator(contents->program, {limits.text_bytes, limits.list_elements}) {
    rules.reserve(contents->rule_names.size());
  }

  std::shared_ptr<const Contents> contents;
  engine::Evaluator evaluator;
  std::vector<std::uint32_t> rules;
  std::vector<Reason> reasons;
};

}  // namespace detail

namespace {

using data::Cell;
using data::Kind;
using data::OutcomeKind;

static_assert(sizeof(Value) == sizeof(Cell) && alignof(Value) == alignof(Cell));
static_assert(offsetof(data::TextRef, data) == 0 && offsetof(data::TextRef, size) == sizeof(const char*));
static_assert(offsetof(data::ListRef, cells) == 0 && offsetof(data::ListRef, count) == sizeof(const Cell*));
static_assert(static_cast<int>(data::Tri::no) == static_cast<int>(Verdict::no));
static_assert(static_cast<int>(data::Tri::unknown) == static_cast<int>(Verdict::unknown));
static_assert(static_cast<int>(data::Tri::yes) == static_cast<int>(Verdict::yes));

Type type_of(Kind kind) {
  switch (kind) {
    case Kind::boolean: return Type::boolean;
    case Kind::number: return Type::number;
    case Kind::text: return Type::text;
    case Kind::time: return Type::time;
    case Kind::duration: return Type::duration;
    default: return Type::list;
  }
}

bool is_plain(const data::Slot& slot) {
  return !slot.trimmed && slot.missing_texts.empty() && slot.missing_numbers.empty() && slot.one_of_texts.empty() &&
         slot.one_of_numbers.empty();
}

// An element's fields: of a list of single values one, "it".
std::vector<FieldInfo> element_fields(const data::Slot& list) {
  std::vector<FieldInfo> out;
  if (list.kind != Kind::records) return {{"it", type_of(data::element_of(list.kind)), false}};
  for (const data::Slot& field : list.element) {
    // By the name that it has within the list: `events.kind` is its `kind`.
    const std::string_view name = std::string_view(field.name).substr(list.name.size() + 1);
    out.push_back({name, type_of(field.kind), field.required});
  }
  return out;
}

Finding finding_of(const base::SourceMap& sources, const Diagnostic& d) {
  Finding out{d.severity, std::string(d.code), d.message, {}, 0, 0, d.notes, d.helps, diag::render_text(sources, d)};
  if (d.span.source >= sources.size()) return out;
  const base::Source& source = sources[d.span.source];
  const base::Position position = source.position(d.span.begin);
  out.source = source.name();
  out.line = position.line;
  out.column = position.column;
  return out;
}

engine::CompileOptions engine_options(const CompileOptions& options) {
  engine::CompileOptions out;
  for (const auto& [name, value] : options.params) out.params[name] = value;
  if (options.files) {
    out.files = [read = options.files](const std::string& from, const std::string& path) {
      File file = read(from, path);
      if (!file.found && file.error.empty()) file.error = "there is no such file";
      return engine::FileText{std::move(file.identity), std::move(file.name), std::move(file.text),
                              std::move(file.error), file.found};
    };
  }
  return out;
}

}  // namespace

detail::Contents::Contents(std::shared_ptr<const engine::Program> of)
    : program(std::move(of)), rule_number(program->outcomes().size()) {
  const auto& layout = program->layout();
  for (std::uint32_t i = 0; i < layout.slots.size(); ++i) {
    const data::Slot& slot = layout.slots[i];
    slots.try_emplace(slot.name, i);
    auto& blank = blanks.emplace_back();
    if (!data::is_list(slot.kind)) continue;
    for (const FieldInfo& field : element_fields(slot)) blank.push_back(Value::missing(field.type));
  }
  const auto& outcomes = program->outcomes();
  for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
    const bytecode::Outcome& o = outcomes[i];
    switch (o.kind) {
      case OutcomeKind::rule:
        rule_number[i] = static_cast<std::uint32_t>(rule_names.size());
        rules.try_emplace(o.name, RuleId{rule_number[i], o.value});
        rule_names.push_back(o.name);
        break;
      case OutcomeKind::total: scores.try_emplace("", ScoreId{o.value}); break;
      case OutcomeKind::score:
        scores.try_emplace(o.name, ScoreId{o.value});
        score_names.push_back(o.name);
        break;
      case OutcomeKind::choice:
      case OutcomeKind::table:
      case OutcomeKind::lifecycle:
        answers.try_emplace(o.name, AnswerId{type_of(o.type), o.value});
        answer_names.push_back(o.name);
        break;
      case OutcomeKind::ledger: break;
    }
  }
}

Compiled compile(std::string_view text, const CompileOptions& options) {
  base::SourceMap sources;
  diag::Sink sink;
  const std::uint32_t source = sources.add(options.name, std::string(text));
  auto program = engine::compile(sources, source, sink, engine_options(options));
  Compiled out;
  for (const Diagnostic& d : sink.diagnostics()) out.findings.push_back(finding_of(sources, d));
  if (program) out.criteria = Criteria(std::make_shared<const detail::Contents>(std::move(program)));
  return out;
}

// --- names ---

namespace {

// A slot that nobody reads is written to where the machine keeps `as of`, which it sets itself.
template <Type kType>
SlotOf<kType> find_slot(const detail::Contents& contents, std::string_view name) {
  const auto& layout = contents.program->layout();
  SlotOf<kType> out{static_cast<std::uint32_t>(layout.slots.size()), Use::not_read, true};
  const auto found = contents.slots.find(name);
  if (found == contents.slots.end()) return out;
  const data::Slot& slot = layout.slots[found->second];
  out.use = type_of(slot.kind) == kType ? Use::read : Use::other_type;
  if (out.use != Use::read) return out;
  out.index = found->second;
  // Times and durations come as what they are; a placeholder is a text.
  out.plain = kType == Type::time || kType == Type::duration || kType == Type::boolean || is_plain(slot);
  return out;
}

template <Type kType>
FieldOf<kType> find_field(const std::vector<FieldInfo>& fields, std::string_view name) {
  for (std::uint32_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return {i, fields[i].type == kType ? Use::read : Use::other_type};
  }
  return {};
}

template <typename Id>
std::optional<Id> find_id(const std::unordered_map<std::string_view, Id>& ids, std::string_view name) {
  const auto found = ids.find(name);
  return found == ids.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::string_view Criteria::title() const {
  return contents_->program->title();
}
std::string_view Criteria::version() const {
  return contents_->program->version();
}

BoolSlot Criteria::bool_slot(std::string_view name) const {
  return find_slot<Type::boolean>(*contents_, name);
}
NumberSlot Criteria::number_slot(std::string_view name) const {
  return find_slot<Type::number>(*contents_, name);
}
TextSlot Criteria::text_slot(std::string_view name) const {
  return find_slot<Type::text>(*contents_, name);
}
TimeSlot Criteria::time_slot(std::string_view name) const {
  return find_slot<Type::time>(*contents_, name);
}
DurationSlot Criteria::duration_slot(std::string_view name) const {
  return find_slot<Type::duration>(*contents_, name);
}

ListSlot Criteria::list_slot(std::string_view name) const {
  const auto slot = find_slot<Type::list>(*contents_, name);
  if (slot.use != Use::read) return {slot.index, slot.use, 0, nullptr, {}};
  const auto& blank = contents_->blanks[slot.index];
  return {slot.index, slot.use, static_cast<std::uint32_t>(blank.size()), blank.data(),
          contents_->program->layout().slots[slot.index].clock};
}

BoolField Criteria::bool_field(const ListSlot& list, std::string_view name) const {
  return find_field<Type::boolean>(fields(list), name);
}
NumberField Criteria::number_field(const ListSlot& list, std::string_view name) const {
  return find_field<Type::number>(fields(list), name);
}
TextField Criteria::text_field(const ListSlot& list, std::string_view name) const {
  return find_field<Type::text>(fields(list), name);
}
TimeField Criteria::time_field(const ListSlot& list, std::string_view name) const {
  return find_field<Type::time>(fields(list), name);
}
DurationField Criteria::duration_field(const ListSlot& list, std::string_view name) const {
  return find_field<Type::duration>(fields(list), name);
}

std::vector<FieldInfo> Criteria::fields() const {
  std::vector<FieldInfo> out;
  for (const data::Slot& slot : contents_->program->layout().slots)
    out.push_back({slot.name, type_of(slot.kind), slot.required});
  return out;
}

std::vector<FieldInfo> Criteria::fields(const ListSlot& list) const {
  if (list.use != Use::read) return {};
  return element_fields(contents_->program->layout().slots[list.index]);
}

std::optional<RuleId> Criteria::rule(std::string_view name) const {
  return find_id(contents_->rules, name);
}
std::optional<ScoreId> Criteria::score(std::string_view block) const {
  return find_id(contents_->scores, block);
}
std::optional<AnswerId> Criteria::answer(std::string_view name) const {
  return find_id(contents_->answers, name);
}

std::size_t Criteria::rule_count() const {
  return contents_->rule_names.size();
}
std::string_view Criteria::rule_name(std::uint32_t number) const {
  return contents_->rule_names[number];
}
std::vector<std::string_view> Criteria::scores() const {
  return contents_->score_names;
}
std::vector<std::string_view> Criteria::answers() const {
  return contents_->answer_names;
}

// --- deciding ---

void Rows::keep_dated() noexcept {
  if (!list_.clock) return;
  const std::size_t width = list_.width;
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < count_; ++i) {
    const auto element = values_.begin() + static_cast<std::ptrdiff_t>(i * width);
    Cell clock;
    element[*list_.clock].write(reinterpret_cast<unsigned char*>(&clock));
    if (data::is_missing(clock.ticks)) continue;
    if (kept != i) std::copy_n(element, width, values_.begin() + static_cast<std::ptrdiff_t>(kept * width));
    ++kept;
  }
  count_ = kept;
  values_.resize(kept * width);
}

Decider::Decider(const Criteria& criteria, const Limits& limits)
    : machine_(std::make_unique<detail::Machine>(criteria.contents_, limits)),
      cells_(reinterpret_cast<unsigned char*>(machine_->evaluator.slots().data())),
      registers_(static_cast<std::uint32_t>(criteria.contents_->program->module().registers.size())) {
  clear();
}

Decider::~Decider() = default;
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;

void Decider::clear() noexcept {
  const auto& slots = machine_->contents->program->layout().slots;
  const std::span<Cell> cells = machine_->evaluator.slots();
  for (std::size_t i = 0; i < slots.size(); ++i) cells[i] = data::missing_cell(slots[i].kind);
}

bool Decider::convert(std::uint32_t index, std::string_view text) {
  const data::Slot& slot = machine_->contents->program->layout().slots[index];
  const records::Converted converted = records::make_converter(slot, records::Texts::converted).text(text);
  machine_->evaluator.slots()[index] = converted.cell;
  return !records::is_invalid(converted.outcome);
}

bool Decider::convert(std::uint32_t index, double number) noexcept {
  const data::Slot& slot = machine_->contents->program->layout().slots[index];
  const auto among = [&](const std::vector<double>& numbers) {
    return std::ranges::find(numbers, number) != numbers.end();
  };
  const bool allowed = slot.one_of_numbers.empty() || among(slot.one_of_numbers);
  const bool missing = data::is_missing(data::settle(number)) || among(slot.missing_numbers);
  machine_->evaluator.slots()[index].number = missing || !allowed ? data::kMissingNumber : number + 0.0;
  return missing || allowed;
}

void Decider::set(Rows& rows) noexcept {
  rows.keep_dated();
  set(rows.list(), rows.values(), rows.count());
}

Status Decider::decide(Micros as_of) {
  switch (machine_->evaluator.decide(as_of)) {
    case vm::Status::decided: return Status::decided;
    case vm::Status::scratch_limit: return Status::too_much_text;
    case vm::Status::fuel_limit: break;
  }
  return Status::lists_too_long;
}

Verdict Decider::indexed(std::uint32_t place) const noexcept {
  return static_cast<Verdict>(machine_->evaluator.result(place).tri);
}

Answer Decider::answer(AnswerId answer) const noexcept {
  const Cell& cell = machine_->evaluator.result(answer.place);
  Answer out{answer.type, false, Verdict::unknown, 0, {}, 0};
  switch (answer.type) {
    case Type::boolean:
      out.verdict = static_cast<Verdict>(cell.tri);
      out.missing = out.verdict == Verdict::unknown;
      break;
    case Type::number:
      out.missing = data::is_missing(cell.number);
      out.number = cell.number;
      break;
    case Type::text:
      out.missing = data::is_missing(cell.text);
      out.text = data::view(cell.text);
      break;
    default:
      out.missing = data::is_missing(cell.ticks);
      out.micros = cell.ticks;
      break;
  }
  return out;
}

VerdictCounts Decider::counts() const noexcept {
  const vm::VerdictCounts counts = machine_->evaluator.count_verdicts();
  const auto of = [&](data::Tri verdict) { return counts[static_cast<std::size_t>(verdict)]; };
  return {of(data::Tri::no), of(data::Tri::unknown), of(data::Tri::yes)};
}

std::span<const std::uint32_t> Decider::rules(Verdict verdict) {
  auto& out = machine_->rules;
  out.clear();
  const auto& number = machine_->contents->rule_number;
  machine_->evaluator.each_rule(static_cast<data::Tri>(verdict),
                                [&](std::uint32_t outcome) { out.push_back(number[outcome]); });
  return out;
}

std::span<const Reason> Decider::reasons() {
  auto& out = machine_->reasons;
  out.clear();
  const auto& outcomes = machine_->contents->program->outcomes();
  for (const engine::Reason& r : machine_->evaluator.reasons())
    out.push_back({outcomes[r.outcome].name, r.text, r.points});
  return out;
}

}  // namespace rubric
