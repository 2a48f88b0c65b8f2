// Which class the answers to the probes of a text make.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "bytecode/batch.hpp"
#include "vm/machine.hpp"

namespace rubric::vm {

/// Not thread-safe. Does not allocate once no new answers come.
class ProbeKeys {
 public:
  /// Both must outlive this.
  ProbeKeys(const bytecode::TextSource& source, const Machine& machine);

  void forget();

  /// The class of a text with this place among members and tests, whose probes the machine has answered; UINT32_MAX,
  /// to be set, where no text had these answers. It holds until the next call.
  [[nodiscard]] std::uint32_t& class_of(std::uint32_t place);

 private:
  [[nodiscard]] std::uint64_t short_key(std::uint32_t place) const;
  void long_key(std::uint32_t place);

  const bytecode::TextSource& source_;
  const Machine& machine_;
  bool short_ = false;  ///< the probes are few and bools: the key fits into 64 bits
  std::unordered_map<std::uint64_t, std::uint32_t> by_short_key_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::string key_;
};

}  // namespace rubric::vm
