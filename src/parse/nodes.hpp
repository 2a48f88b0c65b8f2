// What the grammar makes of the tokens of one declaration: a flat list of nodes in pre-order.
#pragma once

#include <cstdint>
#include <vector>

namespace rubric::parse {

/// The rules that leave a node; the rest of the grammar only recognises. Those with `_tail` stand behind
/// their left operand, as its next sibling.
enum class NodeKind : std::uint8_t {
  // operands
  path,
  literal,
  duration,
  paren,
  list,
  set,
  record,
  negate,
  negation,
  if_,
  all_any_none,
  at_least_most,
  exactly,
  aggregate,
  min_max,
  pattern,
  // what follows an operand
  arguments_tail,
  logic_tail,
  compare_tail,
  in_tail,
  between_tail,
  text_tail,
  matches_tail,
  state_tail,
  window_tail,
  within_tail,
  calendar_extent,
  default_tail,
  sum_tail,
  product_tail,
  // pieces
  of_list,
  alias,
  where,
  block_item,
  broken_item,
  when,
  unless,
  because,
  // declarations and their items
  criteria,
  criteria_item,
  import,
  record_declaration,
  field,
  modifier,
  param,
  set_declaration,
  set_terms,
  set_file,
  let,
  parameter,
  total,
  score,
  bound,
  score_line,
  for_each,
  once,
  calendar_period,
  halving,
  up_to,
  rule,
  choose,
  arm,
  otherwise,
  table,
  table_file,
  table_header,
  row,
  cell,
  output,
  lifecycle,
  start_item,
  move,
  test,
  as_of,
  with,
  override,
  given,
  expect,
};

struct Node {
  NodeKind kind{};
  std::uint32_t begin = 0;  ///< first token
  std::uint32_t end = 0;    ///< token behind the last
  std::uint32_t next = 0;   ///< index behind the subtree; while the node is open, the node it stands in
};

using Nodes = std::vector<Node>;

}  // namespace rubric::parse
