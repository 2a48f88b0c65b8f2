#include "vm/text_classes.hpp"

#include <algorithm>

namespace rubric::vm {

namespace {

// A look a row: what costs is the loop round it, so eight rows go together.
template <class Value>
void look_up(Value* out, const std::uint32_t* codes, const Value* table, std::size_t count) {
#pragma GCC unroll 8
  for (std::size_t i = 0; i < count; ++i) out[i] = table[codes[i]];
}

}  // namespace

TextClasses::TextClasses(const bytecode::TextSource& source, Machine& machine)
    : source_(source),
      machine_(machine),
      answers_(source),
      keys_(source, machine),
      by_few_codes_(source.outputs.size()) {
  if (!source.tests.empty()) tests_.emplace(source.tests);
  if (!source.probes.empty()) memory_.emplace();
  forget();
}

void TextClasses::forget() {
  failed_ = false;
  answers_.forget();
  if (source_.probes.empty()) by_place_.assign((source_.members.size() + 2) << source_.answers, kNone);
  keys_.forget();
  if (memory_) memory_->forget();
  missing_ = kNone;
  dictionary_ = UINT64_MAX;
  forget_codes();
}

void TextClasses::forget_codes() {
  by_code_.clear();
  packed_by_code_.clear();
  by_few_codes_.forget();
}

// The machine runs the whole source on the first text of a class.
std::uint32_t TextClasses::add_class(data::TextRef text) {
  machine_.begin();
  machine_.cell(source_.text) = data::Cell(text);
  machine_.run_piece(source_.entry);
  failed_ = failed_ || machine_.exhausted();
  return answers_.add(machine_);
}

std::uint32_t TextClasses::probe(data::TextRef text, std::uint32_t place) {
  machine_.begin();
  machine_.cell(source_.text) = data::Cell(text);
  machine_.run_piece(source_.probe_entry);
  if (machine_.exhausted()) {
    failed_ = true;
    return answers_.size() > 0 ? 0 : add_class(text);
  }
  std::uint32_t& known = keys_.class_of(place);
  if (known == kNone) known = add_class(text);
  return known;
}

std::uint32_t TextClasses::class_of(data::TextRef text, std::uint32_t place) {
  if (!data::is_missing(text)) return memory_->class_of(text, [&] { return probe(text, place); });
  if (missing_ == kNone) missing_ = probe(text, place);
  return missing_;
}

void TextClasses::find_places(std::span<const data::TextRef> texts) {
  if (tests_) {
    failed_ = !tests_->ask(texts, machine_.arena(), places_) || failed_;
  } else {
    places_.fill(0);
  }
  const bool members = source_.members.size() > 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::size_t member = members                      ? source_.members.place_or_missing(texts[i])
                               : data::is_missing(texts[i]) ? 1
                                                            : 0;
    places_[i] |= static_cast<std::uint32_t>(member << source_.answers);
  }
}

void TextClasses::find_classes(std::span<const data::TextRef> texts, std::uint32_t* out) {
  find_places(texts);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (memory_) {
      out[i] = class_of(texts[i], places_[i]);
      continue;
    }
    std::uint32_t& known = by_place_[places_[i]];
    if (known == kNone) known = add_class(texts[i]);
    out[i] = known;
  }
}

void TextClasses::learn_code(std::size_t code) {
  const std::uint32_t group = by_code_[code];
  if (answers_.packed()) packed_by_code_.push_back(answers_.packed_of(group));
  if (code >= CodeTruths::kMostCodes) return;
  for (std::size_t i = 0; i < source_.outputs.size(); ++i) {
    if (source_.outputs[i].kind == data::Kind::boolean) by_few_codes_.set(i, code, answers_.truth(i, group));
  }
}

void TextClasses::learn(const data::TextDictionary& dictionary) {
  if (dictionary_ != dictionary.id) forget_codes();
  dictionary_ = dictionary.id;
  for (std::size_t code = by_code_.size(); code < dictionary.texts.size(); code = by_code_.size()) {
    const std::size_t count = std::min(kRows, dictionary.texts.size() - code);
    by_code_.resize(code + count);
    find_classes(std::span(dictionary.texts).subspan(code, count), by_code_.data() + code);
    for (std::size_t i = code; i < by_code_.size(); ++i) learn_code(i);
  }
}

void TextClasses::take_codes(std::span<const std::uint32_t> codes) {
  few_codes_ = by_code_.size() <= CodeTruths::kMostCodes && !answers_.many();
  if (few_codes_) by_few_codes_.take(codes);
  if (few_codes_ && answers_.truths_alone()) return;
  if (answers_.packed())
    return look_up(answers_.packed_rows().data(), codes.data(), packed_by_code_.data(), codes.size());
  look_up(answers_.rows().data(), codes.data(), by_code_.data(), codes.size());
}

void TextClasses::take_texts(std::span<const data::TextRef> texts) {
  find_classes(texts, answers_.rows().data());
  if (!answers_.packed()) return;
  for (std::size_t i = 0; i < texts.size(); ++i) answers_.packed_rows()[i] = answers_.packed_of(answers_.rows()[i]);
}

void TextClasses::take(const data::Column& column, std::size_t first, std::size_t count) {
  if (answers_.size() > kMostClasses || failed()) forget();
  if (column.codes != nullptr) {
    learn(*column.dictionary);
    take_codes(std::span(column.codes + first, count));
  } else {
    few_codes_ = false;
    take_texts(std::span(column.texts + first, count));
  }
  answers_.shown(count);
}

}  // namespace rubric::vm
