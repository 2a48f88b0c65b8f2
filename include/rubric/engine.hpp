// Rubric within another program: criteria as text in, leads in, decisions out.
//
//   const rubric::Compiled compiled = rubric::compile("mql when score >= 60 and fit.country == \"DE\"");
//   if (!compiled.criteria) return show(compiled.findings);      // what is wrong, where, what to write instead
//   const rubric::Criteria& criteria = *compiled.criteria;
//
//   const rubric::NumberSlot score = criteria.number_slot("score");      // names are looked up once
//   const rubric::TextSlot country = criteria.text_slot("fit.country");
//   const rubric::RuleId mql = *criteria.rule("mql");
//
//   rubric::Decider decider(criteria);                                  // one a thread
//   for (const Lead& lead : leads) {
//     decider.set(score, lead.score);
//     decider.set(country, lead.country);
//     if (decider.decide(now) != rubric::Status::decided) continue;
//     if (decider.verdict(mql) == rubric::Verdict::yes) hand_over(lead);
//   }
//
// docs/embedding.md is the guide, examples/embed a whole program. What a lead's values mean, and what becomes of
// missing ones, is the language's business: docs/missing.md.
//
// Threads: `Criteria` never changes, so that threads may share it; it is cheap to copy. A `Decider` belongs to one
// thread at a time. Memory: setting values, deciding and reading take none once a decider is warm. Errors are
// values; the only exceptions are those of the standard library when there is no memory left.
//
// This header stands alone: it needs nothing but the standard library and diagnostic.hpp.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rubric/diagnostic.hpp"

namespace rubric {

// --- values ---

/// A rule's answer. Unknown: too much is missing to say yes or no.
enum class Verdict : std::uint8_t { no = 0, unknown = 1, yes = 2 };

/// Times are microseconds since 1970-01-01T00:00:00Z, durations microseconds.
enum class Type : std::uint8_t { boolean, number, text, time, duration, list };

/// Microseconds: an instant or a duration, as `Type` says.
using Micros = std::int64_t;

/// The instant of a clock's time: `micros(std::chrono::system_clock::now())` after a cast to microseconds.
[[nodiscard]] constexpr Micros micros(std::chrono::sys_time<std::chrono::microseconds> time) {
  return time.time_since_epoch().count();
}

/// One value as the machine holds it: 16 bytes that do not know their own type. Only lists of elements are handed
/// over in this form; `Rows` writes it for you.
class alignas(16) Value {
 public:
  /// Never NaN, infinite or -0: those are missing, missing and 0.
  [[nodiscard]] static Value number(double number) noexcept {
    return of(number - number == 0 ? number + 0.0 : std::numeric_limits<double>::quiet_NaN());
  }
  [[nodiscard]] static Value time(Micros time) noexcept { return of(time); }
  [[nodiscard]] static Value duration(Micros duration) noexcept { return of(duration); }
  [[nodiscard]] static Value boolean(bool value) noexcept { return of(value ? Verdict::yes : Verdict::no); }
  /// The characters are lent, not copied. The empty text is missing, as it is in every record.
  [[nodiscard]] static Value text(std::string_view text) noexcept {
    const char* const data =
        text.empty() || text.size() > std::numeric_limits<std::uint32_t>::max() ? nullptr : text.data();
    Value out = of(data);
    const auto size = data == nullptr ? 0 : static_cast<std::uint32_t>(text.size());
    std::memcpy(out.bytes_ + sizeof data, &size, sizeof size);
    return out;
  }
  /// No value: what it looks like depends on the type.
  [[nodiscard]] static Value missing(Type type) noexcept;

  void write(unsigned char* to) const noexcept { std::memcpy(to, bytes_, sizeof bytes_); }

 private:
  template <typename T>
  [[nodiscard]] static Value of(T content) noexcept {
    Value out;
    std::memcpy(out.bytes_, &content, sizeof content);
    return out;
  }

