#include "rubric.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "counter.hpp"
#include "diag/render_text.hpp"
#include "engine/in_columns.hpp"
#include "engine/stream.hpp"

namespace rubric::bench {

namespace {

// The events are lent as they are, so the program must want all that they have, in that order.
bool has_event_fields(const Criteria& criteria) {
  return std::ranges::equal(criteria.fields(criteria.list_slot("events")), kEventFields, {}, &FieldInfo::name);
}

Criteria compile_alone(const std::string& name, const std::string& text) {
  rubric::CompileOptions options;
  options.name = name;
  Compiled compiled = rubric::compile(text, options);
  if (compiled.criteria) return *compiled.criteria;
  std::string findings;
  for (const Finding& f : compiled.findings) findings += f.text;
  throw std::runtime_error(findings);
}

class File {
 public:
  explicit File(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw std::runtime_error("cannot read " + path);
  }
  ~File() { close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::size_t read_some(char* buffer, std::size_t size) const {
    const ssize_t got = read(descriptor_, buffer, size);
    if (got < 0) throw std::runtime_error("reading failed");
    return static_cast<std::size_t>(got);
  }

 private:
  int descriptor_;
};

}  // namespace

std::shared_ptr<const engine::Program> compile(const std::string& name, std::string text,
                                               const engine::CompileOptions& options) {
  base::SourceMap sources;
  diag::Sink sink;
  const std::uint32_t source = sources.add(name, std::move(text));
  auto program = engine::compile(sources, source, sink, options);
  if (!program) throw std::runtime_error(diag::render_text(sources, sink));
  return program;
}

OneRecordMachine::OneRecordMachine(const std::string& name, const std::string& criteria)
    : OneRecordMachine(compile_alone(name, criteria)) {}

OneRecordMachine::OneRecordMachine(const Criteria& criteria) : decider_(criteria), score_(criteria.score()) {
  for (const FieldInfo& field : criteria.fields()) bind(criteria, field);
  constexpr std::size_t kFew = 8;
  for (std::uint32_t i = 0; i < criteria.rule_count() && criteria.rule_count() <= kFew; ++i)
    rules_.push_back(*criteria.rule(criteria.rule_name(i)));
}

void OneRecordMachine::bind(const Criteria& criteria, const FieldInfo& field) {
  const auto* const text = std::ranges::find(kTextNames, field.name);
  const auto* const number = std::ranges::find(kNumberNames, field.name);
  if (text != kTextNames.end()) {
    texts_.push_back({criteria.text_slot(field.name), static_cast<std::size_t>(text - kTextNames.begin())});
  } else if (number != kNumberNames.end()) {
    numbers_.push_back({criteria.number_slot(field.name), static_cast<std::size_t>(number - kNumberNames.begin())});
  } else if (field.name == "id") {
    ids_.push_back(criteria.text_slot(field.name));
  } else if (field.name == "created_at") {
    times_.push_back(criteria.time_slot(field.name));
  } else if (field.name == "events" && has_event_fields(criteria)) {
    events_.push_back(criteria.list_slot(field.name));
  } else {
    throw std::runtime_error("leads have no field " + std::string(field.name));
  }
}

void OneRecordMachine::decide(const Record& record) {
  for (const auto& b : texts_) decider_.set(b.slot, record.texts[b.field]);
  for (const auto& b : numbers_) decider_.set(b.slot, record.numbers[b.field]);
  for (const TextSlot slot : ids_) decider_.set(slot, record.id);
  for (const TimeSlot slot : times_) decider_.set(slot, record.created_at);
  for (const ListSlot& slot : events_) decider_.set(slot, record.event_rows, record.event_count);
  if (decider_.decide(kAsOf) != Status::decided) throw std::runtime_error("a record was not decided");
}

Answer OneRecordMachine::answer(std::span<const Record> records) {
  VerdictCounts all;
  double points = 0;
  for (const Record& record : records) {
    decide(record);
    if (rules_.empty()) {
      const VerdictCounts counts = decider_.counts();
      all.no += counts.no;
      all.unknown += counts.unknown;
      all.yes += counts.yes;
    }
    for (const RuleId rule : rules_) {
      const Verdict verdict = decider_.verdict(rule);
      all.yes += verdict == Verdict::yes ? 1 : 0;
      all.unknown += verdict == Verdict::unknown ? 1 : 0;
      all.no += verdict == Verdict::no ? 1 : 0;
    }
    if (score_) points += decider_.score(*score_);
  }
  Answer out;
  out.leads = records.size();
  out.no = all.no;
  out.unknown = all.unknown;
  out.yes = all.yes;
  out.points = static_cast<std::int64_t>(points);
  return out;
}

namespace {

// One thread's share of the leads, and all of them together.
class CountingPart : public engine::Part {
 public:
  using Decided = std::function<void(const engine::Evaluator&)>;

  CountingPart(const engine::Program& program, const Decided& decided) : counter_(program), decided_(decided) {}

  void decided(engine::Evaluator& lead, const engine::Place&) override {
    counter_.add(lead);
    if (decided_) decided_(lead);
  }
  void decided_block(const vm::BatchMachine& leads) override { counter_.add(leads); }
  void rejected(const records::Rejection& r) override { throw std::runtime_error("rejected: " + r.message); }
  void undecided(vm::Status, const engine::Place&) override { throw std::runtime_error("a record was not decided"); }
  void end(const records::Reader&) override {}
  Answer take() { return counter_.take(); }

 private:
  Counter counter_;
  const Decided& decided_;
};

class Total : public engine::Receiver {
 public:
  Total(const engine::Program& program, CountingPart::Decided decided)
      : program_(program), decided_(std::move(decided)) {}

  std::unique_ptr<engine::Part> make() override { return std::make_unique<CountingPart>(program_, decided_); }
  void take(engine::Part& part, std::uint64_t) override {
    const Answer some = static_cast<CountingPart&>(part).take();
    answer.leads += some.leads;
    answer.yes += some.yes;
    answer.no += some.no;
    answer.unknown += some.unknown;
    answer.points += some.points;
  }

  Answer answer;

 private:
  const engine::Program& program_;
  CountingPart::Decided decided_;
};

Answer read_all(const std::shared_ptr<const engine::Program>& program, const std::string& path, records::Format format,
                std::size_t threads, CountingPart::Decided decided) {
  const File file(path);
  engine::StreamOptions options;
  options.as_of = kAsOf;
  options.threads = threads;
  options.columns = !decided && engine::pays_in_columns(*program);
  if (options.columns) options.block = engine::kBytesForColumns;
  engine::Deciders deciders(program, options);
  engine::Stream stream;
  stream.bytes = [&file](char* buffer, std::size_t size) { return file.read_some(buffer, size); };
  stream.options.format = format;
  stream.options.source_name = path;
  Total total(*program, std::move(decided));
  deciders.decide(stream, total);
  return total.answer;
}

}  // namespace

Answer answer_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                   records::Format format, std::size_t threads) {
  return read_all(program, path, format, threads, {});
}

void each_of_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                  records::Format format, const std::function<void(const engine::Evaluator&)>& decided) {
  static_cast<void>(read_all(program, path, format, 1, decided));
}

}  // namespace rubric::bench
