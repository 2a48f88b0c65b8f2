// What is made of decided leads: gathered by one thread for leads that stand one behind the other, then handed
// on in the order of the input.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/engine.hpp"
#include "records/reader.hpp"
#include "vm/batch.hpp"

namespace rubric::engine {

/// Where a record stands in its file: both from 1.
struct Place {
  std::uint64_t record = 0;
  std::uint64_t line = 0;
};

/// Used by one thread at a time.
class Part {
 public:
  virtual ~Part() = default;

  /// Each record, before anything else is done with it. What this throws ends the run there. Called only if
  /// StreamOptions::each_record asks for it.
  virtual void read(const records::Reader&) {}
  /// What the evaluator has just decided; it holds until the call returns.
  virtual void decided(Evaluator& lead, const Place& place) = 0;
  /// The same of a block of leads, in place of the call above, where StreamOptions::columns asks for it. Those that
  /// are past a limit follow as `undecided`.
  virtual void decided_block(const vm::BatchMachine&) {}
  virtual void rejected(const records::Rejection& rejection) = 0;
  /// A lead past a limit of the machine.
  virtual void undecided(vm::Status why, const Place& place) = 0;
  /// No more comes of this reader for now: what it has tallied since it was opened or resumed belongs here.
  virtual void end(const records::Reader& reader) = 0;
  /// How much is gathered, in bytes, about; past some, it is handed on before its block ends.
  [[nodiscard]] virtual std::size_t bytes() const { return 0; }
};

class Receiver {
 public:
  virtual ~Receiver() = default;

  /// An empty part. One call at a time, from any thread.
  [[nodiscard]] virtual std::unique_ptr<Part> make() = 0;
  /// In the order of the input, one call at a time, from any thread. Leaves the part empty: it is used again.
  /// `position` is how far the source had been read for it.
  virtual void take(Part& part, std::uint64_t position) = 0;
};

}  // namespace rubric::engine
