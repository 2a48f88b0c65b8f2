#include "engine/stream.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <string>

#include "base/threads.hpp"
#include "engine/in_columns.hpp"
#include "engine/in_order.hpp"
#include "records/blocks.hpp"

namespace rubric::engine {

namespace {

// Handed on at once where nothing else says when: often enough for a line of progress, and for little memory.
constexpr std::size_t kAtOnce = 1024;
constexpr std::size_t kAll = SIZE_MAX;
constexpr std::size_t kFull = 2U << 20U;  // bytes of a part

}  // namespace

// Reads and decides what a reader has: the loop that everything else is built around. One a thread.
class DecidingThread {
 public:
  DecidingThread(const std::shared_ptr<const Program>& program, const StreamOptions& options)
      : options_(options), lead_(program) {
    if (options.columns) columns_.emplace(program);
  }

  /// Up to so many records. False where there is more, since these were all or the part is full.
  bool decide(records::Reader& reader, Part& part, std::size_t most) {
    if (!columns_) return one_by_one(reader, part, most);
    bool end = false;
    try {
      end = gather(reader, part, most);
    } catch (...) {
      columns_->flush(options_.as_of, part);
      throw;
    }
    columns_->flush(options_.as_of, part);
    return end;
  }

 private:
  bool one_by_one(records::Reader& reader, Part& part, std::size_t most) {
    for (std::size_t i = 0; i < most; ++i) {
      const records::Step step = reader.next(lead_.slots());
      if (step == records::Step::end) return true;
      if (options_.each_record) part.read(reader);
      if (step == records::Step::rejected) {
        part.rejected(reader.rejection());
      } else if (const vm::Status status = lead_.decide(options_.as_of); status == vm::Status::decided) {
        part.decided(lead_, {reader.record_number(), reader.line()});
      } else {
        part.undecided(status, {reader.record_number(), reader.line()});
      }
      if (part.bytes() >= kFull) break;
    }
    return false;
  }

  bool gather(records::Reader& reader, Part& part, std::size_t most) {
    for (std::size_t i = 0; i < most;) {
      // Whoever looks at each record has them one by one.
      const std::size_t gathered = options_.each_record ? 0 : columns_->gather(reader, most - i, options_.as_of, part);
      i += gathered;
      if (gathered > 0) continue;
      ++i;
      const records::Step step = reader.next(columns_->slots());
      if (step == records::Step::end) return true;
      if (options_.each_record) part.read(reader);
      if (step == records::Step::rejected) {
        columns_->reject(reader.rejection());
      } else {
        columns_->add({reader.record_number(), reader.line()}, options_.as_of, part);
      }
      if (part.bytes() >= kFull) break;
    }
    return false;
  }

  const StreamOptions& options_;
  Evaluator lead_;
  std::optional<InColumns> columns_;
};

namespace {

// On one thread nothing has to be cut. What was gathered before a fault is handed on before it.
void decide_alone(const Stream& stream, const Program& program, DecidingThread& decider, Receiver& receiver) {
  const std::unique_ptr<Part> part = receiver.make();
  std::exception_ptr fault;
  std::unique_ptr<records::Reader> reader;
  for (bool done = false; !done;) {
    try {
      if (reader == nullptr)
        reader = stream.around(records::open_reader(stream.bytes, program.layout(), stream.options));
      done = decider.decide(*reader, *part, kAtOnce);
      if (done) part->end(*reader);
    } catch (...) {
      fault = std::current_exception();
    }
    receiver.take(*part, stream.position());
    if (fault) std::rethrow_exception(fault);
  }
}

// One stream on its way through the threads.
class Flow {
 public:
  Flow(const Stream& stream, const StreamOptions& options, const Program& program, Receiver& receiver)
      : stream_(stream),
        options_(options),
        program_(program),
        blocks_(stream.bytes, stream.options, options.block, options.columns ? vm::kRows : UINT64_MAX),
        out_(receiver, options.threads, stream.stop) {}

  // A thread's own: its block, and the reader that it is read with.
  struct Worker {
    explicit Worker(DecidingThread& own) : decider(own) {}

    DecidingThread& decider;
    records::Block block;
    std::uint64_t number = 0;    // of the block
    std::uint64_t position = 0;  // of the source behind the block
    std::exception_ptr fault;    // there is no block
    std::unique_ptr<records::Reader> reader;
    std::size_t opened = 0;  // how much of the first block the reader has been given
  };

