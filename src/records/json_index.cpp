#include "records/json_index.hpp"

#include <simdjson.h>

#include <algorithm>
#include <new>

#include "records/input.hpp"

namespace rubric::records {

struct JsonIndex::Simd {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  // What an empty stretch is answered with: simdjson makes no tokens then.
  std::uint32_t none[1] = {0};

  void reserve(std::size_t size) {
    if (parser != nullptr && parser->capacity() >= size) return;
    const std::size_t capacity = std::max(size, 2 * Input::kBlock);
    const auto error =
        parser == nullptr ? simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, parser)
                          : parser->set_capacity(capacity);
    if (error != simdjson::SUCCESS) throw std::bad_alloc();
  }
};

JsonIndex::JsonIndex() : simd_(std::make_unique<Simd>()) {}
JsonIndex::~JsonIndex() = default;

JsonIndex::State JsonIndex::build(std::string_view bytes) {
  count_ = 0;
  if (bytes.empty()) return State::fine;
  simd_->reserve(bytes.size());
  const auto error = simd_->parser->stage1(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                                           simdjson::stage1_mode::regular);
  if (error == simdjson::EMPTY) return State::fine;
  if (error == simdjson::UTF8_ERROR) return State::not_utf8;
  if (error != simdjson::SUCCESS) return State::bad_text;
  count_ = simd_->parser->n_structural_indexes;
  return State::fine;
}

JsonSpan JsonIndex::whole(std::string_view bytes) const {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const auto escape = static_cast<std::uint32_t>(std::min(bytes.find('\\'), bytes.size()));
  return {bytes.data(), tokens(), count_, 0, 0, size, escape};
}

const std::uint32_t* JsonIndex::tokens() const {
  return count_ == 0 ? simd_->none : simd_->parser->structural_indexes.get();
}

}  // namespace rubric::records
