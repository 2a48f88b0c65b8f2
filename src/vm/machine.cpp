#include "vm/machine.hpp"

#include <algorithm>

#include "builtins/table.hpp"
#include "bytecode/verify_batch.hpp"

namespace rubric::vm {

using bytecode::Instruction;
using bytecode::Opcode;
using data::Cell;

namespace {

// The signatures of built-ins: what the module's own verifier cannot know.
void verify_calls(const bytecode::Module& module, std::vector<std::string>& faults) {
  for (const Instruction& i : module.code) {
    if (i.op != Opcode::call) continue;
    const std::uint32_t* args = module.arguments.data() + i.a;
    if (args[0] >= builtins::signatures().size()) {
      faults.emplace_back("call of no built-in");
      continue;
    }
    const builtins::Signature& s = builtins::signature(static_cast<builtins::Builtin>(args[0]));
    const std::size_t count = i.b - 1;
    bool fits = module.registers[i.d] == s.result && (s.variadic ? count >= 1 : count == s.parameters.size());
    for (std::size_t k = 0; fits && k < count; ++k) {
      fits = module.registers[args[1 + k]] == s.parameters[std::min(k, s.parameters.size() - 1)];
    }
    if (!fits) faults.push_back("call of `" + std::string(s.name) + "` with operands of other kinds");
  }
}

}  // namespace

Image::Loaded Image::load(bytecode::Module module) {
  Loaded out;
  out.faults = bytecode::verify(module);
  if (out.faults.empty()) verify_calls(module, out.faults);
  if (out.faults.empty() && module.batch) out.faults = bytecode::verify_batch(module);
  if (!out.faults.empty()) return out;
  std::shared_ptr<Image> image(new Image(std::move(module)));
  for (const data::PatternSource& p : image->module_.patterns) {
    builtins::PatternFault fault;
    auto pattern = builtins::Pattern::compile(p.pattern, p.flags, fault);
    if (!pattern) {
      out.faults.push_back("pattern: " + fault.message);
      return out;
    }
    image->patterns_.push_back(std::move(*pattern));
  }
  image->row_code_ = row_code(image->module_);
  out.image = std::move(image);
  return out;
}

Machine::Machine(std::shared_ptr<const Image> image, const Limits& limits)
    : image_(std::move(image)), limits_(limits), arena_(limits.scratch_bytes) {
  const bytecode::Module& m = image_->module();
  collections_.resize(m.collections);
  registers_.resize(m.registers.size());
  for (std::uint32_t r = 0; r < m.registers.size(); ++r) registers_[r] = data::missing_cell(m.registers[r]);
  std::ranges::copy(m.constants, registers_.begin() + m.first_constant());
  registers_.emplace_back(data::Tri::yes);
  registers_.emplace_back(data::Tri::no);
  if (!m.index.empty()) index_.emplace(m.index);
}

const Cell& Machine::indexed(std::size_t place) const {
  static const Cell kVerdicts[] = {Cell(data::Tri::no), Cell(data::Tri::unknown), Cell(data::Tri::yes)};
  return kVerdicts[static_cast<std::size_t>(index_->value(place))];
}

bool Machine::within_fuel() const {
  std::uint64_t visits = 0;
  for (const auto& loop : image_->module().loops) {
    std::uint64_t product = 1;
    for (const std::uint32_t slot : loop) {
      // Saturates far above any limit, far below overflow.
      product = std::min<std::uint64_t>(product * registers_[slot].list.count, std::uint64_t{1} << 40U);
    }
    visits += product;
  }
  return visits <= limits_.visited_elements;
}

Status Machine::run(std::int64_t as_of) {
  if (!within_fuel()) return Status::fuel_limit;
  arena_.reset();
  registers_[image_->module().as_of_register()] = Cell(as_of);
  execute(0);
  if (index_) index_->decide(image_->module().registers, registers_.data());
  return arena_.exhausted() ? Status::scratch_limit : Status::decided;
}

}  // namespace rubric::vm
