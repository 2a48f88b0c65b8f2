// Counts every allocation of the program that this file is linked into.
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "measure.hpp"

namespace {

std::atomic<std::size_t> count{0};

void* take(std::size_t size, std::size_t alignment) {
  count.fetch_add(1, std::memory_order_relaxed);
  const std::size_t whole = (size + alignment) / alignment * alignment;
  if (void* out =
          alignment > alignof(std::max_align_t) ? std::aligned_alloc(alignment, whole) : std::malloc(size + 1)) {
    return out;
  }
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return take(size, 1);
}
void* operator new[](std::size_t size) {
  return take(size, 1);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return take(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return take(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  count.fetch_add(1, std::memory_order_relaxed);
  return std::malloc(size + 1);
}
void* operator new[](std::size_t size, const std::nothrow_t& nothrow) noexcept {
  return operator new(size, nothrow);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

std::size_t rubric::bench::allocations() {
  return count.load(std::memory_order_relaxed);
}
