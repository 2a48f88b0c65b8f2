#include "support/differential.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "builtins/table.hpp"
#include "records/bytes.hpp"
#include "records/chunk.hpp"
#include "records/reader.hpp"
#include "support/explanations.hpp"
#include "support/machines.hpp"

namespace rubric::test {

namespace {

// Small enough that long lists in deep questions pass it now and then.
constexpr vm::Limits kLimits{16U << 20U, 60};
constexpr std::size_t kFreshEvery = 16;
constexpr std::size_t kExplainedEvery = 10;  // of the records of a program with an outline

// Rows that the batch machine is given at a time, and whether their texts come as numbers of a dictionary.
struct Batching {
  const char* who;
  std::size_t rows;
  bool coded;
};
constexpr Batching kBatchings[] = {{"the batch machine, 1 row at a time", 1, false},
                                   {"the batch machine, 2 rows at a time", 2, true},
                                   {"the batch machine, 7 rows at a time", 7, false},
                                   {"the batch machine, 1,024 rows at a time", 1024, false},
                                   {"the batch machine, 1,024 rows at a time with a dictionary", 1024, true}};

constexpr const char* kOutcomes[] = {"rules", "scores", "totals", "choices", "outputs of tables", "lifecycles"};

// The same columns with their texts as they are, without dictionaries.
class PlainTexts {
 public:
  explicit PlainTexts(const data::Columns& columns) : columns_(columns) {
    for (data::Column& column : columns_.slots) write_out(column, columns_.rows);
  }
  [[nodiscard]] const data::Columns& columns() const { return columns_; }

 private:
  void write_out(data::Column& column, std::size_t rows) {
    for (data::Column& field : column.fields) write_out(field, column.offsets[rows]);
    if (column.codes == nullptr) return;
    std::vector<data::TextRef>& texts = texts_.emplace_back();
    for (std::size_t row = 0; row < rows; ++row) texts.push_back(column.dictionary->texts[column.codes[row]]);
    column.codes = nullptr;
    column.texts = texts.data();
  }

  data::Columns columns_;
  std::deque<std::vector<data::TextRef>> texts_;
};

// One program on all evaluators.
class Pairs {
 public:
  Pairs(const Pairing& from, Coverage* coverage) : coverage_(coverage) {
    base::SourceMap sources;
    diag::Sink sink;
    const auto id = sources.add("generated", from.source);
    program_ = engine::compile_to_ir(sources, id, sink);
    if (!program_) {
      for (const Diagnostic& d : sink.diagnostics()) {
        if (d.severity == Severity::error)
          problem_ +=
              fmt::format("refused {}: line {}: {}\n", d.code, sources[id].position(d.span.begin).line, d.message);
      }
      return;
    }
    as_of_ = base::parse_time(from.as_of)->micros;
    plain_ = assemble(*program_, problem_);
    optimized_ = assemble_optimized(*program_, problem_, from.only_pass);
    plain_indexed_ = assemble(*program_, problem_, kIndexAll);
    optimized_indexed_ = assemble_optimized(*program_, problem_, from.only_pass, kIndexAll);
    if (from.outline) add_outline(sources, id);
  }

  std::string run(const std::vector<std::string>& lines) {
    if (!problem_.empty()) return problem_;
    reference_.emplace(*program_, kLimits.visited_elements);
    plain_evaluator_.emplace(plain_, kLimits);
    optimized_evaluator_.emplace(optimized_, kLimits);
    plain_indexed_evaluator_.emplace(plain_indexed_, kLimits);
    optimized_indexed_evaluator_.emplace(optimized_indexed_, kLimits);
    if (explained_) explained_evaluator_.emplace(explained_, kLimits);
    if (coverage_ != nullptr) {
      reference_->calls = &coverage_->calls;
      count_opcodes();
    }
    chunk_.emplace(program_->layout);
    decisions_.clear();
    std::string all;
    for (const std::string& line : lines) (all += line) += '\n';
    try {
      read(all);
    } catch (const records::ReadError& error) {
      problem_ = fmt::format("unreadable: {}: {}", error.code, error.message);
    }
    return problem_;
  }

  /// Of the last record.
  [[nodiscard]] const Decision& decision() const { return decision_; }
  [[nodiscard]] const ir::Program& program() const { return *program_; }

