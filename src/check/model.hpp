// What the checker knows of a file: its declarations, its fields, and what each name and each
// expression turned out to be. The steps of the check fill it one after the other.
#pragma once

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ast/ast.hpp"
#include "base/source_map.hpp"
#include "check/check.hpp"
#include "check/types.hpp"
#include "diag/sink.hpp"
#include "ir/program.hpp"

namespace rubric::check {

using ast::Expr;
using ast::ExprId;
using ast::ExprKind;
using Finding = diag::Kind;

enum class SymbolKind : std::uint8_t { rule, let, function, param, set, choose, table, lifecycle, score, unavailable };

/// Something that a declaration of the file names.
struct Symbol {
  SymbolKind kind = SymbolKind::rule;
  std::string_view name;
  const ast::Declaration* declaration = nullptr;
  TypeRef type = Types::kError;
  std::vector<std::uint32_t> uses;    ///< other symbols that its expressions name
  std::uint32_t set = 0;              ///< index in Model::sets
  std::vector<TypeRef> outputs;       ///< of a table
  std::uint32_t first_parameter = 0;  ///< of a function: index in Model::parameters
  bool broken = false;                ///< part of a cycle: its expressions are not looked at further
};

/// A field of the record, declared or inferred; groups are fields with children.
struct FieldNode {
  std::string_view name;
  std::string path;  ///< dotted, as a criteria file writes it
  Span span;         ///< its declaration, or its first use
  const ast::Field* declared = nullptr;
  bool broken = false;  ///< its declaration could not be read: it may be a value, a group or a list
  bool group = false;
  bool list = false;
  bool scalars = false;          ///< a list of single values
  TypeRef type = Types::kError;  ///< of a list: that of its elements, where they are scalars
  std::uint32_t parent = 0;
  std::vector<std::uint32_t> children;  ///< of a list: the fields of its elements
  std::unordered_map<std::string_view, std::uint32_t> child_by_name;
  std::optional<std::uint32_t> parameter;  ///< it stands for whatever list is given for this one
  std::optional<std::uint32_t> slot;       ///< once the program reads it; of an element's field: within the list's slot
};

/// A parameter of a function.
struct Parameter {
  const ast::Parameter* declared = nullptr;
  TypeRef type = Types::kError;  ///< of a list or a set: that of its members
  std::uint32_t list = 0;        ///< of a list: the field that stands for whatever list is given
};

/// The elements that the body of an aggregate (or of a points line, or of a filtered list) speaks of.
struct Scope {
  std::uint32_t list = 0;            ///< a field; 0 where the list is not known, which was reported
  std::string_view alias;            ///< of `events as d`; empty without one
  Span span;                         ///< of the list's name
  std::vector<std::uint32_t> outer;  ///< other scopes whose elements the body speaks of
};

/// What a path expression names.
struct Resolved {
  enum class Kind : std::uint8_t { none, field, list, element, parameter, symbol, total, as_of };
  Kind kind = Kind::none;
  std::uint32_t index = 0;  ///< a field, a parameter or a symbol; `it` is the element of a list field
  std::uint32_t scope = 0;  ///< of an element
  std::uint32_t part = 0;   ///< of a symbol with several values: an output of a table, 1 for `moved` of a lifecycle
};

struct Model {
  const base::SourceMap& sources;
  const ast::File& file;
  diag::Sink& sink;
  const Options& options;

  Types types{};
  const ast::Declaration* record = nullptr;
  std::vector<FieldNode> fields{};               ///< [0] is the record itself
  std::vector<Symbol> symbols{};                 ///< in the order of the file
  std::pmr::monotonic_buffer_resource memory{};  ///< of `names`: given back in one go
  /// By module: its own names but for score blocks, and those that it imports.
  std::pmr::vector<std::pmr::unordered_map<std::string_view, std::uint32_t>> names{&memory};
  std::unordered_map<std::string_view, std::uint32_t> scores{};  ///< score blocks, read as `score.NAME`
  const ast::Declaration* total = nullptr;                       ///< `score min a max b`
  std::vector<ir::ConstantSet> sets{};
  std::unordered_map<std::uint32_t, SetFile> set_files{};  ///< by set: where the members of a file stand in it
  std::vector<Parameter> parameters{};
  std::vector<Scope> scopes{};            ///< [0] is none
  std::vector<std::uint32_t> scope_of{};  ///< by expression that gives elements: a filter, or the bare name of a list
  std::vector<Resolved> resolved{};       ///< by expression
  std::vector<TypeRef> expr_types{};      ///< by expression
  std::unordered_set<std::uint32_t> complete_tables{};  ///< symbols: every lead finds a row, as far as was proved
  std::vector<std::uint32_t> order{};                   ///< symbols, what is used before what uses it
  /// By symbol of a `let`, what check::ignores_case found: chains of them are gone through once.
  mutable std::unordered_map<std::uint32_t, bool> lets_ignoring_case{};

  /// Puts a field into the group or list that it belongs to.
  std::uint32_t add_field(FieldNode node);
  [[nodiscard]] std::optional<std::uint32_t> child(std::uint32_t parent, std::string_view name) const;

