// Holds every limit against Rubric on small data of every distribution. No time is measured: what is quicker must first
// of all be right.
#include <fmt/core.h>

#include <cstdio>
#include <exception>

#include "subjects.hpp"

namespace {

using namespace rubric::bench;

// An odd number, so that last chunks are not full ones.
constexpr std::size_t kLeads = 2003;

bool check(Distribution distribution) {
  const Field field(distribution, {kLeads, {10, 200}}, WORKLOADS_DIR);
  const std::vector<std::string> wrong = field.disagreements();
  for (const std::string& words : wrong) fmt::print("{}: {}\n", name(distribution), words);
  fmt::print("{}: {} ways to answer, {} of them wrong\n", name(distribution), field.subjects().size(), wrong.size());
  return wrong.empty();
}

}  // namespace

int main() try {
  bool fine = true;
  for (const Distribution d : kDistributions) fine = check(d) && fine;
  return fine ? 0 : 1;
} catch (const std::exception& error) {
  fmt::print(stderr, "bench_agrees: {}\n", error.what());
  return 1;
}
