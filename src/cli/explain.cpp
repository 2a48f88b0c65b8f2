// `rubric explain`: records in, why one of them was decided as it was out.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/spelling.hpp"
#include "cli/answer.hpp"
#include "cli/commands.hpp"
#include "cli/compile.hpp"
#include "cli/failure.hpp"
#include "cli/lead_files.hpp"
#include "cli/output_file.hpp"
#include "cli/terminal.hpp"
#include "cli/value_text.hpp"
#include "explain/html.hpp"
#include "explain/json.hpp"
#include "explain/text.hpp"
#include "records/fold.hpp"
#include "records/utf8.hpp"

namespace rubric::cli {

namespace {

constexpr std::size_t kNearShown = 3;
constexpr std::size_t kFirstShown = 5;

// A lead that was asked for, and what came of it.
struct Wanted {
  std::string id;                                   // as it was typed
  std::uint64_t number = 0;                         // or its place in the file
  std::optional<explain::Explanation> explanation;  // of the first lead of that name
  std::uint64_t times = 0;
  // While it is not found: the ids that are nearest to it.
  unsigned distance = 0;
  std::vector<std::string> near;

  void look_at(const std::string& other) {
    const unsigned most =
        near.empty() ? std::max(1U, static_cast<unsigned>(std::max(id.size(), other.size()) / 3)) : distance;
    const unsigned far = base::edit_distance(id, other, most);
    if (far > most || (far == most && !near.empty() && far == distance && near.size() == kNearShown)) return;
    if (near.empty() || far < distance) near.clear();
    distance = far;
    if (std::ranges::find(near, other) == near.end()) near.push_back(other);
  }
};

ExplainFormat format_of(const ExplainOptions& options) {
  if (options.format) return *options.format;
  const std::string ending = ending_of(options.output);
  if (ending == "html" || ending == "htm") return ExplainFormat::html;
  return ending == "json" ? ExplainFormat::json : ExplainFormat::text;
}

std::string_view limit_text(vm::Status status) {
  return status == vm::Status::fuel_limit ? "its lists are too long for what the criteria ask of them"
                                          : "the texts built for it need more memory than the limit of 16 MiB";
}

class Explain {
 public:
  explicit Explain(const ExplainOptions& options) : options_(options), as_of_(options.as_of.value_or(present())) {}

  int operator()() {
    keep_inputs(options_, options_.output);
    compile();
    answer_ = answer_of(*program_, !options_.key.empty());
    check_names();
    if (!options_.output.empty()) file_.emplace(options_.output);
    for (const std::string& id : options_.ids) want({id, 0, {}, 0, 0, {}}, folded(id));
    for (const std::uint64_t number : options_.numbers) wanted_.push_back({"", number, {}, 0, 0, {}});
    Joins joins(options_, program_->layout());
    joins.load();
    read(joins);
    complain();
    write();
    return kClean;
  }

 private:
  void compile() {
    base::SourceMap sources;
    diag::Sink sink;
    const std::uint32_t source = add_criteria(sources, options_.criteria, options_);
    engine::CompileOptions compile = record_compile_options(options_);
    compile.outline = true;
    program_ = engine::compile(sources, source, sink, compile);
    if (!program_ || !options_.quiet) show_findings(sources, sink, options_.colour);
    if (!program_) throw Failure{code_of(sink), {}, {}, {}};
  }

  void check_names() const {
    const std::vector<ir::Subject>& subjects = program_->outline()->subjects;
    for (const std::string& name : options_.names) {
      std::vector<std::string_view> known;
      bool found = false;
      for (const ir::Subject& s : subjects) {
        known.emplace_back(s.name);
        found = found || s.name == name || (s.kind == ir::SubjectKind::score && "score." + s.name == name);
      }
      if (found) continue;
      std::vector<std::string> helps = did_you_mean(name, known);
      if (helps.empty()) helps.push_back(known.empty() ? "the file has none" : "it has " + listed(known));
      throw unusable(fmt::format("the criteria have no rule, score, choice, table or lifecycle `{}`", name),
                     std::move(helps));
    }
  }