  /// The first block, which there always is.
  void first(Worker& worker) {
    if (!take(worker) || worker.fault) return;
    const records::Buffer& bytes = worker.block.bytes;
    head_.assign(bytes.data.get(), bytes.size);
  }
  /// The block that the worker has, and all that it can get then.
  void work(Worker& worker) {
    do decide(worker);
    while (take(worker));
  }
  /// The next block, unless there is none or the run has ended.
  bool take(Worker& worker);

  void check() const { out_.check(); }

 private:
  void decide(Worker& worker);
  void read(Worker& worker, Part& part);
  void open(Worker& worker);

  const Stream& stream_;
  const StreamOptions& options_;
  const Program& program_;
  std::mutex mutex_;  // of the blocks, and of the number of the next one
  records::Blocks blocks_;
  std::uint64_t numbers_ = 0;
  InOrder out_;
  std::string head_;  // the first block: every reader is opened over it
};

bool Flow::take(Worker& worker) {
  const std::lock_guard lock(mutex_);
  if (!out_.wait_for_room(numbers_)) return false;
  worker.number = numbers_;
  try {
    if (!blocks_.next(worker.block)) return false;
  } catch (...) {
    worker.fault = std::current_exception();
  }
  ++numbers_;
  worker.position = stream_.position();
  return true;
}

// A reader learns what it has to know of the whole input, such as the heading row, from the first block.
void Flow::open(Worker& worker) {
  const auto source = [this, &worker](char* buffer, std::size_t size) -> std::size_t {
    const std::size_t known = head_.copy(buffer, size, worker.opened);
    worker.opened += known;
    return known > 0 || !worker.block.open ? known : blocks_.behind(buffer, size);
  };
  worker.reader = stream_.around(records::open_reader(source, program_.layout(), stream_.options));
}

void Flow::read(Worker& worker, Part& part) {
  if (worker.reader == nullptr) open(worker);
  worker.opened = worker.number == 0 ? worker.opened : head_.size();
  if (worker.number > 0) worker.reader->resume(worker.block);
  const std::size_t most = worker.block.open ? kAtOnce : kAll;
  while (!worker.decider.decide(*worker.reader, part, most)) {
    if (worker.block.open) worker.position = stream_.position();
    if (!out_.hand_on(worker.number, part, worker.position)) return;
  }
  if (worker.block.open) worker.position = stream_.position();
  part.end(*worker.reader);
  // The reader gives the buffer back: the next block is read into memory that is in the core's own cache.
  if (worker.number > 0) worker.reader->resume(worker.block);
}

void Flow::decide(Worker& worker) {
  std::unique_ptr<Part> part;
  std::exception_ptr fault = std::move(worker.fault);
  try {
    part = out_.part();
    if (!fault) read(worker, *part);
  } catch (...) {
    fault = std::current_exception();
  }
  out_.finish(worker.number, std::move(part), worker.position, std::move(fault));
}

}  // namespace

Deciders::Deciders(std::shared_ptr<const Program> program, const StreamOptions& options)
    : program_(std::move(program)), options_(options) {
  options_.threads = std::max<std::size_t>(options_.threads, 1);
  deciders_.resize(options_.threads);
}

Deciders::~Deciders() = default;

DecidingThread& Deciders::decider(std::size_t thread) {
  if (deciders_[thread] == nullptr) deciders_[thread] = std::make_unique<DecidingThread>(program_, options_);
  return *deciders_[thread];
}

// What fits into one block is decided without another thread.
void Deciders::decide(const Stream& stream, Receiver& receiver) {
  if (options_.threads == 1) return decide_alone(stream, *program_, decider(0), receiver);
  Flow flow(stream, options_, *program_, receiver);
  Flow::Worker first{decider(0)};
  flow.first(first);
  const bool all = first.fault || first.block.last || first.block.open;
  base::on_threads(all ? 1 : options_.threads, [&](std::size_t thread) {
    if (thread == 0) return flow.work(first);
    try {
      Flow::Worker worker{decider(thread)};
      if (flow.take(worker)) flow.work(worker);
    } catch (const std::bad_alloc&) {
      // No memory for one more: the others do its part.
    }
  });
  flow.check();
}

}  // namespace rubric::engine
