#include "rubric.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "diag/render_text.hpp"

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

template <class Decided>
void read_all(const std::shared_ptr<const engine::Program>& program, const std::string& path, records::Format format,
              const Decided& decided) {
  const File file(path);
  engine::Evaluator evaluator(program);
  records::Options options;
  options.format = format;
  options.source_name = path;
  const auto reader = records::open_reader([&](char* buffer, std::size_t size) { return file.read_some(buffer, size); },
                                           program->layout(), options);
  for (records::Step step = reader->next(evaluator.slots()); step != records::Step::end;
       step = reader->next(evaluator.slots())) {
    if (step == records::Step::rejected) throw std::runtime_error("rejected: " + reader->rejection().message);
    decide(evaluator);
    decided(evaluator);
  }
}

}  // namespace

Answer answer_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                   records::Format format) {
  Counter counter(*program);
  read_all(program, path, format, [&](const engine::Evaluator& evaluator) { counter.add(evaluator); });
  return counter.answer();
}

void each_of_file(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                  records::Format format, const std::function<void(const engine::Evaluator&)>& decided) {
  read_all(program, path, format, decided);
}

}  // namespace rubric::bench
