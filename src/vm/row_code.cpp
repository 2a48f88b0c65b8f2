#include "vm/row_code.hpp"

#include <optional>
#include <string_view>

#include "builtins/number.hpp"

namespace rubric::vm {

namespace {

using bytecode::Instruction;
using bytecode::Module;
using bytecode::Opcode;
using data::Kind;

enum class Form : std::uint32_t {
  and_,
  or_,
  and_jump,
  or_jump,
  line,
  branch,
  of_field,
  with_field,
  seek_of_field,
  seek_with_field
};

std::optional<StepKind> step_of(Opcode test, Form form) {
  switch (test) {
#define RUBRIC_ROW_TEST(name, answer) \
  case Opcode::name:                  \
    return static_cast<StepKind>(static_cast<std::uint32_t>(StepKind::name##_and) + static_cast<std::uint32_t>(form));
#include "vm/row_tests.def"
#undef RUBRIC_ROW_TEST
    default: return std::nullopt;
  }
}

bool is_test(Opcode op) {
  return step_of(op, Form::and_).has_value();
}

bool is_register(char letter) {
  return std::string_view("bntidpkxl").find(letter) != std::string_view::npos;
}

class Coder {
 public:
  explicit Coder(const Module& module)
      : module_(module), uses_(module.registers.size()), entered_(module.code.size()), step_of_(module.code.size()) {}

  RowCode run() {
    for (const Instruction& i : module_.code) look_at(i);
    for (const bytecode::Outcome& o : module_.outcomes) look_at(o);
    for (const std::uint32_t r : module_.watched) ++uses_[r];
    for (const auto& field : module_.index.fields) ++uses_[field.value];
    if (module_.batch) look_at(*module_.batch);
    for (std::size_t at = 0; at < module_.code.size();) {
      step_of_[at] = static_cast<std::uint32_t>(steps_.size());
      at += take(at);
    }
    for (Step& s : steps_) aim(s);
    return {std::move(steps_), std::move(step_of_)};
  }

 private:
  // Registers that are read, and instructions that are jumped to. Plain numbers among arguments count as reads: at
  // worst something is not joined.
  void look_at(const Instruction& i) {
    const bytecode::OpcodeInfo& letters = bytecode::info(i.op);
    const auto operand = [&](char letter, std::uint32_t value) {
      if (is_register(letter)) ++uses_[value];
      if (letter == '@' || letter == '<') entered_[value] = true;
    };
    operand(letters.a, i.a);
    operand(letters.b, i.b);
    if (letters.a != '[') return;
    for (std::uint32_t k = 0; k < i.b; ++k) {
      const std::uint32_t argument = module_.arguments[i.a + k];
      if (argument < uses_.size()) ++uses_[argument];
    }
  }

  void look_at(const bytecode::Outcome& o) {
    const auto result = [&](std::uint32_t place) {
      if ((place & bytecode::kIndexed) == 0) ++uses_[place];
    };
    result(o.value);
    for (const bytecode::Reason& r : o.reasons) {
      result(r.condition);
      if (r.points) result(*r.points);
    }
  }

  // What the batch machine reads when a piece of the code has run.
  void look_at(const bytecode::Batch& batch) {
    for (const bytecode::TextSource& source : batch.sources) {
      for (const std::uint32_t r : source.probes) ++uses_[r];
      for (const auto& output : source.outputs) {
        for (const std::uint32_t r : output.registers) ++uses_[r];
      }
    }
    for (const bytecode::Piece& piece : batch.pieces) ++uses_[piece.result];
    for (const auto* const values : {&batch.outcomes, &batch.tested}) {
      for (const bytecode::BatchValue& v : *values) {
        if (v.where == bytecode::BatchValue::Where::once) ++uses_[v.index];
      }
    }
    look_at(batch.code);
    for (const bytecode::Pass& pass : batch.passes) {
      if (pass.clock) ++uses_[pass.until];
      look_at(pass.code);
    }
  }

  void look_at(const std::vector<bytecode::BatchInstruction>& code) {
    for (const bytecode::BatchInstruction& i : code) {
      const bytecode::BatchOpInfo& letters = bytecode::info(i.op);
      if (letters.a == 'S') ++uses_[i.a];
      if (letters.b == 'S') ++uses_[i.b];
      if (letters.c == 'S') ++uses_[i.c];
    }
  }

  // How many instructions the step stands for.
  std::size_t take(std::size_t at) {
    const Instruction& i = module_.code[at];
    if (i.op == Opcode::field) {
      if (const std::size_t taken = element_branch(at)) return taken;
    }
    if (is_test(i.op)) {
      if (const std::size_t taken = test(at)) return taken;
    }
    Step& s = steps_.emplace_back(Step{static_cast<StepKind>(i.op), i.d, i.a, i.b});
    if (i.op == Opcode::move) s.kind = move(module_.registers[i.d]);
    if (i.op == Opcode::line_points && is_constant(i.b)) {
      s.kind = StepKind::line_constant;
      s.points = points(i.b);
    }
    return 1;
  }

  static StepKind move(Kind kind) {
    if (kind == Kind::boolean) return StepKind::move_bool;
    const bool word = kind == Kind::number || kind == Kind::time || kind == Kind::duration;
    return word ? StepKind::move_word : StepKind::move;
  }

  [[nodiscard]] bool is_constant(std::uint32_t r) const {
    return r >= module_.first_constant() && r < module_.first_computed();
  }
  [[nodiscard]] std::int64_t points(std::uint32_t constant) const {
    const data::Cell& number = module_.constants[constant - module_.first_constant()];
    return static_cast<std::int64_t>(builtins::points_of(number.number).value_or(0));
  }

  // The instruction there, if it is the one and nobody jumps to it.
  [[nodiscard]] const Instruction* next(std::size_t at, Opcode op) const {
    const bool found = at < module_.code.size() && module_.code[at].op == op && !entered_[at];
    return found ? &module_.code[at] : nullptr;
  }

  // A test whose answer only the next instruction reads.
  std::size_t test(std::size_t at) {
    const Instruction& i = module_.code[at];
    if (uses_[i.d] != 1) return 0;
    if (const Instruction* line = next(at + 1, Opcode::line_points); line != nullptr && line->a == i.d) {
      if (!is_constant(line->b)) return 0;
      join(i, Form::line).d = line->d;
      steps_.back().points = points(line->b);
      return 2;
    }
    if (const Instruction* jump = next(at + 1, Opcode::jump_unless_yes); jump != nullptr && jump->a == i.d) {
      join(i, Form::branch).to = jump->b;
      return 2;
    }
    if (const std::size_t taken = connected(at, Opcode::and_, Opcode::jump_if_no)) return taken;
    return connected(at, Opcode::or_, Opcode::jump_if_yes);
  }

  // A test that goes on with, or begins, a run of `and`s or of `or`s.
  std::size_t connected(std::size_t at, Opcode connective, Opcode settled) {
    const Instruction& i = module_.code[at];
    const bool all = connective == Opcode::and_;
    const auto jump_of = [&](std::uint32_t so_far) -> const Instruction* {
      const Instruction* jump = next(at + 2, settled);
      return jump != nullptr && jump->a == so_far ? jump : nullptr;
    };
    if (const Instruction* joined = next(at + 1, connective); joined != nullptr && joined->b == i.d) {
      const Instruction* jump = jump_of(joined->d);
      const Form with_jump = all ? Form::and_jump : Form::or_jump;
      Step& s = join(i, jump != nullptr ? with_jump : all ? Form::and_ : Form::or_);
      s.d = joined->d;
      s.with = joined->a;
      if (jump != nullptr) s.to = jump->b;
      return jump != nullptr ? 3 : 2;
    }
    const Instruction* first = next(at + 1, Opcode::move);
    if (first == nullptr || first->a != i.d) return 0;
    const Instruction* jump = jump_of(first->d);
    if (jump == nullptr) return 0;
    Step& s = join(i, all ? Form::and_jump : Form::or_jump);
    s.d = first->d;
    s.with = static_cast<std::uint32_t>(module_.registers.size()) + (all ? 0U : 1U);
    s.to = jump->b;
    return 3;
  }

  // A field that only one test reads, whose answer only a jump reads.
  std::size_t element_branch(std::size_t at) {
    const Instruction& field = module_.code[at];
    if (uses_[field.d] != 1 || at + 1 >= module_.code.size() || entered_[at + 1]) return 0;
    const Instruction& asked = module_.code[at + 1];
    if (!is_test(asked.op) || uses_[asked.d] != 1) return 0;
    const Instruction* jump = next(at + 2, Opcode::jump_unless_yes);
    if (jump == nullptr || jump->a != asked.d) return 0;
    const bool left = asked.a == field.d;
    if (!left && !(is_register(bytecode::info(asked.op).b) && asked.b == field.d)) return 0;
    // At the head of a loop, from where the loop goes on with the next element: it can as well be looked for here.
    const Instruction& missed = module_.code[jump->b];
    const bool seek = missed.op == Opcode::advance && missed.a == field.a && missed.b == at;
    Step& s = join(asked, left ? (seek ? Form::seek_of_field : Form::of_field)
                               : (seek ? Form::seek_with_field : Form::with_field));
    (left ? s.a : s.b) = field.a;
    s.with = field.b;
    s.to = seek ? jump->b + 1 : jump->b;
    if (seek) s.d = missed.d;
    return 3;
  }

  Step& join(const Instruction& test, Form form) {
    return steps_.emplace_back(Step{*step_of(test.op, form), test.d, test.a, test.b});
  }

  // From instructions to steps.
  void aim(Step& s) {
    if (s.kind >= StepKind::move_bool) {
      s.to = step_of_[s.to];
      return;
    }
    const bytecode::OpcodeInfo& letters = bytecode::info(static_cast<Opcode>(s.kind));
    if (letters.a == '@') s.to = step_of_[s.a];
    if (letters.b == '@' || letters.b == '<') s.to = step_of_[s.b];
  }

  const Module& module_;
  std::vector<std::uint32_t> uses_;     // by register
  std::vector<bool> entered_;           // by instruction: it is jumped to
  std::vector<std::uint32_t> step_of_;  // by instruction
  std::vector<Step> steps_;
};

}  // namespace

RowCode row_code(const Module& module) {
  return Coder(module).run();
}

}  // namespace rubric::vm
