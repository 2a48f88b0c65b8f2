#include "repl/session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/spelling.hpp"
#include "base/time_text.hpp"
#include "diag/render_text.hpp"
#include "engine/words.hpp"
#include "explain/text.hpp"
#include "explain/words.hpp"
#include "records/bytes.hpp"
#include "records/reader.hpp"
#include "repl/reading.hpp"

namespace rubric::repl {

namespace {

using explain::Explanation;
using ir::SubjectKind;

// What the value of a line goes by. Names with `_` in front are nobody else's.
constexpr std::string_view kIt = "_it";

struct Command {
  std::string_view name;
  std::string_view argument;
  std::string_view help;
};

constexpr Command kCommands[] = {
    {"help", "", "this page"},
    {"verdicts", "", "what the criteria say of the lead"},
    {"explain", "[NAME]", "why: of a rule, a score, a choice, or of everything"},
    {"lead", "[FILE]", "show the lead, or take the first one of a JSON file"},
    {"clear", "", "a lead of which nothing is known"},
    {"as_of", "TIME", "the instant of \"today\": 2026-11-01"},
    {"param", "NAME=VALUE", "another value of a param"},
    {"names", "", "fields and names that there are"},
    {"undo", "", "take the last declaration back"},
    {"quit", "", "leave (or Ctrl-D)"},
};

Answer fail(std::string text) {
  return {std::move(text) + "\n", true, false, false};
}

Answer say(std::string text) {
  return {std::move(text), false, false, false};
}

std::string value_text(const explain::Subject& s) {
  std::string out;
  for (const explain::Value& v : s.values) out += (out.empty() ? "" : ", ") + v.text;
  return out;
}

}  // namespace

std::string help_text() {
  std::string out =
      "Write an expression to see its value:        score >= 60 and fit.country is present\n"
      "Change a field of the lead:                  fit.employees = 400\n"
      "Take a field away:                           email = missing\n"
      "Declare something, over several lines too:   hot when score >= 80\n\n";
  for (const Command& c : kCommands)
    out += fmt::format("  {:<20} {}\n", fmt::format(":{} {}", c.name, c.argument), c.help);
  return out;
}

Session::Session(Options options) : options_(std::move(options)) {}

// --- compiling and deciding ---

Session::Compiled Session::compile(const std::string& extra) const {
  base::SourceMap sources;
  diag::Sink sink;
  const std::uint32_t main = sources.add(options_.name, options_.text);
  engine::CompileOptions how = options_.compile;
  how.outline = true;
  for (const Declared& d : declared_) how.more.push_back(sources.add("session", d.text + "\n"));
  if (!extra.empty()) how.more.push_back(sources.add("input", extra + "\n"));
  Compiled out;
  out.program = engine::compile(sources, main, sink, how);
  diag::TextOptions text;
  text.colour = options_.colour;
  out.findings = diag::render_text(sources, sink, text);
  return out;
}

std::optional<Explanation> Session::decide(const std::shared_ptr<const engine::Program>& program,
                                           std::string& trouble) const try {
  engine::Evaluator lead(program);
  data::Layout layout = program->layout();
  for (data::Slot& slot : layout.slots) {
    slot.iso_too = true;
    slot.required = false;  // a session may begin with nothing
    for (data::Slot& field : slot.element) field.iso_too = true;
  }
  records::Options how;
  how.format = records::Format::json;
  const auto reader = records::open_reader(records::bytes_of(lead_.json() + "\n"), layout, how);
  if (reader->next(lead.slots()) != records::Step::record) {
    trouble = "the lead would be rejected: " + reader->rejection().message;
    return std::nullopt;
  }
  if (lead.decide(options_.as_of) != vm::Status::decided) {
    trouble = "the lead goes past a limit of the machine";
    return std::nullopt;
  }
  for (std::size_t i = 0; i < reader->invalid().size(); ++i) {
    const records::InvalidValues& v = reader->invalid()[i];
    if (v.count > 0)
      trouble += fmt::format("`{}` counts as missing: {} is {}\n", layout.slots[i].name, v.example, v.reason);
  }
  return explain::explain(lead, options_.as_of);
} catch (const records::ReadError& error) {
  trouble = error.message;
  return std::nullopt;
}

// --- lines ---

Answer Session::greet() {
  if (options_.text.empty()) return say("no criteria yet; :help says what to write\n");
  const Compiled c = compile("");
  if (!c.program) return {c.findings, true, false, false};
  std::size_t rules = 0;
  for (const ir::Subject& s : c.program->outline()->subjects) rules += s.kind == SubjectKind::rule ? 1 : 0;
  return say(c.findings +
             fmt::format("{}: {} {}; :help says what to write\n", options_.name, rules, rules == 1 ? "rule" : "rules"));
}

Answer Session::line(std::string_view text) {
  if (!pending_.empty() && text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    // An empty line ends a declaration that will not end by itself.
    const std::string whole = std::exchange(pending_, "");
    return declare(read_line(whole).name, whole);
  }
  pending_ += (pending_.empty() ? "" : "\n") + std::string(text);
  const Reading r = read_line(pending_);
  if (r.kind != Reading::Kind::command && open_brackets(pending_) > 0) return {"", false, true, false};
  const std::string whole = std::exchange(pending_, "");
  switch (r.kind) {
    case Reading::Kind::nothing: return {};
    case Reading::Kind::command: return command(whole);
    case Reading::Kind::declaration: return declare(r.name, r.value);
    case Reading::Kind::assignment: return assign(r.name, r.value);
    case Reading::Kind::expression: break;
  }
  return evaluate(r.value);
}

Answer Session::command(std::string_view text) {
  const Reading r = read_line(text);
  if (r.name == "help" || r.name == "h" || r.name == "?") return say(help_text());
  if (r.name == "quit" || r.name == "q" || r.name == "exit") return {"", false, false, true};
  if (r.name == "verdicts") return verdicts();
  if (r.name == "explain") return explain(r.value);
  if (r.name == "lead") return r.value.empty() ? say(lead_.shown()) : load(r.value);
  if (r.name == "names") return names();
  if (r.name == "as_of" || r.name == "as-of") return set_instant(r.value);
  if (r.name == "param") return set_param(r.value);
  if (r.name == "undo") return undo();
  if (r.name == "clear") {
    const Verdicts before = present_verdicts();
    lead_.clear();
    return say(changes(before));
  }
  std::vector<std::string_view> known;
  for (const Command& c : kCommands) known.push_back(c.name);
  const auto near = base::nearest(r.name, known);
  return fail(fmt::format("there is no command `:{}`{}", r.name,
                          near ? fmt::format("; did you mean `:{}`?", *near) : "; :help shows them"));
}

Answer Session::declare(std::string_view name, const std::string& text) {
  const Verdicts before = present_verdicts();
  // What the session said before of this name is said anew.
  Declared made{std::string(name), text, nullptr, 0};
  const auto former = std::ranges::find(declared_, name, &Declared::name);
  if (!name.empty() && former != declared_.end()) {
    made.replaced = std::make_shared<Declared>(*former);
    made.replaced_at = former - declared_.begin();
    declared_.erase(former);
  }
  declared_.push_back(std::move(made));
  const Compiled c = compile("");
  if (!c.program) {
    take_back();
    return {c.findings, true, false, false};
  }
  return say(c.findings + changes(before));
}

Answer Session::evaluate(const std::string& expression) {
  const std::string it(kIt);
  Compiled c = compile("let " + it + " =\n" + expression);
  if (!c.program) return {c.findings, true, false, false};
  std::string trouble;
  auto e = decide(c.program, trouble);
  const auto is_it = [&](const explain::Subject& s) { return s.name == it; };
  if (e && std::ranges::none_of(e->subjects, is_it)) {
    // A list has no value of its own: how many elements it has says what there is to say on a line.
    c = compile("let " + it + " =\ncount(" + expression + ")");
    if (!c.program) return {c.findings, true, false, false};
    e = decide(c.program, trouble);
    if (!e) return fail(trouble);
    const std::string count = value_text(*std::ranges::find_if(e->subjects, is_it));
    return say(fmt::format("a list of {} element{}\n", count, count == "1" ? "" : "s"));
  }
  if (!e) return fail(trouble);
  const explain::Subject& s = *std::ranges::find_if(e->subjects, is_it);
  std::string out = trouble;
  if (s.clause) {
    out += explain::render_clause(*e, *s.clause, 0, {options_.colour, options_.width, {}, false});
    return say(out);
  }
  out += value_text(s);
  std::string seen;
  for (const explain::Sight& sight : s.seen) {
    if (sight.text != expression) seen += (seen.empty() ? "" : ", ") + explain::sentence(sight);
  }
  return say(out + (seen.empty() ? "" : "    " + seen) + "\n");
}

// The compiler reads the value as a test would give it: under the field's name in data, checked against its type.
Answer Session::assign(const std::string& path, const std::string& value) {
  const Verdicts before = present_verdicts();
  const Compiled c =
      compile("test \"" + std::string(kIt) + "\" {\n  given { " + path + ": " + value + "\n }\n  expect true\n}");
  if (!c.program) return {c.findings, true, false, false};
  lead_.change(c.program->outline()->tests.back().given);
  return say(c.findings + changes(before));
}

// --- commands ---

Answer Session::load(const std::string& path) {
  const engine::FileText file = options_.read(path);
  if (!file.error.empty()) return fail(fmt::format("`{}`: {}", path, file.error));
  const Verdicts before = present_verdicts();
  const std::string trouble = lead_.load(file.text);
  if (!trouble.empty()) return fail(fmt::format("`{}`: {}", path, trouble));
  return say(changes(before));
}

Answer Session::verdicts() const {
  const Verdicts all = present_verdicts();
  if (all.empty()) return say("there is nothing to decide yet: declare a rule, `hot when score >= 80`\n");
  std::size_t width = 0;
  for (const auto& [name, value] : all) width = std::max(width, name.size());
  std::string out;
  for (const auto& [name, value] : all) out += fmt::format("{:<{}}  {}\n", name, width, value);
  return say(out);
}

Session::Verdicts Session::present_verdicts() const {
  Verdicts out;
  const Compiled c = compile("");
  std::string trouble;
  const auto e = c.program ? decide(c.program, trouble) : std::nullopt;
  if (!e) return out;
  for (const explain::Subject& s : e->subjects) {
    if (s.kind == SubjectKind::let || !s.file.empty()) continue;
    out.emplace_back(explain::name_of(s), value_text(s));
  }
  return out;
}

// `mql: no -> yes`, for what the last line changed.
std::string Session::changes(const Verdicts& before) const {
  std::string out;
  for (const auto& [name, value] : present_verdicts()) {
    const auto known = std::ranges::find(before, name, &Verdicts::value_type::first);
    if (known == before.end()) {
      out += fmt::format("{}: {}\n", name, value);
    } else if (known->second != value) {
      out += fmt::format("{}: {} -> {}\n", name, known->second, value);
    }
  }
  return out;
}

Answer Session::explain(const std::string& name) const {
  const Compiled c = compile("");
  if (!c.program) return {c.findings, true, false, false};
  std::string trouble;
  const auto e = decide(c.program, trouble);
  if (!e) return fail(trouble);
  explain::TextOptions text{options_.colour, options_.width, {}};
  if (!name.empty()) {
    text.only.push_back(name);
    if (!explain::find_subject(*e, name)) {
      std::vector<std::string> names;
      for (const explain::Subject& s : e->subjects) names.push_back(explain::name_of(s));
      const std::vector<std::string_view> known(names.begin(), names.end());
      const auto near = base::nearest(name, known);
      return fail(
          fmt::format("nothing is called `{}`{}", name, near ? fmt::format("; did you mean `{}`?", *near) : ""));
    }
  }
  return say(trouble + explain::render_text(*e, text));
}

Answer Session::set_instant(std::string_view text) {
  if (text.starts_with("of ")) text.remove_prefix(3);
  const auto parsed = base::parse_time(text);
  if (text.empty()) return say("as of " + base::date_or_time_text(options_.as_of) + "\n");
  if (!parsed) return fail(fmt::format("`{}` is neither a date nor a time; write `:as_of 2026-11-01`", text));
  const Verdicts before = present_verdicts();
  options_.as_of = parsed->micros;
  return say(changes(before));
}

Answer Session::set_param(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return fail("write `:param NAME=VALUE`");
  const auto trimmed = [](std::string_view t) {
    while (t.starts_with(' ')) t.remove_prefix(1);
    while (t.ends_with(' ')) t.remove_suffix(1);
    return std::string(t);
  };
  const Verdicts before = present_verdicts();
  const auto kept = options_.compile.params;
  options_.compile.params[trimmed(text.substr(0, equals))] = trimmed(text.substr(equals + 1));
  const Compiled c = compile("");
  if (c.program) return say(changes(before));
  options_.compile.params = kept;
  return {c.findings, true, false, false};
}

Answer Session::undo() {
  if (declared_.empty()) return fail("nothing was declared in this session");
  const Verdicts before = present_verdicts();
  const std::string text = take_back();
  return say("taken back: " + text.substr(0, text.find('\n')) + "\n" + changes(before));
}

Answer Session::names() const {
  const Compiled c = compile("");
  if (!c.program) return {c.findings, true, false, false};
  std::string fields;
  for (const data::Slot& slot : c.program->layout().slots) fields += (fields.empty() ? "" : ", ") + slot.name;
  std::string out = "fields that are read: " + (fields.empty() ? "none" : fields) + "\n";
  for (const ir::Subject& s : c.program->outline()->subjects)
    out += fmt::format("{:<10} {}\n", explain::word(s.kind), s.name);
  return say(out);
}

std::string Session::take_back() {
  const Declared last = std::move(declared_.back());
  declared_.pop_back();
  if (last.replaced) declared_.insert(declared_.begin() + last.replaced_at, *last.replaced);
  return last.text;
}

std::vector<std::string> Session::complete(std::string_view line) const {
  const std::size_t from = line.find_last_of(" \t()[]{},") + 1;
  const std::string_view word = line.substr(from);
  std::vector<std::string> out;
  const auto offer = [&](std::string_view candidate) {
    if (candidate.starts_with(word)) out.emplace_back(candidate);
  };
  if (word.starts_with(':')) {
    for (const Command& c : kCommands) offer(":" + std::string(c.name));
    return out;
  }
  if (const Compiled c = compile(""); c.program) {
    for (const data::Slot& slot : c.program->layout().slots) offer(slot.name);
    for (const ir::Subject& s : c.program->outline()->subjects)
      offer(s.kind == SubjectKind::score ? "score." + s.name : s.name);
  }
  for (const std::string_view name : engine::words()) offer(name);
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace rubric::repl
