// Makes what goes wrong small: drops declarations, items and fields of records, puts an expression's part
// or a literal in its place, as long as it still goes wrong in the same way.
#include <fmt/core.h>

#include <utility>

#include "support/differential.hpp"

namespace rubric::test {

namespace {

std::string sort_of(const std::string& problem) {
  return problem.substr(0, problem.find(':'));
}

class Shrinker {
 public:
  Shrinker(GeneratedProgram program, std::vector<Json> records)
      : program_(std::move(program)), records_(std::move(records)) {
    problem_ = run(records_);
  }

  std::string shrink() {
    one_record();
    bool smaller = true;
    while (smaller && runs_ < kRuns) {
      smaller = drop_parts(program_.source);
      smaller = replace(program_.source) || smaller;
      for (Json& record : records_) smaller = drop_members(record) || smaller;
    }
    return report();
  }

 private:
  static constexpr std::size_t kRuns = 4'000;

  std::string run(const std::vector<Json>& records) {
    ++runs_;
    std::vector<std::string> lines;
    for (const Json& r : records) lines.push_back(text_of(r));
    return run_pairs(pairing(), lines, nullptr);
  }

  [[nodiscard]] Pairing pairing() const { return {text_of(program_.source), program_.as_of, program_.only_pass, true}; }

  bool still_fails() {
    const std::string now = run(records_);
    if (now.empty() || sort_of(now) != sort_of(problem_)) return false;
    problem_ = now;
    return true;
  }

  void one_record() {
    for (const Json& record : records_) {
      const std::string now = run({record});
      if (now.empty() || sort_of(now) != sort_of(problem_)) continue;
      problem_ = now;
      records_ = {record};
      return;
    }
  }

  // Declarations, items, lines and arms.
  bool drop_parts(Tree& tree) {
    bool smaller = false;
    for (std::size_t i = tree.parts.size(); i-- > 0;) {
      if (tree.parts[i].sort == Tree::Sort::item) {
        Tree kept = tree;
        tree.parts.erase(tree.parts.begin() + static_cast<std::ptrdiff_t>(i));
        tree.pattern.erase(place(tree.pattern, i), 1);
        if (still_fails()) {
          smaller = true;
          continue;
        }
        tree = std::move(kept);
      }
      smaller = drop_parts(tree.parts[i]) || smaller;
    }
    return smaller;
  }

  static std::size_t place(const std::string& pattern, std::size_t part) {
    std::size_t at = pattern.find_first_of("$~");
    for (; part > 0; --part) at = pattern.find_first_of("$~", at + 1);
    return at;
  }

  static const char* simplest(Tree::Sort sort) {
    switch (sort) {
      case Tree::Sort::boolean: return "true";
      case Tree::Sort::number: return "1";
      case Tree::Sort::text: return "\"a\"";
      case Tree::Sort::time: return "2026-10-18";
      case Tree::Sort::duration: return "7 days";
      default: return "";
    }
  }

  // An expression by a part of itself of the same type, or by a literal.
  bool replace(Tree& tree) {
    bool smaller = false;
    for (Tree& part : tree.parts) {
      if (part.sort != Tree::Sort::item && !part.parts.empty()) {
        std::vector<Tree> candidates{{part.sort, simplest(part.sort), {}, {}}};
        collect(part, part.sort, candidates);
        for (Tree& candidate : candidates) {
          Tree kept = std::exchange(part, std::move(candidate));
          if (runs_ < kRuns && still_fails()) {
            smaller = true;
            break;
          }
          part = std::move(kept);
        }
      }
      smaller = replace(part) || smaller;
    }
    return smaller;
  }

  static void collect(const Tree& tree, Tree::Sort sort, std::vector<Tree>& out) {
    for (const Tree& part : tree.parts) {
      if (part.sort == sort) {
        out.push_back(part);
      } else {
        collect(part, sort, out);
      }
    }
  }

  bool drop_members(Json& json) {
    bool smaller = false;
    for (std::size_t i = json.members.size(); i-- > 0;) {
      auto kept = json.members;
      json.members.erase(json.members.begin() + static_cast<std::ptrdiff_t>(i));
      if (runs_ < kRuns && still_fails()) {
        smaller = true;
        continue;
      }
      json.members = std::move(kept);
      smaller = drop_members(json.members[i].second) || smaller;
    }
    return smaller;
  }

  static std::string tight(const std::string& source) {
    std::string out;
    for (const char c : source) {
      if (c != '\n' || (!out.empty() && out.back() != '\n')) out += c;
    }
    return out;
  }

  std::string report() {
    std::string out = fmt::format("# {}\nas of {}\n--- criteria\n{}--- leads\n", problem_, program_.as_of,
                                  tight(text_of(program_.source)));
    for (const Json& record : records_) {
      const std::string line = text_of(record);
      out += line + " => " + expected_of(pairing(), line) + "\n";
    }
    return out;
  }

  GeneratedProgram program_;
  std::vector<Json> records_;
  std::string problem_;
  std::size_t runs_ = 0;
};

}  // namespace

std::string shrink(GeneratedProgram program, std::vector<Json> records) {
  return Shrinker(std::move(program), std::move(records)).shrink();
}

}  // namespace rubric::test
