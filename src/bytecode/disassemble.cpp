#include <fmt/core.h>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "bytecode/module.hpp"

namespace rubric::bytecode {

namespace {

constexpr OpcodeInfo kOpcodes[] = {
#define RUBRIC_OPCODE(name, d, a, b, effect) {#name, d, a, b, effect},
#include "bytecode/opcodes.def"
#undef RUBRIC_OPCODE
};

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, 40)) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20U ? '.' : c;
  }
  return out + (text.size() > 40 ? "…\"" : "\"");
}

std::string constant_text(Kind kind, const Cell& value) {
  if (kind == Kind::points) return base::number_text(static_cast<double>(value.points) / 1e9) + " points";
  if (data::is_missing(kind, value)) return "missing";
  switch (kind) {
    case Kind::boolean: return value.tri == data::Tri::yes ? "true" : "false";
    case Kind::number: return base::number_text(value.number);
    case Kind::text: return quoted(data::view(value.text));
    case Kind::time: return base::date_or_time_text(value.ticks);
    case Kind::points: return base::number_text(static_cast<double>(value.points) / 1e9) + " points";
    default: return base::duration_text(value.ticks);
  }
}

class Disassembler {
 public:
  explicit Disassembler(const Module& module) : module_(module) {}

  std::string run() {
    header();
    for (std::size_t i = 0; i < module_.code.size(); ++i) line(i);
    if (!module_.index.empty()) index();
    for (const Outcome& o : module_.outcomes) {
      out_ += fmt::format("{} = {} : {}\n", o.name, result(o.value), data::name(o.type));
    }
    for (std::size_t i = 0; i < module_.watched.size(); ++i) {
      const std::uint32_t r = module_.watched[i];
      out_ += fmt::format("watched {} = r{} : {}\n", i, r, data::name(module_.registers[r]));
    }
    return std::move(out_);
  }

 private:
  void index() {
    const RuleIndex& index = module_.index;
    out_ += fmt::format("index of {} conditions, {} bytes\n", index.owner.size(), index.sets.size() * sizeof(Bits));
    for (const IndexedField& f : index.fields) out_ += fmt::format("  {} in {} classes\n", name(f.value), f.classes);
  }

  [[nodiscard]] std::string result(std::uint32_t value) const {
    return (value & kIndexed) == 0 ? fmt::format("r{}", value) : fmt::format("index {}", value & ~kIndexed);
  }

  void header() {
    for (std::size_t i = 0; i < module_.layout.slots.size(); ++i) {
      const data::Slot& s = module_.layout.slots[i];
      out_ += fmt::format("r{:<5} slot      {} : {}\n", i, s.name, data::name(s.kind));
    }
    out_ += fmt::format("r{:<5} as_of\n", module_.as_of_register());
    for (std::size_t i = 0; i < module_.constants.size(); ++i) {
      const std::uint32_t r = module_.first_constant() + static_cast<std::uint32_t>(i);
      out_ += fmt::format("r{:<5} constant  {}\n", r, constant_text(module_.registers[r], module_.constants[i]));
    }
  }

  // Slots and constants by what they are, computed values by their register.
  std::string name(std::uint32_t r) const {
    if (r < module_.layout.slots.size()) return module_.layout.slots[r].name;
    if (r == module_.as_of_register()) return "as_of";
    if (r < module_.first_computed())
      return constant_text(module_.registers[r], module_.constants[r - module_.first_constant()]);
    return fmt::format("r{}", r);
  }

  std::string operand(char letter, std::uint32_t value, const Instruction& i) const {
    switch (letter) {
      case '-':
      case ']': return "";
      case '#': return std::to_string(value);
      case '@':
      case '<': return fmt::format("-> {:04}", value);
      case '$': return fmt::format("set {} ({} members)", value, module_.sets[value].size());
      case '~': return fmt::format("texts {}", value);
      case '/': return "/" + module_.patterns[value].pattern + "/" + module_.patterns[value].flags;
      case '[': return arguments(i);
      default: return name(value);
    }
  }

  std::string arguments(const Instruction& i) const {
    std::string out;
    for (std::uint32_t k = 0; k < i.b; ++k) {
      const std::uint32_t value = module_.arguments[i.a + k];
      const bool plain = k == 0 && i.op != Opcode::points_sum;
      out += (k > 0 ? " " : "") + (plain ? fmt::format("#{}", value) : name(value));
    }
    return out;
  }

  void line(std::size_t at) {
    const Instruction& i = module_.code[at];
    const OpcodeInfo& table = info(i.op);
    const std::string a = operand(table.a, i.a, i);
    const std::string b = operand(table.b, i.b, i);
    const std::string target = table.d == '-' || table.d == '#' ? "" : fmt::format("r{} := ", i.d);
    out_ += fmt::format("{:04}  {:<10}{}{}{}{}{}\n", at, target, table.name, a.empty() ? "" : " ", a,
                        b.empty() ? "" : " ", b);
  }

  const Module& module_;
  std::string out_;
};

}  // namespace

const OpcodeInfo& info(Opcode op) {
  return kOpcodes[static_cast<std::size_t>(op)];
}

std::string disassemble(const Module& module) {
  return Disassembler(module).run();
}

}  // namespace rubric::bytecode