  unsigned char bytes_[16]{};
};

inline Value Value::missing(Type type) noexcept {
  switch (type) {
    case Type::boolean: return of(Verdict::unknown);
    case Type::number: return of(std::numeric_limits<double>::quiet_NaN());
    case Type::time:
    case Type::duration: return of(std::numeric_limits<Micros>::min());
    case Type::text:
    case Type::list: break;
  }
  return {};
}

// --- compiling ---

/// A file that criteria name: a module, the members of a set, a table.
struct File {
  bool found = false;
  std::string text;
  std::string name;      ///< for findings
  std::string identity;  ///< the same for the same file, however it is named
  std::string error;     ///< why it cannot be read; empty when it could
};

struct CompileOptions {
  std::string name = "criteria.rubric";                     ///< of the text, for findings
  std::vector<std::pair<std::string, std::string>> params;  ///< values in place of those of the text, as it writes them
  /// Reads what `path` names in the file `from` (its identity; empty for the text itself). Without it, criteria that
  /// name files do not compile; the standard modules are there always. Which files may be read is for you to say.
  std::function<File(const std::string& from, const std::string& path)> files;
};

/// Something that the compiler has to say, with the place that it speaks of.
struct Finding {
  Severity severity = Severity::error;
  std::string code;                ///< never changes its meaning: "unknown-field"
  std::string message;             ///< one line, without the place
  std::string source;              ///< the name of the text or file
  std::uint32_t line = 0;          ///< from 1; 0 for what has no place
  std::uint32_t column = 0;        ///< from 1, in characters
  std::vector<std::string> notes;  ///< the rule of the language
  std::vector<std::string> helps;  ///< what to write instead
  std::string text;                ///< the whole as `rubric check` shows it: the line, marks under it, notes and helps
};

class Criteria;
struct Compiled;

/// Never throws for what the text holds.
[[nodiscard]] Compiled compile(std::string_view text, const CompileOptions& options = {});

// --- what criteria read and tell ---

/// Whether a value that is set has a reader.
enum class Use : std::uint8_t {
  read,        ///< it has
  not_read,    ///< the criteria do not mention it, or not as this type: setting it does nothing
  other_type,  ///< they do mention it, as another type: setting it does nothing
};

/// The place of a field's value in a lead. Of the criteria that gave it, and of their copies; any decider of theirs
/// takes it. Made by Criteria; one that nobody reads may be set all the same, so that the program that fills
/// leads need not know what the criteria of today ask.
template <Type kType>
struct SlotOf {
  std::uint32_t index = 0;
  Use use = Use::not_read;
  bool plain = true;  ///< its values need no conversion: no `trimmed`, `missing if`, `one of`
};
using BoolSlot = SlotOf<Type::boolean>;
using NumberSlot = SlotOf<Type::number>;
using TextSlot = SlotOf<Type::text>;
using TimeSlot = SlotOf<Type::time>;
using DurationSlot = SlotOf<Type::duration>;

/// A list of the lead: of elements with fields, or of single values (whose one field has the name "it").
struct ListSlot {
  std::uint32_t index = 0;
  Use use = Use::not_read;
  std::uint32_t width = 0;             ///< values an element
  const Value* blank = nullptr;        ///< an element with everything missing; the criteria own it
  std::optional<std::uint32_t> clock;  ///< the field that dates the elements
};

/// A field of a list's elements.
template <Type kType>
struct FieldOf {
  std::uint32_t place = 0;
  Use use = Use::not_read;
};
using BoolField = FieldOf<Type::boolean>;
using NumberField = FieldOf<Type::number>;
using TextField = FieldOf<Type::text>;
using TimeField = FieldOf<Type::time>;
using DurationField = FieldOf<Type::duration>;

/// A field that the criteria read.
struct FieldInfo {
  std::string_view name;  ///< as criteria write it: "fit.country"
  Type type = Type::text;
  bool required = false;
};

/// What a decision holds. `place` is the machine's business.
struct RuleId {
  std::uint32_t number = 0;  ///< from 0, in the order of the criteria
  std::uint32_t place = 0;
};
struct ScoreId {
  std::uint32_t place = 0;
};
/// A `choose`, an output of a table, the state of a lifecycle.
struct AnswerId {
  Type type = Type::text;
  std::uint32_t place = 0;
};

namespace detail {
struct Contents;  // of criteria
struct Machine;   // of a decider
}  // namespace detail

/// Compiled criteria. Immutable and cheap to copy; threads may share one. The names that it gives live as long as it
/// or a copy does.
class Criteria {
 public:
  [[nodiscard]] std::string_view title() const;    ///< of `criteria "…"`, may be empty
  [[nodiscard]] std::string_view version() const;  ///< of `criteria "…" { version "…" }`

  /// By the name that criteria write: "fit.country". Look them up once, not a lead.
  [[nodiscard]] BoolSlot bool_slot(std::string_view name) const;
  [[nodiscard]] NumberSlot number_slot(std::string_view name) const;
  [[nodiscard]] TextSlot text_slot(std::string_view name) const;
  [[nodiscard]] TimeSlot time_slot(std::string_view name) const;
  [[nodiscard]] DurationSlot duration_slot(std::string_view name) const;
  [[nodiscard]] ListSlot list_slot(std::string_view name) const;

