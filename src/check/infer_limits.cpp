// What a field is limited to by its `one of`, and a choice by its arms: a value that is compared with it and is
// none of these was misspelt, or the test has no purpose.
#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/number_text.hpp"
#include "base/spelling.hpp"
#include "builtins/text.hpp"
#include "check/inferrer.hpp"

namespace rubric::check {

namespace {

constexpr std::size_t kFoldedBytes = std::size_t{1} << 30U;
constexpr std::size_t kNamed = 3;       // members that a message names
constexpr std::size_t kMaxDepth = 256;  // of sets that are made of sets; past it nothing is said
constexpr std::size_t kListed = 12;     // values that a help lists

std::string value_text(const Literal& value) {
  if (value.kind == data::Kind::number) return base::number_text(value.value.number);
  return fmt::format("\"{}\"", data::view(value.value.text));
}

std::vector<std::string> all_values(const Enumerated& allowed) {
  std::vector<std::string> out;
  for (const std::string_view v : allowed.values) out.push_back(fmt::format("\"{}\"", v));
  for (const double n : allowed.numbers) out.push_back(base::number_text(n));
  return out;
}

std::string listed(const Enumerated& allowed) {
  const std::vector<std::string> values = all_values(allowed);
  std::string out;
  for (std::size_t i = 0; i < std::min(values.size(), kListed); ++i) out += (i > 0 ? ", " : "") + values[i];
  return values.size() > kListed ? out + fmt::format(" and {} more", values.size() - kListed) : out;
}

// Whether values are among those allowed, asked of many values.
class Allowed {
 public:
  Allowed(const Enumerated& allowed, bool fold) : numbers_(allowed.numbers), fold_(fold) {
    for (const std::string_view v : allowed.values) texts_.push_back(comparable(v));
    std::ranges::sort(texts_);
    std::ranges::sort(numbers_);
  }

  [[nodiscard]] bool has(const Literal& value) const {
    if (value.kind == data::Kind::number) return std::ranges::binary_search(numbers_, value.value.number);
    return std::ranges::binary_search(texts_, comparable(data::view(value.value.text)));
  }
  /// Nothing is said of a text where numbers are listed: its type is wrong, which was.
  [[nodiscard]] bool speaks_of(const Literal& value) const {
    return value.kind == data::Kind::number ? !numbers_.empty() : value.kind == data::Kind::text && !texts_.empty();
  }

 private:
  [[nodiscard]] std::string comparable(std::string_view text) const {
    if (!fold_) return std::string(text);
    data::Arena arena{kFoldedBytes};
    return std::string(data::view(builtins::fold(data::Cell(text).text, arena)));
  }

  std::vector<std::string> texts_;
  std::vector<double> numbers_;
  bool fold_;
};

}  // namespace

// Enumerated and Allowed of one side and one way of comparing: a choice may have as many values as tests compare with
// it.
struct Inferrer::Limits {
  Enumerated enumerated;
  Allowed allowed;
};

namespace {

// A member of a set that is none of the values, and where it stands: in the criteria, or on a line of a file.
struct Unknown {
  Literal value;
  Span span;
  std::uint64_t line = 0;
  std::string_view file;
};

// Goes through a set as it is written, for what stands in it still and is none of the values.
class MemberSearch {
 public:
  MemberSearch(const Model& model, const Symbol& set, const Allowed& allowed)
      : model_(model), whole_(model.sets[set.set]), allowed_(allowed) {
    look_into(set);
  }

  std::vector<Unknown> unknown{};
  bool any_known = false;

 private:
  void look_into(const Symbol& set, std::size_t depth = 0) {
    if (set.broken || !seen_.insert(&set).second) return;
    // A list that comes with the language is not its user's to mend.
    if (depth > kMaxDepth || is_standard(set.declaration->module)) {
      any_known = true;
      return;
    }
    const auto& body = std::get<ast::Set>(set.declaration->body);
    if (body.terms.empty()) return look_into_file(set, body);
    for (const ast::SetTerm& term : body.terms) {
      if (term.subtract) continue;
      const ExprId id = model_.strip(term.value);
      if (const Symbol* other = model_.symbol_of(id); other != nullptr && other->kind == SymbolKind::set) {
        look_into(*other, depth + 1);
        continue;
      }
      for (const ExprId member : model_.file.operands(model_.expr(id))) {
        if (const auto value = literal_of(model_, member)) look_at({*value, model_.expr(member).span, 0, {}});
      }
    }
  }

  void look_into_file(const Symbol& set, const ast::Set& body) {
    const auto file = model_.set_files.find(set.set);
    if (file == model_.set_files.end()) return;
    for (const SetFile::Member& m : file->second.members) {
      const auto number = base::parse_number(m.text);
      const Literal value = body.as_number ? Literal{data::Kind::number, data::Cell(number.value)}
                                           : Literal{data::Kind::text, data::Cell(std::string_view(m.text))};
      look_at({value, {}, m.line, body.file.value});
    }
  }

