// How often a lead makes the engine ask for memory, once everything has found its size.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "rubric.hpp"

namespace rubric::bench {

/// Allocations a lead in the second half of the records, or of the leads of a file.
[[nodiscard]] double warm_allocations(const std::string& criteria, std::span<const Record> records);
[[nodiscard]] double warm_allocations(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                                      records::Format format, std::size_t leads);

}  // namespace rubric::bench
