// A list of records, read while it is walked over: each value goes into its cell at once, without a note.
//
// That is how most lists can be read: objects without objects or lists in them, whose values are what their fields
// want. Whatever else is met, a fault among it, is left to JsonNotes and JsonFill, which begin the list anew: they
// alone say what is wrong, and count it.
#pragma once

#include <cstdint>
#include <vector>

#include "records/json_span.hpp"
#include "records/reader.hpp"
#include "records/shape.hpp"

namespace rubric::records {

/// What has been read of a list.
struct RowList {
  std::vector<data::Cell> cells;  ///< of the elements, one row behind the other; as many as fit, not as are used
  std::uint32_t count = 0;
  std::uint32_t undated = 0;  ///< elements without a time for the list's clock
  std::uint32_t rest = 0;     ///< how many more lists of the field are not tried
};

class JsonRows {
 public:
  /// Both must outlive this.
  JsonRows(Shape& shape, const Limits& limits) : shape_(shape), limits_(limits), lists_(shape.fields.size()) {}

  /// Before each record. `plain`: no text of it has an escape or is too long.
  void start(const JsonSpan& span, bool plain) {
    span_ = span;
    plain_ = plain;
  }
  /// Reads the list of records of a field with Shape::Field::in_rows, which opens at `open`; `escape` is the first
  /// backslash behind that. The token behind the list, or null where the list has to be noted.
  [[nodiscard]] const std::uint32_t* take(const std::uint32_t* open, std::uint32_t slot, std::uint32_t escape);

  /// What `take` read last for the field.
  [[nodiscard]] const RowList& list(std::uint32_t slot) const { return lists_[slot]; }

 private:
  [[nodiscard]] const std::uint32_t* rows(const std::uint32_t* open, const Shape::Field& field, RowList& list);
  [[nodiscard]] const std::uint32_t* row(const std::uint32_t* token, Shape& element, data::Cell* cells);
  [[nodiscard]] bool value(const std::uint32_t* token, const Shape::Field& field, data::Cell& out) const;
  [[nodiscard]] bool other_value(const std::uint32_t* token, const Shape::Field& field, data::Cell& out) const;
  [[nodiscard]] bool unwanted(const std::uint32_t* token) const;
  [[nodiscard]] bool is_plain(const std::uint32_t* token) const {
    return plain_ || (token[1] <= escape_ && token[1] - token[0] <= limits_.text_bytes);
  }

  Shape& shape_;
  const Limits& limits_;
  std::vector<RowList> lists_;
  JsonSpan span_;
  std::uint32_t escape_ = 0;
  bool plain_ = false;
};

}  // namespace rubric::records