  [[nodiscard]] const Expr& expr(ExprId id) const { return file[id]; }
  /// The expression without the parentheses round it.
  [[nodiscard]] ExprId strip(ExprId id) const {
    while (file[id].kind == ExprKind::paren) id = file.operands(file[id])[0];
    return id;
  }
  [[nodiscard]] const Resolved& resolution(ExprId id) const { return resolved[strip(id).index]; }
  /// The text of a place in back-quotes, or "this" where it is long.
  [[nodiscard]] std::string quote(Span span) const;
  [[nodiscard]] const FieldNode* field_of(ExprId id) const;
  [[nodiscard]] const Symbol* symbol_of(ExprId id) const;
  /// The symbol that a name means in a module.
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t module, std::string_view name) const;
  /// The name, and where it comes from when that is another file.
  [[nodiscard]] std::string shown(const Symbol& symbol) const;
  [[nodiscard]] bool has_scores() const { return !scores.empty(); }
};

/// Declarations into symbols, the record into fields; what stands twice, what is not available yet.
void collect(Model& model);
/// Every path to what it names; symbols to the symbols that they use; cycles; the order to go on in.
void resolve(Model& model);
/// The type of every expression, and what does not fit.
void infer(Model& model);
/// The fields that the caller asked for: each must be a single value.
void check_asked_fields(Model& model);
/// The lists that the caller fills: each must be one of the record's, with fields.
void check_joins(Model& model);
/// What the tests of the main file give: fields that there are, plain values of their types, each once.
void check_given(Model& model, const ast::Test& test);
/// The program; only for a file without errors.
[[nodiscard]] ir::Program build(Model& model);

// --- pieces that several steps share ---

/// The values of a literal set's or named set's terms; reports what cannot be a member.
void evaluate_set(Model& model, Symbol& symbol);

/// A constant that a literal (or a minus before one) says.
struct Literal {
  data::Kind kind;
  data::Cell value;
};
[[nodiscard]] std::optional<Literal> literal_of(const Model& model, ExprId id);
/// A cell of a table that was read from a file: its text, as the type that the table needs.
[[nodiscard]] bool from_file(const Model& model, ExprId id);
[[nodiscard]] std::optional<Literal> literal_as(const Model& model, ExprId id, data::Kind kind);
/// A date without a time of day, written in the file or in a cell whose column is a time: a test takes it for
/// its whole day.
[[nodiscard]] bool is_date(const Model& model, ExprId id, data::Kind column);
/// What the caller names a param by: `least`, or `shared.least` of a module.
[[nodiscard]] std::string param_name(const Model& model, const Symbol& symbol);
/// A value of `with` as a person would type it for `--param`.
[[nodiscard]] std::string typed_text(const Literal& value);
/// The param of the main file or of a module that `with` names.
[[nodiscard]] const Symbol* find_param(const Model& model, std::string_view name);
/// The value of a param: of the options where they override it, else of the file.
[[nodiscard]] std::optional<Literal> param_value(const Model& model, const Symbol& symbol);

/// The texts (or numbers) that an expression is limited to: a field's `one of`, the arms of a `choose`, the
/// outputs of a table.
struct Enumerated {
  std::vector<std::string_view> values;
  std::vector<double> numbers;
  bool ignoring_case = false;
  bool may_be_missing = true;
  Span declared_at;
};
[[nodiscard]] std::optional<Enumerated> enumerated(const Model& model, ExprId id);
/// Tests on it fold case because its field says `ignoring case`.
/// `given` says which expression stands for a parameter; without it none ignores case.
[[nodiscard]] bool ignores_case(const Model& model, ExprId id, const std::function<bool(std::uint32_t)>& given = {});

/// `events where … unless …` taken apart: the name of the list, and the conditions if there are any.
struct Source {
  ExprId list;
  ExprId condition;
  ExprId unless;
};
[[nodiscard]] Source source_of(const Model& model, ExprId id);
/// Many values where one is wanted: says so, and how to ask for one.
void report_many_values(Model& model, ExprId id);
/// The list field that an expression which gives elements goes back to, through filtered lists that `let`s
/// name; 0 when there is none.
[[nodiscard]] std::uint32_t list_of(const Model& model, ExprId id);
/// Whether a `let` names a list.
[[nodiscard]] bool names_list(const Model& model, const Symbol& symbol);
/// The field that dates a list's elements.
[[nodiscard]] const FieldNode* clock_of(const Model& model, const FieldNode& list);

/// `a and b`, `a or b`.
[[nodiscard]] bool is_connective(const Expr& e);
/// Microseconds of a fixed unit; 0 for months, quarters and years, which have no fixed length.
[[nodiscard]] std::int64_t unit_micros(ast::Unit unit);
[[nodiscard]] bool is_calendar_duration(const Expr& e);
/// `Options::standard_module_of`, if there is one.
[[nodiscard]] std::string standard_module_of(const Model& model, std::string_view name);
/// "a number", "text": a type as a sentence says it.
[[nodiscard]] std::string_view article(data::Kind kind);
[[nodiscard]] const ast::Modifier* modifier(const ast::Field& field, ast::ModifierKind kind);

}  // namespace rubric::check
