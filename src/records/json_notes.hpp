// One pass over the tokens of a record: the whole grammar is checked, whether a field is read or not, and
// where the wanted values stand is noted. They are converted afterwards (json_fill.hpp), since the last one
// of several keys of a name counts and a record with a fault counts for nothing.
//
// Nearly all the time that reading takes beyond simdjson's is spent here. So a fault is only seen here;
// JsonWalk says where it is and what.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "records/json_rows.hpp"
#include "records/json_span.hpp"
#include "records/reader.hpp"
#include "records/shape.hpp"

namespace rubric::records {

/// Where the value of a slot stands.
struct Note {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  /// For `next`: it is the value around the slot's, and no object in which that could stand.
  static constexpr std::uint32_t kAround = 0xFFFFFFFF;
  /// For `next`: the list has been read already (json_rows.hpp).
  static constexpr std::uint32_t kInRows = 0xFFFFFFFE;

  std::uint32_t token = kNone;
  /// Of a list of records and of each of its elements: the note of the next element, 0 behind the last one.
  /// Behind the note of an element that is an object stand those of its fields.
  std::uint32_t next = 0;

  /// Whether the slot's key stood there at all.
  [[nodiscard]] bool is_present() const { return token != kNone && next != kAround; }
};

class JsonNotes {
 public:
  /// Both must outlive this. Of lists of records no more is noted than fits into `scratch` bytes.
  JsonNotes(Shape& shape, const Limits& limits, std::size_t scratch);

  /// False if the span does not hold one object without fault and no more.
  [[nodiscard]] bool take(const JsonSpan& span);

  /// Of the record taken last: those of the shape's fields come first.
  [[nodiscard]] const Note* notes() const { return notes_.data(); }
  /// The list of a slot whose note says kInRows.
  [[nodiscard]] const RowList& rows(std::uint32_t slot) const { return rows_.list(slot); }
  /// There were more elements than could be noted.
  [[nodiscard]] bool exhausted() const { return exhausted_; }
  /// The token behind the record.
  [[nodiscard]] std::uint32_t behind() const { return behind_; }

 private:
  /// An object or list that is open.
  struct Level {
    Shape* shape = nullptr;               ///< of the object's keys or the list's elements; null where nothing is wanted
    KeyOrder* order = nullptr;            ///< of an object in which something is wanted
    KeyOrder::Known* previous = nullptr;  ///< in that: the key before
    std::uint32_t note = 0;               ///< the first one of the object's slots; the last one of the list's elements
    std::uint32_t elements = 0;           ///< so far
    char closing = '}';
  };

  static const Shape::Key* key_at(const Level& level, std::uint32_t found) {
    return found == KeyOrder::kNone ? nullptr : &level.shape->keys[found];
  }
  void note(const Level& level, const Shape::Key& key, std::uint32_t value, char head) {
    if (key.slot != KeyOrder::kNone) notes_[level.note + key.slot] = {value, 0};
    if (key.object != KeyOrder::kNone) note_below(level, key, value, head);
  }

  // A text without an escape and not too long.
  [[nodiscard]] bool is_plain(const std::uint32_t* token) const {
    return token[1] <= escape_ && token[1] - token[0] <= limits_.text_bytes;
  }
  [[nodiscard]] bool text(const std::uint32_t* token);
  const Shape::Key* other_key(Level& level, std::uint32_t token);
  // Two at once, so there may be one more than is used.
  Note* add_notes(std::size_t count) {
    const std::size_t before = used_;
    used_ += count;
    if (used_ >= notes_.size()) notes_.resize(2 * used_ + 2);
    Note* const made = notes_.data() + before;
    constexpr std::array<Note, 2> kNothing{};
    for (std::size_t i = 0; i < count; i += 2) std::memcpy(made + i, kNothing.data(), sizeof kNothing);
    return made;
  }
  void note_below(const Level& level, const Shape::Key& key, std::uint32_t value, char head);
  void note_element(Level& level, std::uint32_t value, char head);
  [[nodiscard]] const std::uint32_t* rows(const Level& level, const Shape::Key* key, const std::uint32_t* open);
  static bool open(Level& inner, const Level& level, const Shape::Key* key, char head);
  [[nodiscard]] const std::uint32_t* pass_over(const std::uint32_t* token, Level* outer);
  [[nodiscard]] bool finish(const std::uint32_t* behind);

  Shape& shape_;
  const Limits& limits_;
  std::size_t most_;  // notes
  JsonSpan span_;
  std::uint32_t escape_ = 0;  // the first backslash that has not been looked at
  bool plain_ = false;        // no text of the record has an escape or is too long
  JsonRows rows_;
  std::vector<Level> levels_;
  std::vector<Note> notes_;
  std::size_t used_ = 0;    // of `notes_`
  std::size_t spared_ = 0;  // as many more would have been, without `rows_`
  std::uint32_t behind_ = 0;
  bool exhausted_ = false;
  std::string key_;
};

}  // namespace rubric::records
