// The three combinators that PEGTL lacks: a guard of the nesting, recovery round the items of a
// block, and recovery of a header whose block can still be read. They leave the doing to the state.
#pragma once

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>
#include <tao/pegtl/contrib/uint8.hpp>

namespace rubric::grammar {

namespace p = tao::pegtl;

/// R, one level deeper; past the limit the state throws, since a local failure would only try the next
/// alternative.
template <typename... R>
struct deeper {
  using rule_t = deeper;
  using subs_t = p::type_list<R...>;

  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input, typename State>
  [[nodiscard]] static bool match(Input& in, State& state) {
    const auto level = state.deeper(in);
    return p::match<p::seq<R...>, A, M, Action, Control>(in, state);
  }
};

/// Item and End; an error in it is noted, and reading goes on behind the item.
template <typename Item, typename End>
struct recovered {
  using rule_t = recovered;
  using subs_t = p::type_list<Item, End>;

  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input, typename State>
  [[nodiscard]] static bool match(Input& in, State& state) {
    const auto mark = state.mark(in);
    try {
      return p::match<p::must<Item, End>, A, M, Action, Control>(in, state);
    } catch (const typename State::Error& error) {
      state.skip_item(in, mark, error);
      return true;
    }
  }
};

/// R, which ends before a `{`; an error in it is noted, and reading goes on at that `{` if its line has one.
template <typename... R>
struct header {
  using rule_t = header;
  using subs_t = p::type_list<R...>;

  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input, typename State>
  [[nodiscard]] static bool match(Input& in, State& state) {
    const auto mark = state.mark(in);
    try {
      return p::match<p::seq<R...>, A, M, Action, Control>(in, state);
    } catch (const typename State::Error& error) {
      if (!state.skip_to_block(in, mark, error)) throw;
      return true;
    }
  }
};

}  // namespace rubric::grammar

namespace tao::pegtl {

template <typename Name, typename... R>
struct analyze_traits<Name, rubric::grammar::deeper<R...>> : analyze_traits<Name, typename seq<R...>::rule_t> {};
// Recovery goes on behind an item only after at least one token: see skip_item.
template <typename Name, typename Item, typename End>
struct analyze_traits<Name, rubric::grammar::recovered<Item, End>>
    : analyze_traits<Name, typename seq<Item, End>::rule_t> {};
template <typename Name, typename... R>
struct analyze_traits<Name, rubric::grammar::header<R...>> : analyze_traits<Name, typename seq<R...>::rule_t> {};

}  // namespace tao::pegtl
