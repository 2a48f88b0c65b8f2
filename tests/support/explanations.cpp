#include "support/explanations.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "explain/json.hpp"
#include "explain/text.hpp"

namespace rubric::test {

namespace {

using explain::Branch;
using explain::Clause;
using explain::Subject;
using explain::Verdict;
using ir::Joined;
using ir::SubjectKind;

std::string_view name(Verdict v) {
  constexpr std::string_view kNames[] = {"yes", "no", "unknown"};
  return kNames[static_cast<std::size_t>(v)];
}

std::string fault_of(const Clause& c, const std::vector<Subject>& subjects) {
  if (c.joined == Joined::rule && subjects[*c.subject].verdict() != c.verdict)
    return fmt::format("`{}` is not the verdict of its rule", c.text);
  if (!c.parts.empty() && verdict_of_parts(c) != c.verdict)
    return fmt::format("`{}` is {}, its parts are {}", c.text, name(c.verdict), name(verdict_of_parts(c)));
  for (const Clause& part : c.parts) {
    if (std::string fault = fault_of(part, subjects); !fault.empty()) return fault;
  }
  return "";
}

bool near(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
}

double bounded(const Subject& s, double sum) {
  if (s.min) sum = std::max(sum, *s.min);
  if (s.max) sum = std::min(sum, *s.max);
  return sum;
}

std::string fault_of_score(const Subject& s, const std::vector<Subject>& subjects) {
  double sum = 0;
  for (const Branch& b : s.branches) sum += b.points;
  for (const std::uint32_t block : s.blocks) sum += std::stod(subjects[block].values[0].text);
  const double score = std::stod(s.values[0].text);
  if (!near(bounded(s, sum), score)) return fmt::format("{} is {}, its lines give {}", s.name, score, sum);
  if (score < s.low - 1e-6 || score > s.high + 1e-6) return fmt::format("{} is outside its range", s.name);
  return "";
}

// The first yes makes the value; nothing is taken twice.
std::string fault_of_branches(const Subject& s) {
  bool taken = false;
  for (const Branch& b : s.branches) {
    const bool first = b.verdict == Verdict::yes && (s.sums || !taken);
    if (b.taken != first) return fmt::format("{}: `{}` is taken in the wrong place", s.name, b.text);
    if (b.taken && !s.sums && s.kind != SubjectKind::lifecycle && b.values[0].json != s.values[0].json)
      return fmt::format("{} is {}, the one taken gives {}", s.name, s.values[0].text, b.values[0].text);
    taken = taken || b.taken;
  }
  return "";
}

std::string fault_of(const Subject& s, const std::vector<Subject>& subjects) {
  if (s.clause) {
    if (s.clause->verdict != s.verdict())
      return fmt::format("{} is {}, its clause is {}", s.name, name(s.verdict()), name(s.clause->verdict));
    if (std::string fault = fault_of(*s.clause, subjects); !fault.empty()) return fault;
  }
  for (const Branch& b : s.branches) {
    if (!b.condition) continue;
    if (std::string fault = fault_of(*b.condition, subjects); !fault.empty()) return fault;
  }
  if (s.kind == SubjectKind::score || s.kind == SubjectKind::total) return fault_of_score(s, subjects);
  if (s.kind == SubjectKind::rule && s.verdict() != Verdict::yes && s.in_the_way.empty())
    return fmt::format("{} is {}, and nothing is in its way", s.name, name(s.verdict()));
  return fault_of_branches(s);
}

}  // namespace

Verdict verdict_of_parts(const Clause& c) {
  std::size_t yes = 0;
  std::size_t no = 0;
  for (const Clause& part : c.parts) {
    yes += part.verdict == Verdict::yes ? 1U : 0U;
    no += part.verdict == Verdict::no ? 1U : 0U;
  }
  const std::size_t all = c.parts.size();
  const auto at_least = [&](std::size_t n) {
    return yes >= n ? Verdict::yes : all - no < n ? Verdict::no : Verdict::unknown;
  };
  const auto negated = [](Verdict v) {
    return v == Verdict::unknown ? v : v == Verdict::yes ? Verdict::no : Verdict::yes;
  };
  switch (c.joined) {
    case Joined::all_of: return at_least(all);
    case Joined::any_of: return at_least(1);
    case Joined::none_of: return negated(at_least(1));
    case Joined::at_least: return at_least(c.count);
    case Joined::at_most: return negated(at_least(c.count + 1U));
    case Joined::exactly:
      if (yes > c.count || all - no < c.count) return Verdict::no;
      return yes + no == all ? Verdict::yes : Verdict::unknown;
    case Joined::not_: return negated(c.parts[0].verdict);
    case Joined::unless: return c.parts[0].verdict == Verdict::yes ? Verdict::no : Verdict::yes;
    default: return c.verdict;
  }
}

std::string explanation_fault(engine::Evaluator& lead, std::int64_t as_of) {
  const explain::Explanation e = explain::explain(lead, as_of);
  const std::vector<ir::Subject>& outline = lead.program().outline()->subjects;
  for (std::size_t i = 0; i < e.subjects.size(); ++i) {
    const Subject& s = e.subjects[i];
    if (outline[i].outcome != ir::kNone) {
      for (std::size_t part = 0; part < s.values.size(); ++part) {
        // Behind the state of a lifecycle stands whether it moved, which is no outcome of its own kind here.
        if (s.kind == SubjectKind::lifecycle && part > 0) break;
        const std::size_t outcome = outline[i].outcome + part;
        const auto decided = explain::value_of(lead.program().outcomes()[outcome].type, lead.value(outcome));
        if (decided.json != s.values[part].json)
          return fmt::format("{} is {}, explained as {}", s.name, decided.text, s.values[part].text);
      }
    }
    if (std::string fault = fault_of(s, e.subjects); !fault.empty()) return fault;
  }
  if (explain::json_value(e).find('\n') != std::string::npos) return "its JSON is not one line";
  if (explain::render_text(e, {}).empty()) return "it has no text";
  return "";
}

}  // namespace rubric::test
