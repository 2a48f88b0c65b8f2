#include <algorithm>

#include "base/number_text.hpp"
#include "explain/explanation.hpp"
#include "explain/order.hpp"

namespace rubric::explain {

using ir::SubjectKind;

std::string name_of(const Subject& subject) {
  return subject.kind == SubjectKind::score ? "score." + subject.name : subject.name;
}

std::optional<std::uint32_t> find_subject(const Explanation& explanation, std::string_view name) {
  for (std::uint32_t i = 0; i < explanation.subjects.size(); ++i) {
    const Subject& s = explanation.subjects[i];
    if (s.name == name || name_of(s) == name) return i;
  }
  return std::nullopt;
}

std::vector<std::uint32_t> chosen_subjects(const Explanation& explanation, const std::vector<std::string>& names,
                                           bool lets) {
  const std::vector<Subject>& subjects = explanation.subjects;
  std::vector<std::uint32_t> open;
  for (const std::string& name : names) {
    if (const auto found = find_subject(explanation, name)) open.push_back(*found);
  }
  const std::vector<std::uint32_t> asked = open;
  std::vector<bool> chosen(subjects.size());
  while (!open.empty()) {
    const std::uint32_t i = open.back();
    open.pop_back();
    if (chosen[i]) continue;
    chosen[i] = true;
    const auto named = named_by(subjects[i]);
    open.insert(open.end(), named.begin(), named.end());
  }
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < subjects.size(); ++i) {
    const bool let = !lets && subjects[i].kind == SubjectKind::let;
    const bool wanted = names.empty() ? !let : chosen[i] && (!let || std::ranges::find(asked, i) != asked.end());
    if (wanted) out.push_back(i);
  }
  return out;
}

}  // namespace rubric::explain
