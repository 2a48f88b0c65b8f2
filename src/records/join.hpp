// Records whose lists come from other files: a reader that fills them in as the records stream by.
#pragma once

#include <memory>
#include <span>

#include "records/children.hpp"
#include "records/reader.hpp"

namespace rubric::records {

/// Reads as `records` does, and gives each record the rows that its keys call for. `children` have been
/// loaded and outlive the reader, as `layout` does. A record that has elements of its own in a joined
/// list ends the run (ReadError); one that would have more than `limits.list_elements` is rejected.
[[nodiscard]] std::unique_ptr<Reader> join_reader(std::unique_ptr<Reader> records, const data::Layout& layout,
                                                  std::span<const std::unique_ptr<Children>> children,
                                                  const Limits& limits = {});

}  // namespace rubric::records
