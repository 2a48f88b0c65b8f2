// A value as it stands in data -> the cell of a slot, by the slot's modifiers in the language's order:
// trimmed, empty, `missing if`, conversion, `one of`. Both formats come through here, so that a value
// means the same in each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/layout.hpp"

namespace rubric::records {

/// What became of a value. All from `not_bool` on are invalid.
enum class Outcome : std::uint8_t {
  value,
  missing,  ///< null, empty, or a placeholder of `missing if`
  not_bool,
  not_number,
  not_text,
  not_time,
  not_duration,
  not_list,
  too_large,
  inexact,
  not_one_of,
  not_object,     ///< an element of a list of records
  element_lacks,  ///< an element without a field that it must have
  null_element,   ///< a missing element of a list of scalars
  parent_not_object,
};

[[nodiscard]] constexpr bool is_invalid(Outcome outcome) {
  return outcome >= Outcome::not_bool;
}

struct Converted {
  data::Cell cell;
  Outcome outcome = Outcome::missing;
};

/// Whether texts become numbers and bools: in CSV always, in JSON where a record declares it.
enum class Texts : bool { as_they_are, converted };

/// A slot, or the elements of a list slot: the slot's modifiers with the kind of one element.
class Converter {
 public:
  Converter(const data::Slot& slot, data::Kind kind, Texts texts) : slot_(&slot), kind_(kind), texts_(texts) {}

  /// The cell may be a view into `text`.
  [[nodiscard]] Converted text(std::string_view text) const;
  /// A JSON number, as its digits stand in the data.
  [[nodiscard]] Converted number(std::string_view digits) const;
  [[nodiscard]] Converted boolean(bool value) const;
  [[nodiscard]] Converted missing() const { return {data::missing_cell(kind_), Outcome::missing}; }
  /// What a value of a type that never fits is.
  [[nodiscard]] Converted unfit() const;
  [[nodiscard]] data::Kind kind() const { return kind_; }

 private:
  [[nodiscard]] bool stands_for_missing(std::string_view text) const;
  [[nodiscard]] Converted text_value(std::string_view text) const;
  [[nodiscard]] Converted text_number(std::string_view text) const;
  [[nodiscard]] Converted number_value(double value) const;

  const data::Slot* slot_;
  data::Kind kind_;
  Texts texts_;
};

/// The converter of a slot, or of a list slot's elements.
[[nodiscard]] Converter make_converter(const data::Slot& slot, Texts texts);

/// What most of a slot's values can be read by at a glance. All others go to its converter, which agrees.
enum class Glance : std::uint8_t {
  none,
  text,    ///< as it stands
  number,  ///< of a few digits
  time,    ///< `YYYY-MM-DDTHH:MM:SSZ`
};

[[nodiscard]] Glance glance_at(const data::Slot& slot);

/// Why, for the tally: "not a number".
[[nodiscard]] std::string reason(Outcome outcome, const data::Slot& slot);

}  // namespace rubric::records
