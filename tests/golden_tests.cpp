// Runs the golden files: golden_tests [--update] [PART OF A PATH …]
//
// Every `*.rubric` below the folder is a case of its own, except in folders called `parts`, which hold
// what cases import. Without a choice of files it also holds that every diagnostic is shown somewhere.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "diag/sink.hpp"
#include "support/files.hpp"
#include "support/golden.hpp"
#include "support/stages.hpp"

namespace {

namespace fs = std::filesystem;
using rubric::test::Outcome;
using rubric::test::read_file;

struct Options {
  bool update = false;
  fs::path root = GOLDEN_DIR;
  std::vector<std::string> parts;
};

struct Tally {
  unsigned files = 0;
  unsigned failed = 0;
  unsigned updated = 0;
  std::set<std::string> codes;
};

bool chosen(const Options& options, const std::string& path) {
  return options.parts.empty() || std::any_of(options.parts.begin(), options.parts.end(), [&](const std::string& part) {
           return path.find(part) != std::string::npos;
         });
}

std::vector<fs::path> cases(const Options& options) {
  std::vector<fs::path> out;
  for (auto i = fs::recursive_directory_iterator(options.root); i != fs::recursive_directory_iterator(); ++i) {
    if (i->is_directory() && i->path().filename() == "parts") i.disable_recursion_pending();
    if (i->path().extension() == ".rubric" && chosen(options, i->path().string())) out.push_back(i->path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void report(const std::string& name, const std::vector<std::string>& problems) {
  std::printf("FAIL %s\n", name.c_str());
  for (const std::string& p : problems) std::printf("  %s\n", p.c_str());
}

void run(const fs::path& path, const Options& options, Tally& tally) {
  const std::string file = read_file(path);
  const std::string name = path.filename().string();
  Outcome outcome = rubric::test::run_golden(name, file, rubric::test::stages());
  if (options.update) {
    const std::string anew = rubric::test::with_expected(file, outcome.output);
    if (anew != file) {
      std::ofstream(path, std::ios::binary) << anew;
      ++tally.updated;
      std::printf("updated %s\n", path.lexically_relative(options.root).c_str());
    }
    outcome = rubric::test::run_golden(name, anew, rubric::test::stages());
  }
  ++tally.files;
  tally.codes.insert(outcome.codes.begin(), outcome.codes.end());
  if (outcome.problems.empty()) return;
  ++tally.failed;
  report(path.lexically_relative(options.root).string(), outcome.problems);
}

// `CODE  reason` a line; the codes that no small file can show.
std::map<std::string, std::string> exemptions(const fs::path& path) {
  std::map<std::string, std::string> out;
  std::istringstream in(read_file(path));
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t end = line.find(' ');
    const std::size_t reason = line.find_first_not_of(' ', end);
    out[line.substr(0, end)] = reason == std::string::npos ? "" : line.substr(reason);
  }
  return out;
}

std::vector<std::string> coverage_problems(const std::set<std::string>& shown, const fs::path& exempt_file) {
  std::vector<std::string> out;
  auto exempt = exemptions(exempt_file);
  for (const auto& kind : rubric::diag::kKinds) {
    const std::string code(kind.code);
    const auto excused = exempt.find(code);
    if (excused == exempt.end()) {
      if (!shown.contains(code)) out.push_back("no golden file shows `" + code + '`');
      continue;
    }
    if (shown.contains(code)) out.push_back('`' + code + "` is shown: take it off the list of exemptions");
    if (excused->second.empty()) out.push_back("the exemption of `" + code + "` gives no reason");
    exempt.erase(excused);
  }
  for (const auto& [code, reason] : exempt) out.push_back("the exempted code `" + code + "` does not exist");
  return out;
}

Options options_of(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--update") {
      out.update = true;
    } else {
      out.parts.push_back(word);
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  Tally tally;
  for (const fs::path& path : cases(options)) run(path, options, tally);
  if (options.parts.empty()) {
    const auto problems = coverage_problems(tally.codes, options.root / "not_shown.txt");
    if (!problems.empty()) {
      ++tally.failed;
      report("coverage of diagnostics.def", problems);
    }
  }
  if (tally.files == 0) {
    std::printf("no golden file was found: that is no success\n");
    return 1;
  }
  std::printf("%u golden files, %u failed, %u updated\n", tally.files, tally.failed, tally.updated);
  if (tally.failed > 0 && !options.update) std::printf("if the new output is right: ./dev golden --update\n");
  return tally.failed == 0 ? 0 : 1;
}
