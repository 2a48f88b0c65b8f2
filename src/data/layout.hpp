// What a program reads of a record: its slots, and how a value from data becomes the slot's value.
//
// Made by the checker, filled by records/ (or an embedding application), read by the machine by
// index. What no rule mentions has no slot: it is not converted and not copied. A required field
// always has one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/type.hpp"

namespace rubric::data {

struct Slot {
  /// The keys on the way to the value, outermost first: {"fit", "industry"}. The last one is the
  /// field's `from` name where it has one.
  std::vector<std::string> path;
  /// As a criteria file writes it: `fit.industry`. For messages and summaries.
  std::string name;
  /// The CSV heading: the `from` name, else the dotted path.
  std::string heading;
  Kind kind = Kind::text;
  /// A record declares it: JSON texts are then converted to number and bool too.
  bool declared = false;
  bool required = false;
  /// No question of the program reads it: it is there because it must be, or is asked for beside the answer.
  bool unread = false;
  /// The input may lack its column without a word: only the output's `id` asks for it, or a join, which
  /// has words of its own.
  bool optional = false;
  /// A number or a bool is taken as the text that the data has for it: identities need no type.
  bool any_scalar = false;
  bool trimmed = false;
  bool ignoring_case = false;
  /// Placeholders that mean missing, compared (folded with `ignoring_case`) with the text as it
  /// stands in the data, or with the number.
  std::vector<std::string> missing_texts;
  std::vector<double> missing_numbers;
  /// The values that are allowed, empty for any. Texts are folded with `ignoring_case`.
  std::vector<std::string> one_of_texts;
  std::vector<double> one_of_numbers;
  /// strftime-like, for times that are not ISO; empty for ISO.
  std::string time_format;
  /// ISO times are read too, whatever the format: a test of the criteria file gives times as it writes them.
  bool iso_too = false;
  /// `1.234,56` gives a '.' that groups and a ',' that marks decimals; 0 where unused.
  char group_mark = 0;
  char decimal_mark = '.';
  /// Kind::records: the fields of an element, and which of them is the list's clock.
  std::vector<Slot> element;
  std::optional<std::uint32_t> clock;

  /// How many cells an element of a list has.
  [[nodiscard]] std::uint32_t stride() const {
    return kind == Kind::records ? static_cast<std::uint32_t>(element.size()) : 1;
  }
};

/// Where the elements of a list come from another file: what they are looked up by.
struct Join {
  std::optional<std::uint32_t> list;  ///< the slot that they fill; none: the program does not read it
  std::uint32_t key = 0;              ///< the slot with the record's key, as text
  Slot other;                         ///< how the key is read in the other file
};

struct Layout {
  std::string record_name = "record";  ///< the name after `record`, for messages
  bool declared = false;               ///< the program has a `record`
  std::vector<Slot> slots;
  /// The slot of the field named `id` at the top, or of the first required one; names a lead in
  /// the output. None: the record's number does.
  std::optional<std::uint32_t> key;
  /// The slots that the caller asked to see beside the answer, in the order asked; may name one slot twice.
  std::vector<std::uint32_t> shown;
  /// One for each join that the caller asked for, in that order.
  std::vector<Join> joins;
};

}  // namespace rubric::data
