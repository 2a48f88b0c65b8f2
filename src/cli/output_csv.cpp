#include "cli/lead_writer.hpp"
#include "cli/value_text.hpp"

namespace rubric::cli {

namespace {

class CsvWriter : public LeadWriter {
 public:
  CsvWriter(const engine::Program& program, const Answer& answer) : answer_(answer), program_(program) {
    for (const auto* some : {&answer.rules, &answer.scores, &answer.values}) {
      if (some == &answer.scores && answer.total) add(*answer.total);
      for (const std::uint32_t i : *some) add(i);
    }
  }

  [[nodiscard]] std::string heading() const override {
    std::string out;
    append_csv(out, answer_.key_asked ? std::string_view(answer_.key->name) : "id");
    for (const Answer::Field& f : answer_.fields) {
      out += ',';
      append_csv(out, f.name);
    }
    for (const Column& column : columns_) {
      const bytecode::Outcome& outcome = program_.outcomes()[column.outcome];
      out += outcome.kind == data::OutcomeKind::score ? ",score." : ",";
      append_csv(out, outcome.name);
    }
    if (answer_.reasons) out += ",reasons";
    return out += '\n';
  }

  void lead(std::string& out, engine::Evaluator& evaluator, std::uint64_t record) const override {
    const std::size_t from = out.size();
    append_id_plain(out, answer_, evaluator, record);
    quote_csv(out, from);
    for (const Answer::Field& f : answer_.fields) value(out, f.kind, evaluator.slots()[f.slot]);
    for (const Column& column : columns_) value(out, column.kind, evaluator.value(column.outcome));
    if (answer_.reasons) reasons(out, evaluator);
    out += '\n';
  }

 private:
  struct Column {
    std::uint32_t outcome;
    data::Kind kind;
  };

  void add(std::uint32_t outcome) { columns_.push_back({outcome, program_.outcomes()[outcome].type}); }

  // Verdicts and numbers hold nothing that would have to be quoted.
  static void value(std::string& out, data::Kind kind, const data::Cell& cell) {
    out += ',';
    const std::size_t from = out.size();
    append_plain(out, kind, cell);
    if (kind == data::Kind::text) quote_csv(out, from);
  }

  static void reasons(std::string& out, engine::Evaluator& evaluator) {
    out += ',';
    const std::size_t from = out.size();
    for (const engine::Reason& reason : evaluator.reasons()) {
      if (out.size() > from) out += "; ";
      out += reason.text;
    }
    quote_csv(out, from);
  }

  const Answer& answer_;
  const engine::Program& program_;
  std::vector<Column> columns_;
};

}  // namespace

std::unique_ptr<LeadWriter> csv_writer(const engine::Program& program, const Answer& answer) {
  return std::make_unique<CsvWriter>(program, answer);
}

}  // namespace rubric::cli
