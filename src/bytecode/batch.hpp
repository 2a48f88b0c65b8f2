// A program for many leads at once: straight code over blocks of rows, without jumps.
//
// It stands beside the code for one record and uses it: the registers, constants and pieces of that code are
// the same ones, so what an operation means is written once. What depends on a text alone is asked once for
// each different text (a `TextSource`), what depends on nothing once for all rows (`once_entry`), and what has no
// instruction of its own row by row (a `Piece`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/member_set.hpp"
#include "data/operands.hpp"
#include "data/type.hpp"

namespace rubric::bytecode {

enum class BatchOp : std::uint32_t {
#define RUBRIC_BATCH_OP(name, d, a, b, c, effect) name,
#include "bytecode/batch_ops.def"
#undef RUBRIC_BATCH_OP
};

struct BatchOpInfo {
  std::string_view name;
  char d;
  char a;
  char b;
  char c;
  std::string_view effect;
};
[[nodiscard]] const BatchOpInfo& info(BatchOp op);
inline constexpr std::size_t kBatchOpCount = 0
#define RUBRIC_BATCH_OP(name, d, a, b, c, effect) +1
#include "bytecode/batch_ops.def"
#undef RUBRIC_BATCH_OP
    ;

struct BatchInstruction {
  BatchOp op = BatchOp::no_points;
  std::uint32_t d = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
};

/// Rows a block: what an instruction works on.
inline constexpr std::size_t kBatchRows = 512;
/// Marks an operand of lanes that is a column and no register.
inline constexpr std::uint32_t kInputLanes = 0x80000000U;
inline constexpr std::uint32_t kNoBatch = UINT32_MAX;

/// Where values come in: a slot, or a field of the elements of one.
struct BatchInput {
  std::uint32_t slot = 0;
  std::uint32_t field = kNoBatch;

  friend bool operator==(const BatchInput&, const BatchInput&) = default;
};

/// A test of a text against a constant, which a whole block of texts is asked at once.
struct BlockTest {
  data::TextTest what = data::TextTest::contains;
  bool folded = false;  ///< the text's case is folded first
  std::string part;
  std::uint32_t answer = 0;  ///< which answer of the source is yes when the text passes; several tests may share one
};

/// The most that a source may tell apart by members and block tests; a table of so many places stays in the cache.
inline constexpr std::size_t kMostPlaces = std::size_t{1} << 14U;

/// All that the program asks of one text and of nothing else.
///
/// Texts fall into classes: two texts of one class differ in nothing that is asked. A class is told by which
/// member of `members` the text is, by the block tests and by the probes.
struct TextSource {
  /// A value that leaves the source: a register, or points that are added up.
  struct Output {
    data::Kind kind = data::Kind::boolean;
    std::vector<std::uint32_t> registers;
  };
  BatchInput from;
  std::uint32_t text = 0;   ///< the register that takes the text
  data::MemberSet members;  ///< of all sets and constants that it is compared with
  std::vector<BlockTest> tests;
  std::uint32_t answers = 0;      ///< how many the tests have
  std::uint32_t probe_entry = 0;  ///< code that sets the probes
  std::vector<std::uint32_t> probes;
  std::uint32_t entry = 0;  ///< code that sets the outputs
  std::vector<Output> outputs;
};

/// One-record code that is run row by row.
struct Piece {
  enum class From : std::uint8_t { bits, lanes, texts, column };
  struct Input {
    std::uint32_t scalar = 0;  ///< the register that takes it
    From from = From::bits;
    std::uint32_t index = 0;  ///< of the batch register, or of the input
  };
  std::uint32_t entry = 0;
  std::vector<Input> inputs;
  std::uint32_t result = 0;
};

/// An aggregate over the elements of a pass.
struct Reduction {
  enum class What : std::uint8_t { count, any, sum, average, smallest, largest };
  What what = What::count;
  data::Kind kind = data::Kind::number;  ///< of the value
  std::uint32_t condition = 0;           ///< bits of the pass
  std::uint32_t value = 0;               ///< lanes of the pass
  std::uint32_t d = 0;                   ///< bits or lanes of the leads
};

/// Elements of one list, block by block, in their order.
struct Pass {
  std::uint32_t slot = 0;
  std::optional<std::uint32_t> clock;  ///< elements without this time, or with a later one than `until`, are left out
  std::uint32_t until = 0;             ///< a register of the one-record machine
  bool reads_leads = false;            ///< its code asks for values of the lead
  std::vector<std::uint32_t> sources;  ///< text sources of its fields
  std::vector<BatchInstruction> code;
  std::vector<Reduction> reductions;
};

/// Points by where a number, time or duration lies among bounds, as a by_range gives them.
struct Ranges {
  std::vector<double> numbers;  ///< the bounds, ascending; of times and durations in `ticks`
  std::vector<std::int64_t> ticks;
  std::int64_t below = 0;          ///< the points below all bounds
  std::vector<std::int64_t> more;  ///< what each bound adds to the points below it
  std::int64_t missing = 0;        ///< what a missing value adds to `below`
};

/// Where a value stands: in a register of one of the sorts, in an input as it is, or at a place of the module's index.
struct BatchValue {
  enum class Where : std::uint8_t { once, bits, lanes, texts, input, indexed };
  Where where = Where::once;
  std::uint32_t index = 0;
};

struct Batch {
  std::uint32_t once_entry = 0;  ///< code for what is the same for all rows
  std::vector<BatchInput> inputs;
  std::vector<TextSource> sources;
  std::vector<Piece> pieces;
  std::vector<Pass> passes;
  std::vector<Ranges> ranges;
  std::vector<BatchInstruction> code;
  std::uint32_t bits = 0;  ///< registers of each sort
  std::uint32_t lanes = 0;
  std::uint32_t texts = 0;
  std::vector<BatchValue> outcomes;  ///< one an outcome of the module
  std::vector<BatchValue> tested;    ///< one a field of the module's index
};

}  // namespace rubric::bytecode
