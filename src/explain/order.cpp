#include "explain/order.hpp"

namespace rubric::explain {

namespace {

void add(const std::vector<Sight>& seen, std::vector<std::uint32_t>& out) {
  for (const Sight& s : seen) {
    if (s.subject) out.push_back(*s.subject);
  }
}

void add(const Clause& c, std::vector<std::uint32_t>& out) {
  if (c.subject) out.push_back(*c.subject);
  if (c.bar && c.bar->score) out.push_back(*c.bar->score);
  add(c.seen, out);
  for (const Clause& part : c.parts) add(part, out);
}

}  // namespace

std::vector<std::uint32_t> named_by(const Subject& subject) {
  std::vector<std::uint32_t> out = subject.blocks;
  if (subject.clause) add(*subject.clause, out);
  add(subject.seen, out);
  for (const Branch& b : subject.branches) {
    if (b.condition) add(*b.condition, out);
    add(b.seen, out);
  }
  return out;
}

// Without recursion: rules may name each other in a chain as long as the file.
std::vector<std::uint32_t> named_first(const std::vector<Subject>& subjects) {
  struct Open {
    std::uint32_t subject;
    std::vector<std::uint32_t> names;
    std::size_t next = 0;
  };
  std::vector<std::uint32_t> out;
  std::vector<bool> met(subjects.size());
  std::vector<Open> open;
  const auto enter = [&](std::uint32_t i) {
    if (met[i]) return;
    met[i] = true;
    open.push_back({i, named_by(subjects[i])});
  };
  for (std::uint32_t i = 0; i < subjects.size(); ++i) {
    enter(i);
    while (!open.empty()) {
      Open& top = open.back();
      if (top.next < top.names.size()) {
        enter(top.names[top.next++]);
      } else {
        out.push_back(top.subject);
        open.pop_back();
      }
    }
  }
  return out;
}

}  // namespace rubric::explain
