#include "cli/lead_writer.hpp"
#include "cli/value_text.hpp"

namespace rubric::cli {

namespace {

class CsvWriter : public LeadWriter {
 public:
  CsvWriter(const engine::Program& program, const Answer& answer, Output& output)
      : answer_(answer), output_(output), program_(program) {
    order_ = answer.rules;
    if (answer.total) order_.push_back(*answer.total);
    order_.insert(order_.end(), answer.scores.begin(), answer.scores.end());
    order_.insert(order_.end(), answer.values.begin(), answer.values.end());
    heading();
  }

  void lead(engine::Evaluator& evaluator, std::uint64_t record) override {
    std::string& out = output_.buffer();
    cell_.clear();
    append_id_plain(cell_, answer_, evaluator, record);
    append_csv(out, cell_);
    for (const Answer::Field& f : answer_.fields) value(out, f.kind, evaluator.slots()[f.slot]);
    for (const std::uint32_t i : order_) value(out, program_.outcomes()[i].type, evaluator.value(i));
    if (answer_.reasons) reasons(out, evaluator);
    out += '\n';
    output_.settle();
  }

 private:
  void heading() {
    std::string& out = output_.buffer();
    append_csv(out, answer_.key_asked ? std::string_view(answer_.key->name) : "id");
    for (const Answer::Field& f : answer_.fields) {
      out += ',';
      append_csv(out, f.name);
    }
    for (const std::uint32_t i : order_) {
      const bytecode::Outcome& outcome = program_.outcomes()[i];
      out += outcome.kind == data::OutcomeKind::score ? ",score." : ",";
      append_csv(out, outcome.name);
    }
    if (answer_.reasons) out += ",reasons";
    out += '\n';
  }

  void value(std::string& out, data::Kind kind, const data::Cell& cell) {
    cell_.clear();
    append_plain(cell_, kind, cell);
    out += ',';
    append_csv(out, cell_);
  }

  void reasons(std::string& out, engine::Evaluator& evaluator) {
    cell_.clear();
    for (const engine::Reason& reason : evaluator.reasons()) {
      if (!cell_.empty()) cell_ += "; ";
      cell_ += reason.text;
    }
    out += ',';
    append_csv(out, cell_);
  }

  const Answer& answer_;
  Output& output_;
  const engine::Program& program_;
  std::vector<std::uint32_t> order_;
  std::string cell_;
};

}  // namespace

std::unique_ptr<LeadWriter> csv_writer(const engine::Program& program, const Answer& answer, Output& output) {
  return std::make_unique<CsvWriter>(program, answer, output);
}

}  // namespace rubric::cli
