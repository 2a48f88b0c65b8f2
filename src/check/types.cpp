#include "check/types.hpp"

namespace rubric::check {

Types::Types() {
  terms_.push_back({kError, std::nullopt, std::nullopt});
  for (int k = 0; k <= static_cast<int>(Kind::points); ++k) {
    terms_.push_back({static_cast<TypeRef>(terms_.size()), static_cast<Kind>(k), std::nullopt});
  }
}

TypeRef Types::variable() {
  terms_.push_back({static_cast<TypeRef>(terms_.size()), std::nullopt, std::nullopt});
  return static_cast<TypeRef>(terms_.size() - 1);
}

TypeRef Types::find(TypeRef t) const {
  // Halving the path on the way keeps long chains of merged variables cheap.
  while (terms_[t].parent != t) {
    terms_[t].parent = terms_[terms_[t].parent].parent;
    t = terms_[t].parent;
  }
  return t;
}

std::optional<Kind> Types::kind(TypeRef t) const {
  return terms_[find(t)].kind;
}

bool Types::unify(TypeRef a, TypeRef b, Span where) {
  const TypeRef x = find(a);
  const TypeRef y = find(b);
  if (x == y || x == kError || y == kError) return true;
  if (terms_[x].kind && terms_[y].kind) return false;
  const TypeRef unsettled = terms_[x].kind ? y : x;
  terms_[unsettled].parent = unsettled == x ? y : x;
  // The field's own term and its root both carry the place: a field may have been merged before.
  for (const TypeRef t : {unsettled, a, b}) {
    if (t > static_cast<TypeRef>(Kind::points) + 1 && !terms_[t].settled_at) terms_[t].settled_at = where;
  }
  return true;
}

}  // namespace rubric::check
