#include "records/json_notes.hpp"

#include <cstring>

#include "records/json_grammar.hpp"
#include "records/json_text.hpp"
#include "records/words.hpp"

namespace rubric::records {

JsonNotes::JsonNotes(Shape& shape, const Limits& limits, std::size_t scratch)
    : shape_(shape),
      limits_(limits),
      most_(scratch / sizeof(Note)),
      rows_(shape, limits),
      levels_(limits.json_depth + 1) {}

// Of a record that is long or holds an escape. A text behind the record is none of its own.
bool JsonNotes::text(const std::uint32_t* token) {
  if (token[0] >= span_.end) return false;
  const std::string_view raw = span_.text(static_cast<std::uint32_t>(token - span_.tokens));
  if (raw.size() > limits_.text_bytes) return false;
  if (escape_ >= token[1]) return true;
  if (check_escapes(raw).at != raw.npos) return false;
  const char* const from = raw.data() + raw.size();
  const void* const found = std::memchr(from, '\\', static_cast<std::size_t>(span_.bytes + span_.end - from));
  escape_ = found == nullptr ? span_.end : static_cast<std::uint32_t>(static_cast<const char*>(found) - span_.bytes);
  return true;
}

// A key that was not expected.
const Shape::Key* JsonNotes::other_key(Level& level, std::uint32_t token) {
  if (span_.offset(token) >= span_.end) return nullptr;
  const std::string_view name = span_.text(token);
  if (span_.escapes() && name.find('\\') != name.npos) {
    key_.resize(name.size());
    return key_at(level, level.order->find({key_.data(), unescape(name, key_.data())}));
  }
  if (name.size() > KeyOrder::kLongest) return key_at(level, level.order->find(name));
  KeyOrder::Known* const met = level.order->meet(name.data() - 1, name.size(), level.previous);
  if (met == nullptr) return nullptr;
  level.previous = met;
  return key_at(level, met->value());
}

void JsonNotes::note_below(const Level& level, const Shape::Key& key, std::uint32_t value, char head) {
  const Note around = head == '{' || head == 'n' ? Note{} : Note{value, Note::kAround};
  for (const std::uint32_t slot : key.below) notes_[level.note + slot] = around;
}

inline void JsonNotes::note_element(Level& level, std::uint32_t value, char head) {
  if (level.shape == nullptr) return;
  const std::size_t fields = head == '{' ? level.shape->fields.size() : 0;
  if (used_ + spared_ + fields >= most_) {
    exhausted_ = true;
    level.shape = nullptr;
    return;
  }
  const auto made = static_cast<std::uint32_t>(used_);
  add_notes(1 + fields)->token = value;
  notes_[level.note].next = made;
  level.note = made;
}

// What is wanted inside of what a value opens; false for nothing.
inline bool JsonNotes::open(Level& inner, const Level& level, const Shape::Key* key, char head) {
  if (level.order == nullptr) {
    if (head == '[' || level.shape == nullptr) return false;
    inner = Level{level.shape, level.shape->objects.data(), nullptr, level.note + 1};
  } else if (key == nullptr) {
    return false;
  } else if (head == '{') {
    if (key->object == KeyOrder::kNone) return false;
    inner = Level{level.shape, &level.shape->objects[key->object], nullptr, level.note};
  } else {
    Shape* const element = key->slot == KeyOrder::kNone ? nullptr : level.shape->fields[key->slot].elements.get();
    if (element == nullptr) return false;
    inner = Level{element, nullptr, nullptr, level.note + key->slot, 0, ']'};
    return true;
  }
  inner.previous = inner.order->start();
  return true;
}

// Behind a list of records that could be read at once; null for one that has to be noted. It counts as if it had been.
inline const std::uint32_t* JsonNotes::rows(const Level& level, const Shape::Key* key, const std::uint32_t* open) {
  if (key == nullptr || key->slot == KeyOrder::kNone || level.shape != &shape_) return nullptr;
  const Shape::Field& field = shape_.fields[key->slot];
  if (!field.in_rows) return nullptr;
  const std::uint32_t* const behind = rows_.take(open, key->slot, escape_);
  if (behind == nullptr) return nullptr;
  const std::size_t spared = rows_.list(key->slot).count * (1 + field.elements->fields.size());
  if (used_ + spared_ + spared > most_) return nullptr;
  spared_ += spared;
  notes_[level.note + key->slot].next = Note::kInRows;
  return behind;
}

// Behind an object or list in which nothing is wanted; null where it has a fault.
const std::uint32_t* JsonNotes::pass_over(const std::uint32_t* token, Level* const outer) {
  const char* const bytes = span_.bytes;
  const char* const end = bytes + span_.end;
  const std::uint32_t* const last = span_.tokens + span_.count;
  const bool plain = plain_;
  Level* const deepest = levels_.data() + limits_.json_depth;
  Level* level = outer;
  bool object = bytes[*token] == '{';
  level->closing = object ? '}' : ']';
  level->elements = 0;
  if (++token != last && bytes[*token] == level->closing) return token + 1;
  while (last - token >= 3) {
    if (object) {
      if (bytes[token[0]] != '"' || bytes[token[1]] != ':' || !(plain || is_plain(token) || text(token)))
        return nullptr;
      token += 2;
    } else if (++level->elements > limits_.list_elements) {
      return nullptr;
    }
    const char head = bytes[token[0]];
    if (head == '"') {
      if (!plain && !is_plain(token) && !text(token)) return nullptr;
    } else if (head == '{' || head == '[') {
      if (level++ == deepest) return nullptr;
      object = head == '{';
      level->closing = object ? '}' : ']';
      level->elements = 0;
      if (bytes[token[1]] != level->closing) {
        ++token;
        continue;
      }
    } else if (!is_json_scalar(bytes + token[0], token[1] - token[0], end)) {
      return nullptr;
    }
    for (++token; bytes[*token] != ','; ++token) {
      if (token == last || bytes[*token] != level->closing) return nullptr;
      if (level == outer) return token + 1;
      --level;
      object = level->closing == '}';
    }
    ++token;
  }
  return nullptr;
}

// The tokens of the next record follow at once: one that is not closed on its line ends among those.
bool JsonNotes::finish(const std::uint32_t* behind) {
  behind_ = static_cast<std::uint32_t>(behind - span_.tokens);
  return behind[-1] < span_.end && behind[0] >= span_.end;
}

// Every token of every record passes here, so this is one loop without calls for what most of them are.
bool JsonNotes::take(const JsonSpan& span) {
  span_ = span;
  escape_ = span.escape;
  plain_ = !span.escapes() && span.end - span.begin <= limits_.text_bytes;
  exhausted_ = false;
  used_ = spared_ = 0;
  rows_.start(span, plain_);
  add_notes(shape_.fields.size());
  const char* const bytes = span.bytes;
  const std::uint32_t* const tokens = span.tokens;
  const std::uint32_t* const last = tokens + span.count;
  const std::uint32_t* token = tokens + span.first;
  Level* level = levels_.data();
  Level* const deepest = level + limits_.json_depth;
  if (token == last || bytes[*token] != '{') return false;
  *level = Level{&shape_, shape_.objects.data(), shape_.objects[0].start()};
  if (++token != last && bytes[*token] == '}') return finish(token + 1);
  // A member or an element, and behind its value what closes those around it.
  while (last - token >= 3) {
    const Shape::Key* wanted = nullptr;
    if (level->order != nullptr) {
      if (KeyOrder::Known* const expected = level->previous->followed_by(bytes + token[0])) {
        level->previous = expected;
        wanted = key_at(*level, expected->value());
      } else {
        if (bytes[token[0]] != '"' || bytes[token[1]] != ':' || !(plain_ || is_plain(token) || text(token)))
          return false;
        wanted = other_key(*level, static_cast<std::uint32_t>(token - tokens));
      }
      token += 2;
      if (wanted != nullptr) note(*level, *wanted, static_cast<std::uint32_t>(token - tokens), bytes[token[0]]);
    } else {
      if (++level->elements > limits_.list_elements) return false;
      note_element(*level, static_cast<std::uint32_t>(token - tokens), bytes[token[0]]);
    }
    const char head = bytes[token[0]];
    if (head == '"') {
      if (!plain_ && !is_plain(token) && !text(token)) return false;
      ++token;
    } else if (head == '{' || head == '[') {
      if (level == deepest) return false;
      const bool deep = deepest - level < 2;
      if (const auto* const behind = head == '{' || deep ? nullptr : rows(*level, wanted, token)) {
        token = behind;
      } else if (open(level[1], level[0], wanted, head)) {
        ++level;
        if (bytes[*++token] != level->closing) continue;
      } else {
        token = pass_over(token, level + 1);
        if (token == nullptr) return false;
      }
    } else {
      if (!is_json_scalar(bytes + token[0], token[1] - token[0], bytes + span.end)) return false;
      ++token;
    }
    for (; bytes[*token] != ','; ++token, --level) {
      if (token == last || bytes[*token] != level->closing) return false;
      if (level == levels_.data()) return finish(token + 1);
    }
    ++token;
  }
  return false;
}

}  // namespace rubric::records
