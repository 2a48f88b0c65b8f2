// Work on several threads at once: how many there may be, and starting them.
#pragma once

#include <cstddef>
#include <functional>

namespace rubric::base {

/// The cores that this process may use, at least 1: fewer than the machine has where it was told so (taskset, a
/// container).
[[nodiscard]] std::size_t cores();

/// Calls `work` with 0, 1, … on so many threads, this one among them with 0, and returns when all calls have. Where
/// no more threads can be started, those that there are do all the work. `work` throws nothing.
void on_threads(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace rubric::base
