// Types while they are still being found out.
//
// A term is a known type or a variable; two terms that must agree are unified. Variables stand for
// the fields of a program without a `record`, whose types follow from their use.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/span.hpp"
#include "data/type.hpp"

namespace rubric::check {

using base::Span;
using data::Kind;

using TypeRef = std::uint32_t;

class Types {
 public:
  Types();

  /// The term of a known type; the same one each time.
  [[nodiscard]] static TypeRef of(Kind kind) { return 1 + static_cast<TypeRef>(kind); }
  /// The type of what was reported already: it agrees with everything, so that nothing follows from it.
  static constexpr TypeRef kError = 0;
  [[nodiscard]] TypeRef variable();

  [[nodiscard]] bool is_error(TypeRef t) const { return find(t) == kError; }
  /// None while it is a variable (and for kError).
  [[nodiscard]] std::optional<Kind> kind(TypeRef t) const;
  [[nodiscard]] bool is_variable(TypeRef t) const { return !is_error(t) && !kind(t); }
  /// Makes both the same type; false when they are known to differ. `where` is remembered as the place
  /// that settled a variable.
  bool unify(TypeRef a, TypeRef b, Span where);
  /// Where a variable was settled.
  [[nodiscard]] std::optional<Span> settled_at(TypeRef t) const { return terms_[t].settled_at; }

 private:
  struct Term {
    TypeRef parent;
    std::optional<Kind> kind;
    std::optional<Span> settled_at;
  };
  [[nodiscard]] TypeRef find(TypeRef t) const;

  mutable std::vector<Term> terms_;
};

}  // namespace rubric::check