  // The same id twice on the command line is one wish.
  void want(Wanted wanted, const std::string& key) {
    if (by_id_.try_emplace(key, wanted_.size()).second) wanted_.push_back(std::move(wanted));
  }

  std::string folded(const std::string& id) const {
    if (!answer_.key || !program_->layout().slots[answer_.key->slot].ignoring_case) return id;
    std::string out;
    records::fold_into(out, id);
    return out;
  }

  // --- reading ---

  void read(const Joins& joins) {
    engine::Evaluator lead(program_);
    LeadFiles leads(options_, *program_, joins);
    while (!enough_ && leads.open()) {
      invalid_.assign(program_->layout().slots.size(), 0);
      for (;;) {
        const records::Step step = leads.next(lead.slots());
        if (step == records::Step::end) break;
        ++read_;
        if (step == records::Step::rejected) {
          reject(leads);
        } else {
          look_at(leads, lead);
        }
        if (enough_) break;
        count_invalid(leads.reader());
      }
      if (leads.reader().record_number() > last_record_) last_record_ = leads.reader().record_number();
    }
  }

  void count_invalid(const records::Reader& reader) {
    for (std::size_t i = 0; i < invalid_.size(); ++i) invalid_[i] = reader.invalid()[i].count;
  }

  void reject(LeadFiles& leads) {
    const records::Rejection& r = leads.reader().rejection();
    for (const Wanted& w : wanted_) {
      if (w.number == 0 || w.number != r.record) continue;
      throw Failure{kUnusable,
                    fmt::format("{}: record {} was rejected: {}", place_text(leads.file(), r.line, r.column), r.record,
                                r.message),
                    {"a record that is malformed is not decided, so there is nothing to explain"},
                    std::string(r.code)};
    }
    if (rejected_++ == 0)
      first_rejected_ = fmt::format("{}: {}", place_text(leads.file(), r.line, r.column), r.message);
  }

  void look_at(LeadFiles& leads, engine::Evaluator& lead) {
    const std::uint64_t record = leads.reader().record_number();
    if (options_.ids.empty() && options_.numbers.empty()) return only_one(leads, lead);
    if (!options_.numbers.empty()) {
      std::size_t found = 0;
      for (Wanted& w : wanted_) {
        if (w.number == record) take(w, leads, lead);
        found += w.times > 0 ? 1 : 0;
      }
      enough_ = found == wanted_.size();
      return;
    }
    id_.clear();
    append_id_plain(id_, answer_, lead, record);
    if (first_ids_.size() < kFirstShown && !id_.empty()) {
      std::string shown = records::shown(id_);
      if (std::ranges::find(first_ids_, shown) == first_ids_.end()) first_ids_.push_back(std::move(shown));
    }
    if (const auto found = by_id_.find(folded(id_)); found != by_id_.end())
      return take(wanted_[found->second], leads, lead);
    for (Wanted& w : wanted_) {
      if (w.times == 0 && !id_.empty()) w.look_at(id_);
    }
  }

  // Nobody is named: there must be one lead alone.
  void only_one(LeadFiles& leads, engine::Evaluator& lead) {
    id_.clear();
    append_id_plain(id_, answer_, lead, leads.reader().record_number());
    if (wanted_.empty()) {
      wanted_.push_back({id_, 0, {}, 0, 0, {}});
      return take(wanted_[0], leads, lead);
    }
    const std::string& first = wanted_[0].id;
    const bool typable = !first.empty() && records::shown(first) == first;
    throw unusable("the records hold several leads, and none is named",
                   {!typable ? "name one by its place: `--record 1`" : fmt::format("name one: `--id {}`", first)});
  }