  [[nodiscard]] BoolField bool_field(const ListSlot& list, std::string_view name) const;
  [[nodiscard]] NumberField number_field(const ListSlot& list, std::string_view name) const;
  [[nodiscard]] TextField text_field(const ListSlot& list, std::string_view name) const;
  [[nodiscard]] TimeField time_field(const ListSlot& list, std::string_view name) const;
  [[nodiscard]] DurationField duration_field(const ListSlot& list, std::string_view name) const;

  /// All that is read of a lead, and of a list's elements in the order in which a row holds them.
  [[nodiscard]] std::vector<FieldInfo> fields() const;
  [[nodiscard]] std::vector<FieldInfo> fields(const ListSlot& list) const;

  /// None where the criteria have no such rule, block or answer.
  [[nodiscard]] std::optional<RuleId> rule(std::string_view name) const;
  /// A block by its name; the sum of all blocks by the empty name.
  [[nodiscard]] std::optional<ScoreId> score(std::string_view block = {}) const;
  /// A `choose`, a table ("tier", or "tier.owner" of one with several outputs), a lifecycle ("stage", and
  /// "stage.moved").
  [[nodiscard]] std::optional<AnswerId> answer(std::string_view name) const;

  [[nodiscard]] std::size_t rule_count() const;
  /// `number` is below rule_count().
  [[nodiscard]] std::string_view rule_name(std::uint32_t number) const;
  [[nodiscard]] std::vector<std::string_view> scores() const;  ///< the blocks
  [[nodiscard]] std::vector<std::string_view> answers() const;

 private:
  friend class Decider;
  friend Compiled compile(std::string_view text, const CompileOptions& options);
  explicit Criteria(std::shared_ptr<const detail::Contents> contents) : contents_(std::move(contents)) {}

  std::shared_ptr<const detail::Contents> contents_;
};

struct Compiled {
  std::optional<Criteria> criteria;  ///< none when a finding is an error
  std::vector<Finding> findings;     ///< errors, warnings and notes, in the order of the text
};

// --- deciding ---

/// The elements of one list of one lead, row by row. Reuse it: it takes no memory once it has held as much.
class Rows {
 public:
  /// Of a list that the criteria do not read, rows are forgotten.
  explicit Rows(const ListSlot& list) : list_(list) {}

  void clear() noexcept {
    values_.clear();
    count_ = 0;
  }
  /// A further element, with everything missing; `set` speaks of the last one that was added.
  void add() {
    values_.insert(values_.end(), list_.blank, list_.blank + list_.width);
    ++count_;
  }
  void set(NumberField field, double number) noexcept { put(field, Value::number(number)); }
  /// The characters are lent until the lead was decided and its answers were read.
  void set(TextField field, std::string_view text) noexcept { put(field, Value::text(text)); }
  void set(TimeField field, Micros time) noexcept { put(field, Value::time(time)); }
  void set(DurationField field, Micros duration) noexcept { put(field, Value::duration(duration)); }
  void set(BoolField field, std::same_as<bool> auto value) noexcept { put(field, Value::boolean(value)); }

  /// Takes out the elements without a time for the list's clock, if it has one: `dated by`.
  void keep_dated() noexcept;

  [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
  [[nodiscard]] const Value* values() const noexcept { return values_.data(); }
  [[nodiscard]] const ListSlot& list() const noexcept { return list_; }

 private:
  template <Type kType>
  void put(FieldOf<kType> field, const Value& value) noexcept {
    if (field.use == Use::read && count_ > 0) values_[values_.size() - list_.width + field.place] = value;
  }

  ListSlot list_;
  std::vector<Value> values_;
  std::uint32_t count_ = 0;
};

struct Limits {
  std::size_t text_bytes = 16U << 20U;       ///< texts built while one lead is decided
  std::uint64_t list_elements = 50'000'000;  ///< looked at, counted from the criteria and the lists' lengths
};

enum class Status : std::uint8_t {
  decided,
  too_much_text,   ///< the texts built for this lead pass the limit: there is no decision
  lists_too_long,  ///< so do its lists
};

/// Why something came out so, in the words of the criteria.
struct Reason {
  std::string_view outcome;      ///< the rule, block, choice …; "score" for the sum of all blocks
  std::string_view text;         ///< of `because`
  std::optional<double> points;  ///< what a score line gave
};

struct VerdictCounts {
  std::uint64_t no = 0;
  std::uint64_t unknown = 0;
  std::uint64_t yes = 0;
};

/// A value of the decision with its type; the member of that type is the one to read.
struct Answer {
  Type type = Type::text;
  bool missing = true;
  Verdict verdict = Verdict::unknown;  ///< of a bool
  double number = 0;
  std::string_view text;  ///< until the next call of `decide`; may lie in a text that was set
  Micros micros = 0;      ///< of a time or a duration
};

/// Decides leads, one after the other. For one thread at a time; make one a thread.
class Decider {
 public:
  /// Keeps the criteria alive.
  explicit Decider(const Criteria& criteria, const Limits& limits = {});
  ~Decider();
  Decider(Decider&&) noexcept;
  Decider& operator=(Decider&&) noexcept;
  Decider(const Decider&) = delete;
  Decider& operator=(const Decider&) = delete;

