// One token taken out, doubled or put in anywhere: the error must be found where it was made.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "../support/parsed.hpp"
#include "../support/token_mutations.hpp"

using rubric::test::Mutation;
using rubric::test::Parsed;

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> corpus() {
  std::vector<fs::path> out;
  for (const char* folder : {"/data/criteria", "/../examples"}) {
    const fs::path root = std::string(TEST_DATA_DIR) + folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() == ".rubric") out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Rate {
  unsigned mutants = 0;
  unsigned wrong = 0;   // at least one error
  unsigned few = 0;     // of these: at most two errors
  unsigned placed = 0;  // and the first on the line, or on that of the bracket's partner

  void count(const Mutation& m) {
    ++mutants;
    const Parsed p(m.text);
    if (p.clean()) return;
    ++wrong;
    if (p.sink.errors() > 2) return;
    ++few;
    const auto line = p.sources[0].position(p.sink.diagnostics()[0].span.begin).line;
    if (line == m.line || line == m.opener) ++placed;
  }
};

// As many mutants as take a few seconds, and a few minutes under the sanitizers.
constexpr std::size_t kMutants = 30'000;

// Of the longer files each nth mutation is enough.
Rate rate(const fs::path& path, std::size_t mutants) {
  const auto all =
      rubric::test::mutations(content(path), {"and", "x", "5", "\"t\"", "(", ")", "{", "}", ",", "when", "="});
  const std::size_t step = std::max<std::size_t>(1, all.size() / mutants);
  Rate out;
  for (std::size_t i = 0; i < all.size(); i += step) out.count(all[i]);
  return out;
}

}  // namespace

TEST_SUITE("parse/mutations") {
  TEST_CASE("the corpus is correct") {
    REQUIRE(corpus().size() >= 3);
    for (const fs::path& path : corpus()) {
      if (path.filename().string().rfind("fail_", 0) == 0) continue;
      CHECK_MESSAGE(Parsed(content(path)).summary() == "", path.string());
    }
  }
  TEST_CASE("one damaged token gives at most two errors, the first on its line, in 95 of 100 cases") {
    Rate sum;
    const std::vector<fs::path> files = corpus();
    for (const fs::path& path : files) {
      const Rate r = rate(path, kMutants / files.size());
      sum.mutants += r.mutants;
      sum.wrong += r.wrong;
      sum.few += r.few;
      sum.placed += r.placed;
    }
    MESSAGE(sum.mutants << " mutants, " << sum.wrong << " with errors, at most two: " << 100.0 * sum.few / sum.wrong
                        << " %, and the first in its place: " << 100.0 * sum.placed / sum.wrong << " %");
    CHECK(sum.wrong > sum.mutants * 9 / 10);
    CHECK(sum.few >= sum.wrong * 0.98);
    CHECK(sum.placed >= sum.wrong * 0.95);
  }
}