  void take(Wanted& wanted, LeadFiles& leads, engine::Evaluator& lead) {
    if (wanted.times++ > 0) return;
    const records::Reader& reader = leads.reader();
    if (const vm::Status status = lead.decide(as_of_); status != vm::Status::decided) {
      throw unusable(fmt::format("{}: the lead cannot be decided: {}", place_text(leads.file(), reader.line()),
                                 limit_text(status)));
    }
    explain::Explanation& e = wanted.explanation.emplace(explain::explain(lead, as_of_));
    e.file = leads.file();
    e.record = reader.record_number();
    e.line = reader.line();
    for (std::size_t i = 0; i < invalid_.size(); ++i) {
      const records::InvalidValues& v = reader.invalid()[i];
      // The example is the first one of the file: where there were some before, it is another lead's.
      if (v.count > invalid_[i])
        e.notes.push_back(
            explain::note_of_invalid(program_->layout().slots[i].name, invalid_[i] == 0 ? v.example : "", v.reason));
    }
  }

  // --- what was not found ---

  void complain() const {
    if (wanted_.empty()) throw not_found("there is no lead in the records", {});
    for (const Wanted& w : wanted_) {
      if (w.times > 1 && !options_.quiet)
        say(fmt::format("note: {} leads have the id `{}`; the first one is explained\n", w.times,
                        records::shown(w.id)));
      if (w.times > 0) continue;
      if (w.number > 0)
        throw not_found(fmt::format("there is no record {}: `{}` has {}", w.number, options_.records[0],
                                    counted(last_record_, "record")),
                        {});
      throw not_found(fmt::format("no lead has the id `{}`", records::shown(w.id)), helps_for(w));
    }
  }

  std::vector<std::string> helps_for(const Wanted& w) const {
    if (!w.near.empty()) {
      std::string names;
      for (std::size_t i = 0; i < w.near.size(); ++i)
        names += (i == 0                   ? ""
                  : i + 1 == w.near.size() ? " or "
                                           : ", ") +
                 fmt::format("`{}`", records::shown(w.near[i]));
      return {fmt::format("did you mean {}?", names)};
    }
    if (!answer_.key)
      return {"the leads have no `id`: name one by its place, `--record 1`, or say what names them, `--key email`"};
    if (first_ids_.empty())
      return {fmt::format("no lead has the field `{}`, which names leads; --key names another one", answer_.key->name)};
    std::vector<std::string_view> ids(first_ids_.begin(), first_ids_.end());
    return {fmt::format("`{}` names leads here; the first ones are {}", answer_.key->name, listed(ids))};
  }

  Failure not_found(std::string message, std::vector<std::string> helps) const {
    if (rejected_ > 0) {
      helps.push_back(fmt::format("{} rejected, and the lead may be among them; the first one: {}",
                                  rejected_ == 1 ? "1 record was" : fmt::format("{} records were", grouped(rejected_)),
                                  first_rejected_));
    }
    return unusable(std::move(message), std::move(helps));
  }

  // --- writing ---

  void write() {
    std::vector<const explain::Explanation*> all;
    for (const Wanted& w : wanted_) all.push_back(&*w.explanation);
    Output& out = file_ ? file_->output() : stdout_;
    switch (format_of(options_)) {
      case ExplainFormat::json: out.write(explain::json_document(all, options_.names)); break;
      case ExplainFormat::html: out.write(explain::html_page(all, options_.names)); break;
      case ExplainFormat::text: {
        const explain::TextOptions style{colour_for(out.descriptor(), options_.colour), width_of(out.descriptor()),
                                         options_.names};
        for (std::size_t i = 0; i < all.size(); ++i)
          out.write((i > 0 ? "\n" : "") + explain::render_text(*all[i], style));
      }
    }
    if (file_) {
      file_->commit();
    } else {
      out.flush();
    }
  }

  const ExplainOptions& options_;
  std::int64_t as_of_;
  std::shared_ptr<const engine::Program> program_;
  Answer answer_;
  Output stdout_{STDOUT_FILENO, "standard output"};
  std::optional<OutputFile> file_;
  std::vector<Wanted> wanted_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::string id_;
  std::vector<std::string> first_ids_;
  std::vector<std::uint64_t> invalid_;  // by slot: how many values of the file were none, before this lead
  std::uint64_t read_ = 0;
  std::uint64_t rejected_ = 0;
  std::uint64_t last_record_ = 0;
  std::string first_rejected_;
  bool enough_ = false;
};

}  // namespace

int explain(const ExplainOptions& options) {
  return Explain(options)();
}

}  // namespace rubric::cli
