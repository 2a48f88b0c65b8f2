#include "ruletest/ruletest.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "base/case_folding.hpp"
#include "base/utf8.hpp"
#include "explain/turns.hpp"
#include "explain/words.hpp"
#include "records/bytes.hpp"
#include "records/reader.hpp"
#include "ruletest/coverage.hpp"

namespace rubric::ruletest {

namespace {

using engine::Program;

// Times of a test stand as the criteria file writes them, whatever format data has.
data::Layout layout_of_tests(const data::Layout& layout) {
  data::Layout out = layout;
  for (data::Slot& slot : out.slots) {
    slot.iso_too = true;
    for (data::Slot& field : slot.element) field.iso_too = true;
  }
  return out;
}

// For titles that differ in case only.
std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint c = base::decode_utf8(text, at);
    base::append_utf8(base::fold_case(c.value), out);
    at += c.size;
  }
  return out;
}

class Runner {
 public:
  Runner(base::SourceMap& sources, std::uint32_t source, diag::Sink& sink, const Options& options)
      : sources_(sources), source_(source), sink_(sink), options_(options) {}

  FileResult run() {
    FileResult out;
    out.name = sources_[source_].name();
    out.source = source_;
    const Variant* plain = variant({}, sink_);
    if (plain == nullptr) return out;
    out.compiled = true;
    out.coverage = uncovered(*plain->program->outline());
    const std::size_t tests = plain->program->outline()->tests.size();
    for (std::size_t i = 0; i < tests; ++i) {
      const ir::Test& test = plain->program->outline()->tests[i];
      if (wanted(test.title)) {
        out.tests.push_back(run_test(i, test, out.coverage));
      } else {
        ++out.left_out;
      }
    }
    return out;
  }

 private:
  // The program with the params that tests set: one compilation for all tests that set the same.
  struct Variant {
    std::shared_ptr<const Program> program;
    data::Layout layout;
  };

  const Variant* variant(const std::map<std::string, std::string>& params, diag::Sink& sink) {
    if (const auto known = variants_.find(params); known != variants_.end()) return &known->second;
    engine::CompileOptions how = options_.compile;
    for (const auto& [name, value] : params) how.params[name] = value;
    how.outline = true;
    auto program = engine::compile(sources_, source_, sink, how);
    if (!program) return nullptr;
    data::Layout layout = layout_of_tests(program->layout());
    return &variants_.emplace(params, Variant{std::move(program), std::move(layout)}).first->second;
  }

  bool wanted(const std::string& title) const {
    return folded(title).find(folded(options_.filter)) != std::string::npos;
  }

  Result run_test(std::size_t index, const ir::Test& test, std::vector<Covered>& coverage) {
    const auto begun = std::chrono::steady_clock::now();
    Result out;
    out.title = test.title;
    out.line = test.line;
    out.as_of = test.as_of;
    diag::Sink sink;
    if (const Variant* v = variant(test.params, sink); v == nullptr) {
      out.error = "the criteria have errors with the params of this test: " + sink.diagnostics()[0].message;
    } else {
      decide(*v, v->program->outline()->tests[index], out, coverage);
    }
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return out;
  }

  static void decide(const Variant& v, const ir::Test& test, Result& out, std::vector<Covered>& coverage) try {
    engine::Evaluator lead(v.program);
    const std::string text = test.given + "\n";
    records::Options how;
    how.format = records::Format::json;
    const auto reader = records::open_reader(records::bytes_of(text), v.layout, how);
    const records::Step step = reader->next(lead.slots());
    if (step == records::Step::rejected) {
      out.error = "the lead would be rejected: " + reader->rejection().message;
      return;
    }
    // Without `as of` nothing that is expected depends on it: any instant will do.
    const std::int64_t as_of = test.as_of.value_or(0);
    if (lead.decide(as_of) != vm::Status::decided) {
      out.error = "the lead goes past a limit of the machine";
      return;
    }
    notes(*reader, v.layout, out);
    expectations(lead, test, out);
    cover(*v.program->outline(), lead, coverage);
    if (out.passed()) return;
    out.explanation = explain::explain(lead, as_of);
    for (Expectation& e : out.expectations) explain::mark_turns(out.explanation->subjects, e.clause);
  } catch (const records::ReadError& error) {
    out.error = "the lead cannot be read: " + error.message;
  }

  static void notes(const records::Reader& reader, const data::Layout& layout, Result& out) {
    for (std::size_t i = 0; i < reader.invalid().size(); ++i) {
      const records::InvalidValues& v = reader.invalid()[i];
      if (v.count > 0) out.notes.push_back(explain::note_of_invalid(layout.slots[i].name, v.example, v.reason));
    }
  }

  static void expectations(engine::Evaluator& lead, const ir::Test& test, Result& out) {
    for (const ir::Test::Expectation& e : test.expects) {
      Expectation& made = out.expectations.emplace_back();
      made.line = e.line;
      made.clause = explain::explain_clause(lead, e.clause);
      made.because = e.because;
      if (!e.because.empty()) reasons(lead, e.clause, made);
    }
  }

  // Of the rules, scores, choices, tables and lifecycles that the expectation names.
  static void reasons(engine::Evaluator& lead, ir::ClauseId clause, Expectation& out) {
    std::set<std::uint32_t> outcomes;
    outcomes_of(*lead.program().outline(), clause, outcomes);
    for (const engine::Reason& r : lead.reasons()) {
      if (outcomes.contains(r.outcome)) out.reasons.emplace_back(r.text);
    }
    out.has_reason = std::ranges::find(out.reasons, out.because) != out.reasons.end();
  }

  static void outcomes_of(const ir::Outline& outline, ir::ClauseId id, std::set<std::uint32_t>& out) {
    const ir::Clause& c = outline.clauses[id];
    const auto add = [&](ir::SubjectId subject) {
      if (subject == ir::kNone) return;
      out.insert(outline.subjects[subject].outcome);
      for (const ir::SubjectId block : outline.subjects[subject].blocks) out.insert(outline.subjects[block].outcome);
    };
    add(c.subject);
    for (const ir::Seen& s : c.seen) add(s.subject);
    for (const ir::ClauseId part : c.parts) outcomes_of(outline, part, out);
  }

  base::SourceMap& sources_;
  std::uint32_t source_;
  diag::Sink& sink_;
  const Options& options_;
  std::map<std::map<std::string, std::string>, Variant> variants_;
};

}  // namespace

std::string Expectation::shortfall() const {
  if (clause.verdict != explain::Verdict::yes) return "expected this to be yes";
  std::string there;
  for (const std::string& r : reasons) there += (there.empty() ? "" : ", ") + explain::quoted(r);
  return fmt::format("expected the reason {}, and there {}", explain::quoted(because),
                     there.empty() ? "is none" : (reasons.size() == 1 ? "is " : "are ") + there);
}

bool Result::passed() const {
  return error.empty() && std::ranges::all_of(expectations, &Expectation::met);
}

std::uint64_t FileResult::failed() const {
  return static_cast<std::uint64_t>(std::ranges::count_if(tests, [](const Result& r) { return !r.passed(); }));
}

FileResult run(base::SourceMap& sources, std::uint32_t source, diag::Sink& sink, const Options& options) {
  return Runner(sources, source, sink, options).run();
}

}  // namespace rubric::ruletest
