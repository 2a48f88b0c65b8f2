// Which tokens a rule can begin with, worked out from the rule's type when compiled: the matcher leaves a
// rule alone that cannot begin here. Most rules are tried at most places and fail at once; this makes that
// one look at a table. Nothing is written down twice, so nothing can disagree with the grammar.
#pragma once

#include <tao/pegtl.hpp>

#include <cstdint>

#include "grammar.hpp"

namespace rubric::parse {

struct FirstSet {
  std::uint64_t words[4] = {};
  bool nothing = false;  ///< it can match without a token
  bool unknown = false;  ///< the set is not all: the rule must be tried

  [[nodiscard]] constexpr bool has(std::uint8_t token) const { return (words[token / 64U] >> (token % 64U) & 1U) != 0; }
  constexpr void add(std::uint8_t token) { words[token / 64U] |= std::uint64_t{1} << (token % 64U); }
  constexpr void add(const FirstSet& other) {
    for (int i = 0; i < 4; ++i) words[i] |= other.words[i];
    unknown = unknown || other.unknown;
  }
  /// Can the rule be left alone where it cannot begin?
  [[nodiscard]] constexpr bool decides() const { return !nothing && !unknown; }
};

// What is not listed, `must` among it, is always tried: a `must` that fails throws, and has to.
template <typename Rule>
struct First {
  static constexpr FirstSet value{{}, true, true};
};

template <typename Rule>
constexpr FirstSet first_of() {
  return First<typename Rule::rule_t>::value;
}

template <typename... Rules>
constexpr FirstSet first_of_row() {
  FirstSet out{{}, true, false};
  const auto step = [&](const FirstSet& next) {
    if (!out.nothing) return;
    out.add(next);
    out.nothing = next.nothing;
  };
  (step(first_of<Rules>()), ...);
  return out;
}

template <typename... Rules>
constexpr FirstSet first_of_choice() {
  FirstSet out;
  const auto step = [&](const FirstSet& next) {
    out.add(next);
    out.nothing = out.nothing || next.nothing;
  };
  (step(first_of<Rules>()), ...);
  return out;
}

template <typename... Rules>
constexpr FirstSet first_of_option() {
  FirstSet out = first_of_row<Rules...>();
  out.nothing = true;
  return out;
}

template <typename Peek, typename Peek::data_t... Tokens>
struct First<tao::pegtl::internal::one<tao::pegtl::internal::result_on_found::success, Peek, Tokens...>> {
  static constexpr FirstSet value = [] {
    FirstSet out;
    (out.add(static_cast<std::uint8_t>(Tokens)), ...);
    return out;
  }();
};

template <typename Peek, typename Peek::data_t Low, typename Peek::data_t High>
struct First<tao::pegtl::internal::range<tao::pegtl::internal::result_on_found::success, Peek, Low, High>> {
  static constexpr FirstSet value = [] {
    FirstSet out;
    for (unsigned t = Low; t <= High; ++t) out.add(static_cast<std::uint8_t>(t));
    return out;
  }();
};

template <typename... Rules>
struct First<tao::pegtl::internal::seq<Rules...>> {
  static constexpr FirstSet value = first_of_row<Rules...>();
};

template <typename... Rules>
struct First<tao::pegtl::internal::plus<Rules...>> {
  static constexpr FirstSet value = first_of_row<Rules...>();
};

template <typename... Rules>
struct First<grammar::deeper<Rules...>> {
  static constexpr FirstSet value = first_of_row<Rules...>();
};

template <typename... Rules>
struct First<tao::pegtl::internal::sor<Rules...>> {
  static constexpr FirstSet value = first_of_choice<Rules...>();
};

template <typename... Rules>
struct First<tao::pegtl::internal::opt<Rules...>> {
  static constexpr FirstSet value = first_of_option<Rules...>();
};

template <typename... Rules>
struct First<tao::pegtl::internal::star<Rules...>> {
  static constexpr FirstSet value = first_of_option<Rules...>();
};

// Looking ahead takes no token; what follows decides.
template <typename... Rules>
struct First<tao::pegtl::internal::at<Rules...>> {
  static constexpr FirstSet value{{}, true, false};
};

template <typename... Rules>
struct First<tao::pegtl::internal::not_at<Rules...>> {
  static constexpr FirstSet value{{}, true, false};
};

}  // namespace rubric::parse
