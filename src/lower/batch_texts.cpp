// All that is asked of one text and of nothing else.
#include <algorithm>
#include <optional>

#include "lower/batch_scope.hpp"

namespace rubric::lower {

std::uint32_t Scope::source_of(std::int64_t depends) {
  const auto [known, fresh] = source_by_.try_emplace(depends, static_cast<std::uint32_t>(common_.batch.sources.size()));
  if (fresh) {
    bytecode::TextSource source;
    const auto from = static_cast<std::uint32_t>(depends);
    source.from = list_ ? BatchInput{*list_, from} : BatchInput{from};
    common_.batch.sources.push_back(std::move(source));
    sources.push_back(known->second);
  }
  return known->second;
}

std::uint32_t Scope::output_of(std::uint32_t source, std::vector<NodeId> nodes) {
  auto& outputs = common_.batch.sources[source].outputs;
  const auto index = static_cast<std::uint32_t>(outputs.size());
  const auto [known, fresh] = outputs_.try_emplace({source, std::move(nodes)}, index);
  if (fresh) outputs.push_back({common_.program[known->first.second.front()].type, {}});
  return known->second;
}

// The tests that one question to the text itself is made of, where they are all against constants; none where it is
// another question. Those that share an answer pass it together.
std::vector<bytecode::BlockTest> Scope::block_tests(NodeId id) const {
  const Node& n = common_.program[id];
  const auto operands = common_.program.operands(n);
  const Node& text = common_.program[operands[0]];
  const bool folded = text.op == Op::fold && is_input(common_.program.operands(text)[0]);
  if (!folded && !is_input(operands[0])) return {};
  std::vector<bytecode::BlockTest> out;
  if (n.op == Op::text_any) {
    const ir::TextTests& tests = common_.program.text_tests[n.payload];
    for (const std::string& part : common_.program.sets[tests.set].texts)
      out.push_back({tests.test, folded, part, tests.all ? static_cast<std::uint32_t>(out.size()) : 0});
    return out;
  }
  std::optional<data::TextTest> test;
  if (n.op == Op::contains) test = data::TextTest::contains;
  if (n.op == Op::starts_with) test = data::TextTest::starts_with;
  if (n.op == Op::ends_with) test = data::TextTest::ends_with;
  if (n.op == Op::contains_word) test = data::TextTest::contains_word;
  if (!test || !common_.program.is_constant(operands[1])) return {};
  const data::TextRef part = common_.program.constant_value(common_.program[operands[1]]).text;
  if (!data::is_missing(part)) out.push_back({*test, folded, std::string(data::view(part)), 0});
  return out;
}

// False where the question is none for a block, or the source has too many answers to tell apart by a table.
bool Scope::ask_by_block(bytecode::TextSource& source, NodeId id) const {
  std::vector<bytecode::BlockTest> tests = block_tests(id);
  if (tests.empty()) return false;
  const std::uint32_t answers = source.answers + tests.back().answer + 1;
  if (answers >= 16 || (source.members.size() + 2) << answers > bytecode::kMostPlaces) return false;
  for (bytecode::BlockTest& t : tests) {
    t.answer += source.answers;
    source.tests.push_back(std::move(t));
  }
  source.answers = answers;
  return true;
}

// What tells texts apart: tests of the text itself against constants say which constant it is or what it has; every
// other question to a text is a probe.
void Scope::finish_source(std::uint32_t index) {
  std::vector<NodeId> roots;
  for (const auto& [key, output] : outputs_) {
    if (key.first == index) roots.insert(roots.end(), key.second.begin(), key.second.end());
  }
  std::vector<std::string> members;
  std::vector<NodeId> probes;
  std::vector<NodeId> open = roots;
  std::vector<bool> seen(common_.program.size(), false);
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (seen[id.index]) continue;
    seen[id.index] = true;
    const Node& n = common_.program[id];
    const auto operands = common_.program.operands(n);
    const bool asks_text =
        std::ranges::any_of(operands, [&](NodeId o) { return common_.program[o].type == Kind::text; });
    if (!asks_text) {
      open.insert(open.end(), operands.begin(), operands.end());
      continue;
    }
    const bool bare = is_input(operands[0]) || (operands.size() == 2 && is_input(operands[1]));
    const bool constant =
        operands.size() == 2 && (common_.program.is_constant(operands[0]) || common_.program.is_constant(operands[1]));
    if (bare && n.op == Op::is_missing) continue;
    if (bare && (n.op == Op::in_set || n.op == Op::lookup || n.op == Op::by_member)) {
      const auto& texts = common_.program.sets[n.payload].texts;
      members.insert(members.end(), texts.begin(), texts.end());
    } else if (bare && constant && n.op == Op::equal) {
      const NodeId other = common_.program.is_constant(operands[0]) ? operands[0] : operands[1];
      const data::TextRef text = common_.program.constant_value(common_.program[other]).text;
      if (!data::is_missing(text)) members.emplace_back(data::view(text));
    } else {
      probes.push_back(id);
    }
  }
  std::ranges::sort(members);
  members.erase(std::ranges::unique(members).begin(), members.end());
  std::ranges::sort(probes);

  std::vector<Given> given;
  bytecode::TextSource& source = common_.batch.sources[index];
  if (list_) {
    const NodeId text = texts_.at(source.from.field);
    source.text = common_.pieces.new_register(Kind::text);
    given.push_back({text, source.text});
  } else {
    source.text = source.from.slot;
  }
  const Part part = list_ ? Part::element : Part::record;
  source.members = data::MemberSet::of_texts(std::move(members));
  std::erase_if(probes, [&](NodeId id) { return ask_by_block(source, id); });
  const PieceCode asked = common_.pieces.piece(part, probes, given);
  source.probe_entry = asked.entry;
  source.probes = asked.results;
  const PieceCode all = common_.pieces.piece(part, roots, given);
  source.entry = all.entry;
  std::size_t next = 0;
  for (const auto& [key, output] : outputs_) {
    if (key.first != index) continue;
    for (std::size_t k = 0; k < key.second.size(); ++k) source.outputs[output].registers.push_back(all.results[next++]);
  }
}

}  // namespace rubric::lower
