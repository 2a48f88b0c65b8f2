#include "records/input.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rubric::records {

// A whole block of room each time keeps the reads large; doubling keeps the copies of a long record
// linear in its length.
void Input::make_room() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (capacity_ - end_ >= kBlock) return;
  const std::size_t held = end_ - begin_;
  if (capacity_ - held >= kBlock) {
    std::memmove(data_.get(), data_.get() + begin_, held);
  } else {
    auto larger = std::make_unique_for_overwrite<char[]>(2 * capacity_ + kPadding);
    std::memcpy(larger.get(), data_.get() + begin_, held);
    data_ = std::move(larger);
    capacity_ *= 2;
  }
  begin_ = 0;
  end_ = held;
}

bool Input::more() {
  if (ended_) return false;
  make_room();
  const std::size_t got = source_(data_.get() + end_, kBlock);
  ended_ = got == 0;
  end_ += std::min(got, kBlock);
  // Some who read look a little further than the last byte, and are to see the same in every run.
  std::memset(data_.get() + end_, 0, kPadding);
  return !ended_;
}

void Input::exchange(Buffer& bytes) {
  bytes.reserve(2 * kBlock);
  std::swap(data_, bytes.data);
  std::swap(capacity_, bytes.capacity);
  begin_ = 0;
  end_ = std::exchange(bytes.size, 0);
  ended_ = false;
}

void Input::peek(std::size_t size) {
  while (bytes().size() < size && more()) {
  }
}

}  // namespace rubric::records
