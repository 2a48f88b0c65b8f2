// `rubric run`: records in, decisions and a summary out.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "base/threads.hpp"
#include "cli/answer.hpp"
#include "cli/commands.hpp"
#include "cli/compile.hpp"
#include "cli/failure.hpp"
#include "cli/joins.hpp"
#include "cli/lead_files.hpp"
#include "cli/lead_part.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "cli/record_input.hpp"
#include "cli/tally.hpp"
#include "cli/terminal.hpp"
#include "engine/in_columns.hpp"

namespace rubric::cli {

namespace {

Format format_of(const RunOptions& options) {
  if (options.format) return *options.format;
  if (!options.output.empty()) return ending_of(options.output) == "csv" ? Format::csv : Format::jsonl;
  return is_terminal(STDOUT_FILENO) ? Format::table : Format::jsonl;
}

// An output must not be one of the inputs, nor both outputs one file.
void keep_files_apart(const RunOptions& options) {
  keep_inputs(options, options.output);
  keep_inputs(options, options.summary);
  if (!options.output.empty() && (options.output == options.summary || same_file(options.output, options.summary))) {
    throw unusable(fmt::format("`{}` cannot hold both the leads and the summary", options.output));
  }
}

std::uint32_t rule_of(const engine::Program& program, const Answer& answer, const std::string& name) {
  std::vector<std::string_view> rules;
  for (const std::uint32_t i : answer.rules) {
    if (program.outcomes()[i].name == name) return i;
    rules.push_back(program.outcomes()[i].name);
  }
  for (const bytecode::Outcome& o : program.outcomes()) {
    if (o.name != name) continue;
    throw unusable(fmt::format("`--only {}` names a {}, not a rule", name, kind_word(o.kind)),
                   {rules.empty() ? "the file has no rules" : "its rules are " + listed(rules)});
  }
  std::vector<std::string> helps = did_you_mean(name, rules);
  if (helps.empty()) helps.push_back(rules.empty() ? "the file has no rules" : "its rules are " + listed(rules));
  throw unusable(fmt::format("the criteria have no rule `{}`", name), std::move(helps));
}

class Run : public engine::Receiver {
 public:
  explicit Run(const RunOptions& options)
      : options_(options), format_(format_of(options)), as_of_(options.as_of.value_or(present())) {}

  int operator()() {
    keep_files_apart(options_);
    if (options_.explain && format_ != Format::jsonl) refuse_explain();
    compile();
    answer_ = answer_of(*program_, !options_.key.empty());
    if (options_.explain) answer_.explain = as_of_;
    if (!options_.only.empty()) only_ = rule_of(*program_, answer_, options_.only);
    open_output();
    tally_.emplace(*program_, answer_);
    joins_.emplace(options_, program_->layout());
    joins_->load();
    decide();
    finish();
    bool rejected = summary_.rejected > 0;
    for (const Summary::Join& join : summary_.joins) rejected = rejected || join.counts.rejected > 0;
    return rejected ? kRejected : kClean;
  }

 private:
  [[noreturn]] void refuse_explain() const {
    const std::string_view what = format_ == Format::csv ? "CSV" : format_ == Format::table ? "a table" : "the summary";
    throw unusable(fmt::format("`--explain` adds to JSON lines, and what comes out is {}", what),
                   {"write `--format jsonl`",
                    fmt::format("`rubric explain {} … --id a1` explains one lead on one screen", options_.criteria)});
  }

  void compile() {
    base::SourceMap sources;
    diag::Sink sink;
    const std::uint32_t source = add_criteria(sources, options_.criteria, options_);
    engine::CompileOptions compile = record_compile_options(options_);
    compile.fields = options_.fields;
    compile.ledger = options_.ledger;
    compile.outline = options_.explain;
    compile.batch = only_counts();
    program_ = engine::compile(sources, source, sink, compile);
    if (!program_ || !options_.quiet) show_findings(sources, sink, options_.colour);
    if (!program_) throw Failure{code_of(sink), {}, {}, {}};
    summary_.criteria = sources[source].name();
  }

  void open_output() {
    if (!options_.output.empty()) file_.emplace(options_.output);
    if (!options_.summary.empty()) summary_file_.emplace(options_.summary);
    if (format_ == Format::table) table_ = std::make_unique<LeadTable>(*program_, answer_, options_.limit);
    if (format_ == Format::jsonl) writer_ = jsonl_writer(*program_, answer_);
    if (format_ == Format::csv) writer_ = csv_writer(*program_, answer_);
    if (writer_ != nullptr) output().write(writer_->heading());
  }

