// Parts out in the order of their numbers, whoever is done first. The thread that brings the part whose turn it
// is hands on that one and those behind it that wait; nobody waits for a slower neighbour before the window is full.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/part.hpp"

namespace rubric::engine {

class InOrder {
 public:
  /// `stopped` is called once, when an error ends the run.
  InOrder(Receiver& receiver, std::size_t threads, std::function<void()> stopped)
      : receiver_(receiver), threads_(threads), waiting_(kFar * threads), stopped_(std::move(stopped)) {
    free_.reserve(waiting_.size());
  }

  /// Waits until that number may be worked on. False: the run has ended.
  [[nodiscard]] bool wait_for_room(std::uint64_t number);
  [[nodiscard]] std::unique_ptr<Part> part();

  /// Hands on what there is so far of a number, when its turn comes. False: the run has ended.
  [[nodiscard]] bool hand_on(std::uint64_t number, Part& part, std::uint64_t position);
  /// All that is left of a number, if there is a part; with a fault, which ends the run when it is its turn.
  void finish(std::uint64_t number, std::unique_ptr<Part> part, std::uint64_t position, std::exception_ptr fault);

  /// Once all threads are done: throws the fault that ended the run.
  void check() const {
    if (fault_) std::rethrow_exception(fault_);
  }

 private:
  // A thread that the system has put aside for a while keeps the others waiting: so they may get far ahead of it, as
  // long as what they make of it is little.
  static constexpr std::size_t kNear = 2;              // parts a thread, however large
  static constexpr std::size_t kFar = 16;              // parts a thread
  static constexpr std::size_t kHeldBack = 8U << 20U;  // bytes of all parts that wait

  using Lock = std::unique_lock<std::mutex>;
  struct Done {
    bool done = false;
    std::unique_ptr<Part> part;
    std::uint64_t position = 0;
    std::exception_ptr fault;
  };
  void take(Lock& lock, Part* part, std::uint64_t position, std::exception_ptr fault);

  Receiver& receiver_;
  std::size_t threads_;
  std::vector<Done> waiting_;  // by number, round and round
  std::size_t held_back_ = 0;  // bytes of them
  std::function<void()> stopped_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t next_ = 0;  // whose turn it is
  bool taking_ = false;     // a part is being handed on
  std::exception_ptr fault_;
  std::vector<std::unique_ptr<Part>> free_;
};

}  // namespace rubric::engine
