#include "rubric.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "diag/render_text.hpp"
#include "engine/stream.hpp"

namespace rubric::bench {

namespace {

// What is counted of each lead: the verdicts of all rules, and the sum of the score.
class Counter {
 public:
  explicit Counter(const engine::Program& program) {
    for (std::size_t i = 0; i < program.outcomes().size(); ++i) {
      const auto kind = program.outcomes()[i].kind;
      if (kind == data::OutcomeKind::rule) rules_.push_back(i);
      if (kind == data::OutcomeKind::total) totals_.push_back(i);
    }
  }

  void add(const engine::Evaluator& evaluator) {
    ++leads_;
    for (const std::size_t i : rules_) ++counts_[static_cast<std::size_t>(evaluator.value(i).tri)];
    for (const std::size_t i : totals_) points_ += evaluator.value(i).number;
  }
  [[nodiscard]] Answer answer() const {
    Answer out;
    out.leads = leads_;
    out.no = counts_[static_cast<std::size_t>(data::Tri::no)];
    out.unknown = counts_[static_cast<std::size_t>(data::Tri::unknown)];
    out.yes = counts_[static_cast<std::size_t>(data::Tri::yes)];
    out.points = static_cast<std::int64_t>(points_);
    return out;
  }
  // The answer so far, and from the start again.
  Answer take() {
    const Answer out = answer();
    leads_ = 0;
    counts_ = {};
    points_ = 0;
    return out;
  }

 private:
  std::vector<std::size_t> rules_;
  std::vector<std::size_t> totals_;
  std::uint64_t leads_ = 0;
  std::array<std::uint64_t, 3> counts_{};
  double points_ = 0;
};

void decide(engine::Evaluator& evaluator) {
  if (evaluator.decide(kAsOf) != vm::Status::decided) throw std::runtime_error("a record was not decided");
}

// The events are lent as they are, so the program must want all that they have, in that order.
bool has_event_fields(const data::Slot& slot) {
  return std::ranges::equal(slot.element, kEventFields, {}, [](const data::Slot& field) { return field.path.back(); });
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

std::shared_ptr<const engine::Program> compile(const std::string& name, std::string text) {
  base::SourceMap sources;
  diag::Sink sink;
  const std::uint32_t source = sources.add(name, std::move(text));
  engine::CompileOptions options;
  options.batch = true;
  auto program = engine::compile(sources, source, sink, options);
  if (!program) throw std::runtime_error(diag::render_text(sources, sink));
  return program;
}

OneRecordMachine::OneRecordMachine(std::shared_ptr<const engine::Program> program) : evaluator_(std::move(program)) {
  for (std::uint32_t i = 0; i < evaluator_.program().layout().slots.size(); ++i) bind(i);
}

void OneRecordMachine::bind(std::uint32_t slot) {
  const std::string& name = evaluator_.program().layout().slots[slot].name;
  const auto* const text = std::ranges::find(kTextNames, name);
  const auto* const number = std::ranges::find(kNumberNames, name);
  if (text != kTextNames.end()) {
    texts_.push_back({slot, static_cast<std::uint32_t>(text - kTextNames.begin())});
  } else if (number != kNumberNames.end()) {
    numbers_.push_back({slot, static_cast<std::uint32_t>(number - kNumberNames.begin())});
  } else if (name == "id") {
    ids_.push_back(slot);
  } else if (name == "created_at") {
    times_.push_back(slot);
  } else if (name == "events" && has_event_fields(evaluator_.program().layout().slots[slot])) {
    events_.push_back(slot);
  } else {
    throw std::runtime_error("leads have no field " + name);
  }
}

void OneRecordMachine::fill(const Record& record) {
  const std::span<data::Cell> slots = evaluator_.slots();
  for (const Binding b : texts_) {
    const std::string_view text = record.texts[b.field];
    slots[b.slot].text = {text.data(), static_cast<std::uint32_t>(text.size())};
  }
  for (const Binding b : numbers_) slots[b.slot].number = record.numbers[b.field];
  for (const std::uint32_t slot : ids_)
    slots[slot].text = {record.id.data(), static_cast<std::uint32_t>(record.id.size())};
  for (const std::uint32_t slot : times_) slots[slot].ticks = record.created_at;
  for (const std::uint32_t slot : events_) slots[slot].list = {record.event_cells, record.event_count};
}

void OneRecordMachine::decide() {
  bench::decide(evaluator_);
}

Answer OneRecordMachine::answer(std::span<const Record> records) {
  Counter counter(evaluator_.program());
  each(records, [&](const engine::Evaluator& evaluator) { counter.add(evaluator); });
  return counter.answer();
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