 private:
  void add_outline(base::SourceMap& sources, std::uint32_t id) {
    diag::Sink sink;
    engine::CompileOptions options;
    options.outline = true;
    const auto program = engine::compile_to_ir(sources, id, sink, options);
    if (program) {
      explained_ = assemble_optimized(*program, problem_);
    } else {
      problem_ += "does not compile with an outline\n";
    }
  }

  void read(const std::string& all) {
    const auto reader = records::open_reader(records::bytes_of(all), program_->layout, {});
    // What an outline speaks of may be read besides: its program has a layout of its own.
    const auto outlined = explained_ ? records::open_reader(records::bytes_of(all), explained_->layout(), {})
                                     : std::unique_ptr<records::Reader>{};
    for (std::size_t number = 0; problem_.empty(); ++number) {
      const records::Step step = reader->next(plain_evaluator_->slots());
      if (outlined && outlined->next(explained_evaluator_->slots()) != step)
        problem_ = "disagreement: a record is read with an outline and not without, or the other way round";
      if (step == records::Step::end) return batches();
      if (step == records::Step::rejected) {
        if (coverage_ != nullptr) ++coverage_->rejected;
        continue;
      }
      record(number);
    }
  }

  void record(std::size_t number) {
    const auto slots = plain_evaluator_->slots();
    decision_ = reference_->decide(slots, as_of_);
    for (auto* const evaluator : {&optimized_evaluator_, &plain_indexed_evaluator_, &optimized_indexed_evaluator_})
      std::ranges::copy(slots, (*evaluator)->slots().begin());
    compare("the machine without optimisation", *plain_evaluator_);
    compare("the machine", *optimized_evaluator_);
    compare("the machine with an index, without optimisation", *plain_indexed_evaluator_);
    compare("the machine with an index", *optimized_indexed_evaluator_);
    if (explained_) explain(number);
    if (number % kFreshEvery == 1) {
      engine::Evaluator fresh(optimized_, kLimits);
      std::ranges::copy(slots, fresh.slots().begin());
      compare("the machine, new", fresh);
    }
    if (coverage_ != nullptr) count_verdicts();
    chunk_->add(slots);
    decisions_.push_back(decision_);
  }

  // All records that were decided, in columns.
  void batches() {
    const PlainTexts plain(chunk_->columns());
    for (const auto& [name, program] : {std::pair("without optimisation", plain_), std::pair("optimised", optimized_),
                                        std::pair("with an index", optimized_indexed_)}) {
      for (const Batching& how : kBatchings) {
        vm::BatchMachine machine(program->image(), kLimits);
        batch(machine, how, how.coded ? chunk_->columns() : plain.columns(), name);
      }
      if (coverage_ != nullptr) ++(program->module().batch ? coverage_->batched : coverage_->not_batched);
    }
  }

  void batch(vm::BatchMachine& machine, const Batching& how, const data::Columns& columns, const char* form) {
    for (std::size_t first = 0; first < columns.rows && problem_.empty(); first += machine.rows()) {
      machine.run(columns, first, std::min({how.rows, columns.rows - first, vm::kRows}), as_of_);
      for (std::size_t row = 0; row < machine.rows() && problem_.empty(); ++row) {
        Decision made = decision_of(machine, row);
        if (!made.too_long) made.reasons = decisions_[first + row].reasons;
        const std::string wrong = difference(program_->outcomes, decisions_[first + row], made);
        if (!wrong.empty())
          problem_ = fmt::format("disagreement: {}, {}: record {}: {}", how.who, form, first + row, wrong);
      }
    }
  }

  void compare(const char* who, engine::Evaluator& evaluator) {
    std::string wrong = difference(program_->outcomes, decision_, decide(evaluator, as_of_));
    if (wrong.empty() && !decision_.too_long) wrong = verdicts_fault(evaluator);
    if (!wrong.empty() && problem_.empty()) problem_ = fmt::format("disagreement: {}: {}", who, wrong);
  }

  void explain(std::size_t number) {
    compare("the machine with an outline", *explained_evaluator_);
    if (number % kExplainedEvery != 0 || decision_.too_long || !problem_.empty()) return;
    if (const std::string wrong = explanation_fault(*explained_evaluator_, as_of_); !wrong.empty())
      problem_ = "disagreement: the explanation: " + wrong;
    if (coverage_ != nullptr) ++coverage_->explained;
  }