  // Filling in a lead. At first everything is missing; what was set stays until it is set again, so either set every
  // slot for every lead, or clear first. False: the value is none that the field may have (`one of`), so it is
  // missing. Conversions of the field (`trimmed`, `missing if`) are made.

  /// Everything missing.
  void clear() noexcept;

  bool set(NumberSlot slot, double number) noexcept {
    return slot.plain ? put(slot.index, Value::number(number)) : convert(slot.index, number);
  }
  /// The characters are lent: they must stay until the lead was decided and its answers were read. UTF-8; bytes
  /// that are not are compared as they are. At most 4 GiB, longer ones are missing.
  bool set(TextSlot slot, std::string_view text) {
    return slot.plain ? put(slot.index, Value::text(text)) : convert(slot.index, text);
  }
  bool set(TimeSlot slot, Micros time) noexcept { return put(slot.index, Value::time(time)); }
  bool set(DurationSlot slot, Micros duration) noexcept { return put(slot.index, Value::duration(duration)); }
  bool set(BoolSlot slot, std::same_as<bool> auto value) noexcept { return put(slot.index, Value::boolean(value)); }
  template <Type kType>
  void set_missing(SlotOf<kType> slot) noexcept {
    put(slot.index, Value::missing(kType));
  }
  /// As a CSV file would have it: "12.5", "yes", "2026-11-01", "30 days", in the field's own format. Lent, for a
  /// text. False: it is none of the field's type, so it is missing.
  template <Type kType>
  bool set_from_text(SlotOf<kType> slot, std::string_view text) {
    return slot.use != Use::read || convert(slot.index, text);
  }
  /// Lent until the lead was decided and its answers were read. Elements without the list's clock are taken out, as
  /// they are when records are read.
  void set(Rows& rows) noexcept;
  /// For those who hold rows already: `count` elements, each with the values of Criteria::fields(list) in that order
  /// and of their types, which nobody checks. Each has the list's clock. Lent.
  void set(const ListSlot& list, const Value* values, std::uint32_t count) noexcept {
    if (list.use != Use::read) return;
    std::memcpy(cells_ + std::size_t{list.index} * sizeof(Value), &values, sizeof values);
    std::memcpy(cells_ + std::size_t{list.index} * sizeof(Value) + sizeof values, &count, sizeof count);
  }
  void set_missing(const ListSlot& list) noexcept { set(list, nullptr, 0); }

  /// `as_of` is the instant that "in the last 30 days" counts back from. What the functions below give holds until
  /// the next call; they may be called only when it said `decided`.
  [[nodiscard]] Status decide(Micros as_of);

  [[nodiscard]] Verdict verdict(RuleId rule) const noexcept {
    if (rule.place >= registers_) return indexed(rule.place);
    Verdict out{};
    std::memcpy(&out, cells_ + std::size_t{rule.place} * sizeof(Value), sizeof out);
    return out;
  }
  [[nodiscard]] double score(ScoreId score) const noexcept {
    double out = 0;
    std::memcpy(&out, cells_ + std::size_t{score.place} * sizeof(Value), sizeof out);
    return out;
  }
  [[nodiscard]] Answer answer(AnswerId answer) const noexcept;

  /// How many rules are what. With thousands of rules far quicker than to ask each.
  [[nodiscard]] VerdictCounts counts() const noexcept;
  /// The numbers of the rules that are yes, or unknown, in no order; see Criteria::rule_name and RuleId::number.
  [[nodiscard]] std::span<const std::uint32_t> rules(Verdict verdict);

  /// Of the rules that are yes, of the score lines that gave points, of the answers that were chosen, in the order
  /// of the criteria.
  [[nodiscard]] std::span<const Reason> reasons();

 private:
  bool put(std::uint32_t index, const Value& value) noexcept {
    value.write(cells_ + std::size_t{index} * sizeof(Value));
    return true;
  }
  bool convert(std::uint32_t index, std::string_view text);
  bool convert(std::uint32_t index, double number) noexcept;
  [[nodiscard]] Verdict indexed(std::uint32_t place) const noexcept;

  std::unique_ptr<detail::Machine> machine_;
  unsigned char* cells_ = nullptr;  // the machine's, a slot each, then what it works out
  std::uint32_t registers_ = 0;     // how many of them
};

}  // namespace rubric
