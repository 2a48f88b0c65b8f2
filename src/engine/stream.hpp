// Records in, decisions out, on any number of threads: what comes out is the same for every number.
//
// The input is cut into blocks of whole records (records/blocks.hpp). A thread takes the next block, reads and
// decides its records, and gathers what its caller makes of them in a Part. Parts are handed on in the order of the
// blocks. Memory: for each thread a block, and two parts at most. One thread reads the input as it comes, without
// blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/part.hpp"

namespace rubric::engine {

struct StreamOptions {
  std::int64_t as_of = 0;           ///< microseconds
  std::size_t threads = 1;          ///< at least 1, the caller's among them
  std::size_t block = 128U << 10U;  ///< bytes; fits into a core's own cache with what is made of it
  bool each_record = false;         ///< call Part::read
  bool columns = false;             ///< decide blocks of leads, for Part::decided_block
};

/// One input. Called from any thread, one call at a time, but for `stop`.
struct Stream {
  using Reader = std::unique_ptr<records::Reader>;

  records::ByteSource bytes;
  records::Options options;
  /// How far the source has been read, for Receiver::take.
  std::function<std::uint64_t()> position = [] { return std::uint64_t{0}; };
  /// The run has ended: a read that waits should come back. May be called while `bytes` is.
  std::function<void()> stop = [] {};
  /// Put around each reader, e.g. to join lists.
  std::function<Reader(Reader)> around = [](Reader reader) { return reader; };
};

class DecidingThread;

/// Holds an evaluator for each thread: keep it for all files of a run.
class Deciders {
 public:
  Deciders(std::shared_ptr<const Program> program, const StreamOptions& options);
  ~Deciders();

  /// All records of the stream. Throws what ends the run early (records::ReadError, what the receiver throws):
  /// that which stands first in the input, once everything before it has been handed on.
  void decide(const Stream& stream, Receiver& receiver);

 private:
  DecidingThread& decider(std::size_t thread);

  std::shared_ptr<const Program> program_;
  StreamOptions options_;
  std::vector<std::unique_ptr<DecidingThread>> deciders_;  // one a thread, made when it is needed
};

}  // namespace rubric::engine
