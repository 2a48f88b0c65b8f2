#include "engine/in_order.hpp"

#include <utility>

namespace rubric::engine {

bool InOrder::wait_for_room(std::uint64_t number) {
  Lock lock(mutex_);
  const auto there_is = [&] {
    const std::uint64_t ahead = number - next_;
    return ahead < kNear * threads_ || (ahead < kFar * threads_ && held_back_ < kHeldBack);
  };
  changed_.wait(lock, [&] { return fault_ || there_is(); });
  return !fault_;
}

std::unique_ptr<Part> InOrder::part() {
  const Lock lock(mutex_);
  if (free_.empty()) return receiver_.make();
  std::unique_ptr<Part> out = std::move(free_.back());
  free_.pop_back();
  return out;
}

// The receiver works outside of the lock; `taking_` keeps it to one call at a time.
void InOrder::take(Lock& lock, Part* part, std::uint64_t position, std::exception_ptr fault) {
  taking_ = true;
  lock.unlock();
  try {
    if (part != nullptr) receiver_.take(*part, position);
  } catch (...) {
    fault = std::current_exception();
  }
  if (fault) stopped_();
  lock.lock();
  taking_ = false;
  if (fault) fault_ = std::move(fault);
}

bool InOrder::hand_on(std::uint64_t number, Part& part, std::uint64_t position) {
  Lock lock(mutex_);
  changed_.wait(lock, [&] { return fault_ || (number == next_ && !taking_); });
  if (fault_) return false;
  take(lock, &part, position, nullptr);
  changed_.notify_all();
  return !fault_;
}

void InOrder::finish(std::uint64_t number, std::unique_ptr<Part> part, std::uint64_t position,
                     std::exception_ptr fault) {
  Lock lock(mutex_);
  held_back_ += part == nullptr ? 0 : part->bytes();
  waiting_[number % waiting_.size()] = {true, std::move(part), position, std::move(fault)};
  while (!fault_ && !taking_) {
    Done& place = waiting_[next_ % waiting_.size()];
    if (!place.done) break;
    Done now = std::exchange(place, {});
    held_back_ -= now.part == nullptr ? 0 : now.part->bytes();
    take(lock, now.part.get(), now.position, std::move(now.fault));
    if (now.part != nullptr) free_.push_back(std::move(now.part));
    ++next_;
  }
  changed_.notify_all();
}

}  // namespace rubric::engine