  Output& output() { return file_ ? file_->output() : stdout_; }
  bool on_terminal() const { return !file_ && is_terminal(STDOUT_FILENO); }

  void decide() {
    const bool in_the_way = on_terminal() && writer_ != nullptr;  // leads scroll by on the same screen
    progress_.emplace(is_terminal(STDERR_FILENO) && !options_.quiet && !in_the_way, total_size(options_.records));
    engine::StreamOptions how = stream_options();
    how.columns = only_counts() && engine::pays_in_columns(*program_);
    if (how.columns && options_.block == 0) how.block = engine::kBytesForColumns;
    engine::Deciders deciders(program_, how);
    LeadFiles leads(options_, *program_, *joins_);
    wishes_.emplace(LeadWishes{*program_, answer_, only_, writer_.get(), table_.get(), nullptr});
    while (leads.next_file()) {
      summary_.inputs.push_back(leads.file());
      wishes_->file = &summary_.inputs.back();
      leads.decide(deciders, *this);
    }
    summary_.seconds = progress_->seconds();
    progress_.reset();
  }

  // Then nobody asks about single leads, and they are decided in columns.
  bool only_counts() const { return format_ == Format::none && options_.only.empty() && !options_.ledger; }

  engine::StreamOptions stream_options() const {
    engine::StreamOptions out;
    out.as_of = as_of_;
    out.threads = options_.threads > 0 ? options_.threads : std::min(base::cores(), kMaxThreads);
    out.each_record = options_.strict;
    // An explanation is a hundred times as long as its lead.
    constexpr std::size_t kExplained = 16U << 10U;
    if (options_.explain) out.block = kExplained;
    if (options_.block > 0) out.block = options_.block;
    return out;
  }

  // From any thread, one part after the other in the order of the leads.
  void take(engine::Part& some, std::uint64_t position) override {
    auto& part = static_cast<LeadPart&>(some);
    tally_->add(*wishes_->file, part.counts);
    summary_.written += part.written;
    if (table_) table_->add(part.rows);
    if (writer_) output().write(part.text);
    part.clear();
    progress_->tick(tally_->read(), position);
  }

  std::unique_ptr<engine::Part> make() override { return std::make_unique<LeadPart>(*wishes_); }

  void finish() {
    summary_.title = program_->title();
    summary_.version = program_->version();
    summary_.as_of = as_of_;
    summary_.only = options_.only;
    tally_->fill(summary_);
    joins_->fill(summary_);
    const bool with_summary = format_ == Format::table || (format_ == Format::none && !options_.quiet);
    if (with_summary) show_summary();
    if (file_) {
      file_->commit();
    } else {
      stdout_.flush();
    }
    if (summary_file_) {
      summary_file_->output().write(summary_json(summary_));
      summary_file_->commit();
    }
    if (!with_summary && !options_.quiet) {
      say(summary_text(summary_, {width_of(STDERR_FILENO), colour_for(STDERR_FILENO, options_.colour)}));
    }
  }

  // With the table, and with nothing else to show, the summary is what was asked for.
  void show_summary() {
    const int descriptor = output().descriptor();
    const SummaryStyle style{width_of(descriptor), colour_for(descriptor, options_.colour)};
    std::string text = table_ ? table_->text(style.width, style.colour) : "";
    if (!text.empty() && !options_.quiet) text += '\n';
    if (!options_.quiet) text += summary_text(summary_, style);
    output().write(text);
  }

  const RunOptions& options_;
  Format format_;
  std::int64_t as_of_;
  std::shared_ptr<const engine::Program> program_;
  Answer answer_;
  std::optional<std::uint32_t> only_;
  Output stdout_{STDOUT_FILENO, "standard output"};
  std::optional<OutputFile> file_;
  std::optional<OutputFile> summary_file_;
  std::unique_ptr<LeadWriter> writer_;
  std::unique_ptr<LeadTable> table_;
  std::optional<Tally> tally_;
  std::optional<Joins> joins_;
  std::optional<LeadWishes> wishes_;
  std::optional<Progress> progress_;
  Summary summary_;
};

}  // namespace

int run(const RunOptions& options) {
  return Run(options)();
}

}  // namespace rubric::cli
