#include "records/bytes.hpp"

#include <utility>

namespace rubric::records {

ByteSource bytes_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](char* buffer, std::size_t size) mutable {
    const std::size_t n = text.copy(buffer, size, at);
    at += n;
    return n;
  };
}

}  // namespace rubric::records
