// The grammar of Rubric: PEGTL rules over the tokens of token.hpp, and nothing else.
//
// `must` stands behind the token that decides, never before it; each operand has a rule of its own
// for each place it can stand in, because messages hang on the names of rules (messages.hpp). Some things
// that the language forbids are let through here and refused where the tree is built, because the words
// that explain them need the operands: `and` mixed with `or`, tests that chain, `=` as a comparison, the
// clauses of a points line out of order. rubric.ebnf is the same grammar for people; a test compares them.
#pragma once

#include "combinators.hpp"
#include "token.hpp"

namespace rubric::grammar {

using p::at;
using p::must;
using p::not_at;
using p::opt;
using p::plus;
using p::seq;
using p::sor;
using p::star;
using T = Token;

template <Token... K>
struct t : p::uint8::one<static_cast<std::uint8_t>(K)...> {};

// clang-format off

// --- pieces ------------------------------------------------------------------------------------

struct name : p::uint8::range<static_cast<std::uint8_t>(kFirstName), static_cast<std::uint8_t>(kLastName)> {};
struct new_name : name {};
struct path : seq<name, star<t<T::dot>, name>> {};
struct separator : t<T::newline, T::comma> {};
struct item_end : at<t<T::newline, T::comma, T::close_brace>> {};
struct row_end : at<t<T::newline, T::close_brace>> {};
struct declaration_end : at<t<T::end>> {};
struct block_start : at<t<T::open_brace>> {};
struct block_end : t<T::close_brace> {};
struct type_word : t<T::k_text, T::k_number, T::k_bool, T::k_time, T::k_duration> {};

// Items of a block: an error in one is reported, and the next one is read.
template <typename Item>
struct block : seq<must<block_start>, t<T::open_brace>, deeper<star<separator>, star<not_at<t<T::close_brace, T::end>>, recovered<Item, item_end>, star<separator>>, must<block_end>>> {};

// Members of a literal, up to its closing bracket.
template <Token Close>
struct member_end : at<t<T::newline, T::comma, Close>> {};
template <typename Item, Token Close>
struct members : seq<star<separator>, star<not_at<t<Close>>, must<Item, member_end<Close>>, star<separator>>> {};

struct title : t<T::text> {};
struct reason : t<T::text> {};
struct file_name : t<T::text> {};
struct text_value : t<T::text> {};
struct date_value : t<T::time> {};
struct count_number : t<T::number> {};
struct duration : seq<t<T::number>, t<T::unit>> {};
struct literal : t<T::number, T::text, T::time, T::k_true, T::k_false, T::k_missing> {};
struct plain_constant : sor<duration, literal> {};
struct negative : seq<t<T::minus>, must<plain_constant>> {};
struct constant : sor<negative, plain_constant> {};
struct list_end : t<T::close_bracket> {};
struct set_end : t<T::close_brace> {};
struct constant_list : seq<t<T::open_bracket>, deeper<members<constant, T::close_bracket>, must<list_end>>> {};
struct constants : seq<must<constant>, star<t<T::comma>, constant>> {};

// --- expressions, loosest first ----------------------------------------------------------------

struct if_;
struct logic;
struct expr : sor<if_, logic> {};

struct if_condition : expr {};
struct then_word : t<T::k_then> {};
struct then_value : expr {};
struct else_word : seq<opt<t<T::newline>>, t<T::k_else>> {};
struct else_value : expr {};
struct if_ : seq<t<T::k_if>, deeper<must<if_condition, then_word, then_value, else_word, else_value>>> {};

struct not_level;
struct logic_operand;
struct logic_tail : seq<t<T::k_and, T::k_or>, must<logic_operand>> {};
struct logic : seq<not_level, star<logic_tail>> {};

struct not_operand;
struct negation : seq<t<T::k_not>, deeper<must<not_operand>>> {};
struct test;
struct not_level : sor<negation, test> {};
struct not_operand : not_level {};
struct logic_operand : not_level {};

struct compare_tail;
struct window_tail;
struct in_tail;
struct between_tail;
struct text_tail;
struct matches_tail;
struct state_tail;
struct within_tail;
struct fallback;
struct test_tail : sor<compare_tail, window_tail, in_tail, between_tail, state_tail, text_tail, matches_tail, within_tail> {};
struct test : seq<fallback, star<test_tail>> {};

struct sum;
struct default_operand;
struct default_tail : seq<t<T::k_default>, must<default_operand>> {};
struct fallback : seq<sum, star<default_tail>> {};

struct product;
struct sum_operand;
struct sum_tail : seq<t<T::plus, T::minus>, must<sum_operand>> {};
struct sum : seq<product, star<sum_tail>> {};
struct default_operand : sum {};

struct sign;
struct product_operand;
struct product_tail : seq<t<T::star, T::slash>, must<product_operand>> {};
struct product : seq<sign, star<product_tail>> {};
struct sum_operand : product {};

struct primary;
struct negate_operand;
struct negate : seq<t<T::minus>, deeper<must<negate_operand>>> {};
struct sign : sor<negate, primary> {};
struct negate_operand : sign {};
struct product_operand : sign {};

// --- operands ----------------------------------------------------------------------------------

// A value, or the elements that a function takes for a list: `at of events where …`, `events where …`.
struct of_list;
struct alias;
struct where;
struct elements : seq<expr, opt<of_list>, opt<alias>, opt<where>> {};
struct paren_value : elements {};
struct paren_end : t<T::close> {};
struct paren : seq<t<T::open, T::call_open>, deeper<must<paren_value, paren_end>>> {};

struct list_member : expr {};
struct list_literal : seq<t<T::open_bracket>, deeper<members<list_member, T::close_bracket>, must<list_end>>> {};
struct set_member : sum {};
struct set_literal : seq<t<T::open_brace>, deeper<members<set_member, T::close_brace>, must<set_end>>> {};

struct argument : expr {};
struct given_argument : sor<set_literal, elements> {};
struct call_end : t<T::close> {};
struct arguments : seq<t<T::call_open>, deeper<opt<not_at<t<T::close>>, must<given_argument>, star<t<T::comma>, must<given_argument>>>, must<call_end>>> {};
struct path_or_call : seq<not_at<t<T::k_because>, t<T::text>>, path, opt<arguments>> {};

struct list_operand : sum {};
struct alias : seq<t<T::k_as>, must<new_name>> {};
struct where_condition : expr {};
struct where : seq<t<T::k_where>, must<where_condition>> {};
struct of_list : seq<t<T::k_of>, must<list_operand>> {};
struct aggregate_operand : sum {};
struct aggregate_end : t<T::close> {};
struct aggregate : seq<t<T::k_count, T::k_any, T::k_none, T::k_sum, T::k_avg, T::k_first, T::k_last, T::k_distinct>, t<T::call_open>, deeper<must<aggregate_operand>, opt<of_list>, opt<alias>, opt<where>, must<aggregate_end>>> {};
struct min_max : seq<t<T::k_min, T::k_max>, t<T::call_open>, deeper<must<argument>, star<t<T::comma>, must<argument>>, opt<of_list>, opt<alias>, opt<where>, must<call_end>>> {};

struct block_item;
struct block_count : sor<count_number, path> {};
struct least_or_most : t<T::k_least, T::k_most> {};
struct of_word : t<T::k_of> {};
struct all_any_none : seq<t<T::k_all, T::k_any, T::k_none>, t<T::k_of>, at<t<T::open_brace>>, block<block_item>> {};
struct at_least_most : seq<t<T::k_at>, least_or_most, must<block_count, of_word>, block<block_item>> {};
struct exactly : seq<at<t<T::k_exactly>, sor<t<T::number>, seq<name, t<T::k_of>>>>, t<T::k_exactly>, must<block_count, of_word>, block<block_item>> {};
struct block_test : sor<all_any_none, at_least_most, exactly> {};

struct primary : sor<block_test, aggregate, min_max, duration, literal, paren, list_literal, path_or_call> {};

// --- tests -------------------------------------------------------------------------------------

struct ignoring_case : seq<t<T::k_ignoring>, t<T::k_case>> {};
struct compare_operand : fallback {};
struct compare_tail : seq<t<T::equal, T::not_equal, T::less, T::less_equal, T::greater, T::greater_equal, T::assign>, must<compare_operand>, opt<ignoring_case>> {};

struct in_operand : sor<set_literal, sum> {};
struct in_tail : seq<opt<t<T::k_not>>, t<T::k_in>, must<in_operand>, opt<ignoring_case>> {};

struct between_low : fallback {};
struct between_and : t<T::k_and> {};
struct between_high : fallback {};
struct between_tail : seq<t<T::k_between>, must<between_low, between_and, between_high>> {};

// `contains word` is a field called `word` unless an operand follows.
struct clause_start : sor<ignoring_case, seq<t<T::k_because>, t<T::text>>, seq<t<T::k_once>, t<T::k_per>>, seq<t<T::k_halving>, t<T::k_every>>, seq<t<T::k_up>, t<T::k_to>>> {};
struct whole_word : seq<t<T::k_word>, not_at<clause_start>, at<sor<name, t<T::text, T::open>>>> {};
struct text_operand : sum {};
struct text_set : sor<set_literal, sum> {};
struct any_of : sor<seq<t<T::k_any, T::k_all>, t<T::k_of>>, seq<t<T::k_any>, t<T::k_word>, t<T::k_of>>> {};
struct with_word : t<T::k_with> {};
struct contains : seq<t<T::k_contains>, sor<seq<any_of, must<text_set>>, seq<opt<whole_word>, must<text_operand>>>> {};
struct starts_ends : seq<t<T::k_starts, T::k_ends>, must<with_word>, sor<seq<any_of, must<text_set>>, must<text_operand>>> {};
struct text_tail : seq<sor<contains, starts_ends>, opt<ignoring_case>> {};

struct pattern : t<T::pattern> {};
struct matches_tail : seq<t<T::k_matches>, must<pattern>> {};

struct state_word : t<T::k_missing, T::k_present, T::k_unknown, T::k_known> {};
struct state_tail : seq<t<T::k_is>, must<state_word>> {};

struct calendar_unit : t<T::unit> {};
struct calendar_extent : seq<count_number, t<T::k_calendar>, must<calendar_unit>> {};
struct extent : sor<calendar_extent, duration, paren, path> {};
struct window_tail : seq<t<T::k_in>, t<T::k_the>, t<T::k_last, T::k_next>, must<extent>> {};
struct after_before : t<T::k_after, T::k_before> {};
struct within_extent : sor<duration, paren, path> {};
struct anchor : sum {};
struct within_tail : seq<t<T::k_within>, must<within_extent, after_before, anchor>> {};

// --- the ends of rules, arms, moves and points lines ---------------------------------------------

struct condition : expr {};
struct when : seq<t<T::k_when>, must<condition>> {};
struct unless : seq<t<T::k_unless>, must<condition>> {};
struct because : seq<t<T::k_because>, must<reason>> {};
struct guard : seq<opt<when, opt<unless>>, opt<because>> {};
struct block_item : seq<expr, opt<because>> {};

// --- declarations ------------------------------------------------------------------------------

struct by_word : t<T::k_by> {};
struct version_item : seq<t<T::k_version>, must<text_value>> {};
struct owner_item : seq<t<T::k_owner>, must<text_value>> {};
struct review_item : seq<t<T::k_review>, must<by_word, date_value>> {};
struct criteria_item : sor<version_item, owner_item, review_item> {};
struct criteria : seq<t<T::k_criteria>, header<must<title, block_start>>, block<criteria_item>> {};

struct module : sor<t<T::text>, path> {};
struct use_word : t<T::k_use> {};
struct imported_name : name {};
struct import : seq<t<T::k_from>, must<module, use_word, imported_name>, star<t<T::comma>, must<imported_name>>> {};

struct case_word : t<T::k_case> {};
struct if_word : t<T::k_if> {};
struct format_word : t<T::k_format> {};
struct modifier : sor<t<T::k_required, T::k_trimmed>, seq<t<T::k_ignoring>, must<case_word>>, seq<t<T::k_one>, must<of_word>, constants>, seq<t<T::k_missing>, must<if_word>, constants>, seq<t<T::k_from>, must<text_value>>, seq<t<T::k_format>, must<text_value>>, seq<t<T::k_number>, must<format_word, text_value>>> {};
struct field;
struct dated : seq<t<T::k_dated>, must<by_word, new_name>> {};
struct list_of : seq<t<T::k_of>, must<type_word>, star<modifier>> {};
struct list_type : seq<t<T::k_list>, opt<dated>, sor<list_of, block<field>>> {};
struct group : seq<at<t<T::open_brace>>, block<field>> {};
struct scalar : seq<type_word, star<modifier>> {};
struct field_type : sor<group, list_type, scalar> {};
struct field : seq<name, must<field_type>> {};
struct record : seq<t<T::k_record>, header<must<new_name, block_start>>, block<field>> {};

struct assign_sign : t<T::assign> {};
struct param_value : sor<constant_list, constant> {};
struct param : seq<t<T::k_param>, must<new_name, assign_sign, param_value>> {};

struct set_term : sor<set_literal, path> {};
struct number_word : t<T::k_number> {};
struct set_option : sor<seq<t<T::k_as>, must<number_word>>, seq<t<T::k_column>, must<text_value>>> {};
struct set_file : seq<t<T::k_from>, must<file_name>, star<set_option>> {};
struct set_terms : seq<t<T::assign>, must<set_term>, star<t<T::plus, T::minus>, must<set_term>>> {};
struct set_body : sor<set_terms, set_file> {};
struct set : seq<t<T::k_set>, must<new_name, set_body>> {};

struct parameter_type : sor<seq<t<T::k_list>, must<of_word, type_word>>, t<T::k_set>, type_word> {};
struct parameter : seq<name, must<parameter_type>> {};
struct parameters : seq<t<T::call_open>, deeper<must<parameter>, star<t<T::comma>, must<parameter>>, must<call_end>>> {};
struct let_value : elements {};
struct let : seq<t<T::k_let>, must<new_name>, opt<parameters>, must<assign_sign, let_value>> {};

struct each_word : t<T::k_each> {};
struct per_word : t<T::k_per> {};
struct every_word : t<T::k_every> {};
struct to_word : t<T::k_to> {};
struct calendar_period : seq<t<T::k_calendar>, calendar_unit> {};
struct period : sor<calendar_period, within_extent> {};
struct once : seq<t<T::k_once>, must<per_word, period>> {};
struct half_life : within_extent {};
struct halving : seq<t<T::k_halving>, must<every_word, half_life>> {};
struct cap : sign {};
struct up_to : seq<t<T::k_up>, must<to_word, cap>> {};
struct clause : seq<opt<t<T::newline>>, sor<where, once, halving, up_to>> {};
struct for_each : seq<opt<t<T::newline>>, t<T::k_for>, must<each_word, of_word, list_operand>, opt<alias>, star<clause>, opt<because>> {};
struct points : sor<count_number, paren> {};
struct score_line : seq<t<T::plus, T::minus>, must<points>, sor<for_each, guard>> {};
struct bound_value : sign {};
struct bound : seq<t<T::k_min, T::k_max>, must<bound_value>> {};
struct score : seq<t<T::k_score>, header<must<new_name>, star<bound>, must<block_start>>, block<score_line>> {};
struct total : seq<at<t<T::k_score>, t<T::k_min, T::k_max>, sor<t<T::number, T::minus, T::open>, seq<not_at<t<T::k_min, T::k_max>>, name>>>, t<T::k_score>, plus<bound>> {};

struct rule : seq<name, when, opt<unless>, opt<because>> {};

struct arm_value : expr {};
struct arm_when : when {};
struct arm : seq<arm_value, must<arm_when>, opt<unless>, opt<because>> {};
struct otherwise : seq<t<T::k_else>, must<arm_value>, opt<because>> {};
struct choose_item : sor<otherwise, arm> {};
struct choose : seq<t<T::k_choose>, header<must<new_name, block_start>>, block<choose_item>> {};

struct column : expr {};
struct yields_sign : t<T::yields> {};
struct output_name : name {};
struct table_header : seq<column, star<t<T::bar>, must<column>>, must<yields_sign, output_name>, star<t<T::bar>, must<output_name>>> {};
struct cell_set : sor<set_literal, path> {};
struct cell : sor<t<T::star, T::k_missing, T::k_present>, seq<opt<t<T::k_not>>, t<T::k_in>, must<cell_set>>, seq<t<T::equal, T::not_equal, T::less, T::less_equal, T::greater, T::greater_equal>, must<constant>>, seq<constant, sor<seq<t<T::range>, must<constant>>, star<t<T::comma>, must<constant>>>>> {};
struct output : sor<constant, paren> {};
struct row : seq<cell, star<t<T::bar>, must<cell>>, must<yields_sign, output>, star<t<T::bar>, must<output>>, opt<because>> {};
struct table_mode : t<T::k_first, T::k_unique, T::k_sum> {};
struct table_file : seq<t<T::k_from>, must<file_name>> {};
struct table_body : seq<t<T::open_brace>, deeper<star<t<T::newline>>, recovered<table_header, row_end>, star<t<T::newline>>, star<not_at<t<T::close_brace, T::end>>, recovered<row, row_end>, star<t<T::newline>>>, must<block_end>>> {};
struct table : seq<t<T::k_table>, header<must<new_name>, opt<parameters>, opt<table_mode>, opt<table_file>, must<block_start>>, must<table_body>> {};

struct from_word : t<T::k_from> {};
struct present_state : sor<paren, path> {};
struct state : sor<name, t<T::text>> {};
struct next_state : state {};
struct any_state : t<T::star> {};
struct arrow_sign : t<T::arrow> {};
struct move : seq<sor<any_state, state>, must<arrow_sign, next_state>, guard> {};
struct start_item : seq<t<T::k_start>, not_at<t<T::arrow>>, must<next_state>> {};
struct lifecycle_item : sor<start_item, move> {};
struct lifecycle : seq<t<T::k_lifecycle>, header<must<new_name, from_word, present_state, block_start>>, block<lifecycle_item>> {};

struct value_record;
struct value_list;
struct record_value : sor<value_record, value_list, sum> {};
struct colon_sign : t<T::colon> {};
struct record_entry : seq<path, must<colon_sign, record_value>> {};
struct value_list : seq<t<T::open_bracket>, deeper<members<record_value, T::close_bracket>, must<list_end>>> {};
struct value_record : seq<t<T::open_brace>, deeper<members<record_entry, T::close_brace>, must<set_end>>> {};
struct given : seq<t<T::k_given>, must<value_record>> {};
struct expectation : expr {};
struct expect : seq<t<T::k_expect>, must<expectation>, opt<because>> {};
struct test_item : sor<given, expect> {};
struct as_of : seq<t<T::k_as>, must<of_word, date_value>> {};
struct override : seq<path, must<assign_sign, constant>> {};
struct with : seq<t<T::k_with>, must<override>, star<t<T::comma>, must<override>>> {};
struct test_declaration : seq<t<T::k_test>, header<must<title>, opt<as_of>, opt<with>, must<block_start>>, block<test_item>> {};

// `NAME when` is always a rule, whatever the name.
struct declaration : sor<rule, criteria, import, record, param, set, let, total, score, choose, table, lifecycle, test_declaration> {};
struct whole : must<declaration, declaration_end> {};

// clang-format on

}  // namespace rubric::grammar