  void look_at(const Unknown& member) {
    const bool there =
        member.value.kind == data::Kind::number
            ? std::ranges::binary_search(whole_.numbers, member.value.value.number)
            : member.value.kind == data::Kind::text &&
                  std::ranges::binary_search(whole_.texts, std::string(data::view(member.value.value.text)));
    if (!there || !allowed_.speaks_of(member.value)) return;
    if (allowed_.has(member.value)) {
      any_known = true;
    } else if (named_.insert(value_text(member.value)).second) {
      unknown.push_back(member);
    }
  }

  [[nodiscard]] bool is_standard(std::uint32_t module) const {
    return module != 0 && std::ranges::any_of(model_.file.declarations, [&](const ast::Declaration& d) {
             const auto* import = std::get_if<ast::Import>(&d.body);
             return import != nullptr && import->target == module && !import->from_file;
           });
  }

  const Model& model_;
  const ir::ConstantSet& whole_;
  const Allowed& allowed_;
  std::set<const Symbol*> seen_{};
  std::set<std::string> named_{};
};

std::string named(const std::vector<Unknown>& unknown) {
  std::string out;
  const std::size_t count = std::min(unknown.size(), kNamed);
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = i + 1 == unknown.size();
    out += (i == 0 ? "" : last ? " and " : ", ") + value_text(unknown[i].value);
  }
  return unknown.size() > count ? out + fmt::format(" and {} more", unknown.size() - count) : out;
}

std::optional<std::string_view> nearest(const Literal& value, const Enumerated& allowed) {
  return value.kind == data::Kind::text ? base::nearest(data::view(value.value.text), allowed.values) : std::nullopt;
}

}  // namespace

const Inferrer::Limits* Inferrer::limits_of(ExprId side, Limit limit) {
  const Resolved& r = model_.resolution(side);
  const bool of_field = r.kind == Resolved::Kind::field || r.kind == Resolved::Kind::element;
  if (!of_field && r.kind != Resolved::Kind::symbol) return nullptr;
  const auto key = std::tuple(of_field, r.index, of_field ? 0 : r.part, limit);
  const auto [entry, added] = limits_.try_emplace(key);
  if (!added) return entry->second.get();
  if (auto found = enumerated(model_, side)) {
    const bool fold = found->ignoring_case || limit == Limit::folded;
    Allowed allowed(*found, fold);
    entry->second = std::make_shared<Limits>(Limits{std::move(*found), std::move(allowed)});
  }
  return entry->second.get();
}

// `source == "evnt"` where the record says `one of "event", …`.
void Inferrer::limited(ExprId side, ExprId literal, Limit limit) {
  const Expr& e = model_.expr(model_.strip(literal));
  const auto value = literal_of(model_, literal);
  if (!value || limit == Limit::none) return;
  const Limits* limits = limits_of(side, limit);
  if (limits == nullptr) return;
  // Numbers that a choice or a table gives are reckoned with: to compare them with others is no slip.
  if (value->kind == data::Kind::number && model_.field_of(side) == nullptr) return;
  if (!limits->allowed.speaks_of(*value) || limits->allowed.has(*value)) return;
  const Enumerated* const allowed = &limits->enumerated;
  auto report =
      model_.sink.report(Finding::unknown_value, e.span,
                         {{"value", value_text(*value)}, {"field", model_.sources.text(model_.expr(side).span)}});
  report.label("never equal").label(allowed->declared_at, "its values are listed here");
  if (const auto near = nearest(*value, *allowed)) {
    report.fix("a similar value exists", e.span, fmt::format("\"{}\"", *near));
  } else {
    report.help("its values: " + listed(*allowed));
  }
}

// `industry in ICP`, where a member of the set is no value of the field. A set may serve several fields, so this
// is a warning, while a value that stands in the test itself is an error.
void Inferrer::limited_set(ExprId value, ExprId set, const Symbol& symbol, Limit limit) {
  if (limit == Limit::none || symbol.broken) return;
  const Limits* limits = limits_of(value, limit);
  if (limits == nullptr) return;
  const Enumerated* const allowed = &limits->enumerated;
  if (allowed->values.empty() && model_.field_of(value) == nullptr) return;
  const MemberSearch search(model_, symbol, limits->allowed);
  if (search.unknown.empty()) return;
  const std::string_view field = model_.sources.text(model_.expr(value).span);
  auto report = model_.sink.report(Finding::unknown_member, model_.expr(set).span,
                                   {{"set", symbol.name}, {"members", named(search.unknown)}, {"field", field}});
  for (std::size_t i = 0; i < std::min(search.unknown.size(), kNamed); ++i) {
    const Unknown& u = search.unknown[i];
    const auto near = nearest(u.value, *allowed);
    const std::string meant = near ? fmt::format("did you mean \"{}\"?", *near) : "";
    if (u.line == 0) {
      report.label(u.span, near ? meant : "none of its values");
    } else {
      report.note(fmt::format("{} stands on line {} of \"{}\"{}", value_text(u.value), u.line, u.file,
                              near ? ": " + meant : ""));
    }
  }
  report.label(allowed->declared_at, "its values are listed here");
  report.note(search.any_known ? "a member that is none of the field's values changes nothing here"
                               : "no member is one of the field's values, so the answer is the same for every value");
  if (search.any_known) {
    report.help("mend the member, or, where the set is for other fields too, leave it");
  } else {
    report.help("its values: " + listed(*allowed));
  }
}

}  // namespace rubric::check