  void count_opcodes() {
    ++coverage_->programs;
    for (const auto& program : {plain_indexed_, optimized_indexed_}) {
      for (const std::uint32_t outcome : program->module().index.owner)
        coverage_->indexed += outcome != bytecode::RuleIndex::kNone ? 1 : 0;
    }
    for (std::size_t i = 0; i < program_->size(); ++i)
      ++coverage_->operations[static_cast<std::size_t>((*program_)[ir::NodeId(i)].op)];
    for (const auto& program : {plain_, optimized_}) {
      for (const bytecode::Instruction& i : program->module().code)
        ++coverage_->opcodes[static_cast<std::size_t>(i.op)];
      if (!program->module().batch) continue;
      const auto count = [&](const std::vector<bytecode::BatchInstruction>& code) {
        for (const bytecode::BatchInstruction& i : code) ++coverage_->batch_ops[static_cast<std::size_t>(i.op)];
      };
      count(program->module().batch->code);
      for (const bytecode::Pass& pass : program->module().batch->passes) count(pass.code);
    }
  }

  void count_verdicts() {
    ++coverage_->pairs;
    if (decision_.too_long) {
      ++coverage_->too_long;
      return;
    }
    for (std::size_t i = 0; i < program_->outcomes.size(); ++i) {
      const ir::Outcome& o = program_->outcomes[i];
      ++coverage_->outcomes[kOutcomes[static_cast<std::size_t>(o.kind)]];
      if (o.kind != ir::OutcomeKind::rule) continue;
      Verdicts& v = coverage_->verdicts[o.name.substr(0, o.name.rfind('_'))];
      const Value& value = decision_.values[i];
      ++(value.missing() ? v.unknown : value.as<bool>() ? v.yes : v.no);
    }
  }

  Coverage* coverage_;
  std::string problem_;
  std::int64_t as_of_ = 0;
  std::optional<ir::Program> program_;
  std::shared_ptr<const engine::Program> plain_;
  std::shared_ptr<const engine::Program> optimized_;
  std::shared_ptr<const engine::Program> explained_;
  std::shared_ptr<const engine::Program> plain_indexed_;
  std::shared_ptr<const engine::Program> optimized_indexed_;
  std::optional<Reference> reference_;
  std::optional<engine::Evaluator> plain_evaluator_;
  std::optional<engine::Evaluator> optimized_evaluator_;
  std::optional<engine::Evaluator> plain_indexed_evaluator_;
  std::optional<engine::Evaluator> optimized_indexed_evaluator_;
  std::optional<engine::Evaluator> explained_evaluator_;
  Decision decision_;
  std::optional<records::Chunk> chunk_;
  std::vector<Decision> decisions_;  // of the records in the chunk
};

constexpr std::size_t kOperations = static_cast<std::size_t>(ir::Op::each_points) + 1;

std::string json_of(const Value& v) {
  if (v.missing()) return "null";
  if (std::holds_alternative<Time>(v) || std::holds_alternative<Duration>(v)) return json_text(text_of(v));
  if (std::holds_alternative<std::string>(v)) return json_text(v.as<std::string>());
  return text_of(v);
}

}  // namespace

Coverage::Coverage() : opcodes(bytecode::kOpcodeCount), batch_ops(bytecode::kBatchOpCount), operations(kOperations) {
  calls.missing.resize(builtins::signatures().size());
}

std::string run_pairs(const Pairing& program, const std::vector<std::string>& records, Coverage* coverage) {
  return Pairs(program, coverage).run(records);
}

std::string expected_of(const Pairing& program, const std::string& record) {
  Pairs pairs(program, nullptr);
  if (const std::string problem = pairs.run({record}); problem.starts_with("refused")) return "{}";
  std::string out;
  for (std::size_t i = 0; i < pairs.decision().values.size(); ++i) {
    const ir::Outcome& o = pairs.program().outcomes[i];
    const std::string name = (o.kind == ir::OutcomeKind::score ? "score." : "") + o.name;
    out += fmt::format("{}\"{}\": {}", i > 0 ? ", " : "", name, json_of(pairs.decision().values[i]));
  }
  return "{" + out + "}";
}

}  // namespace rubric::test
