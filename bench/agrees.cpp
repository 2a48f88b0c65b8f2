// Holds every limit against Rubric on small data of every distribution. No time is measured: what is quicker must first
// of all be right.
#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <string>

#include "lead_text.hpp"
#include "limits/limits.hpp"
#include "rules.hpp"
#include "subjects.hpp"

namespace {

using namespace rubric::bench;

// An odd number, so that last chunks are not full ones.
constexpr std::size_t kLeads = 2003;

// FNV-1a: enough to notice that something is not as it was.
std::uint64_t digest(std::string_view text) {
  std::uint64_t out = 0xCBF29CE484222325U;
  for (const char c : text) out = (out ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return out;
}

bool same(std::string_view what, std::string_view text, std::uint64_t expected) {
  const std::uint64_t found = digest(text);
  if (found == expected) return true;
  fmt::print("{}: 0x{:016X}, not 0x{:016X}: figures of before cannot be compared any more\n", what, found, expected);
  return false;
}

bool same_leads(Distribution distribution, std::uint64_t expected) {
  std::string text;
  append_csv_heading(text);
  for (std::size_t i = 0; i < 500; ++i) {
    const Lead lead = LeadMaker(distribution).lead(i);
    append_json(text, lead);
    append_csv(text, lead);
  }
  return same(name(distribution), text, expected);
}

// The same bytes on every machine and with every compiler.
bool same_as_ever() {
  bool fine = same("rules", criteria_text(make_rules(500, Shapes::mixed)), 0xBC072CDED28ABC81U);
  fine = same_leads(Distribution::plain, 0x67EACEC4A029FDB6U) && fine;
  fine = same_leads(Distribution::long_texts, 0x051EBD86158C569AU) && fine;
  fine = same_leads(Distribution::many_missing, 0x620C5427C839E1A0U) && fine;
  return same_leads(Distribution::many_distinct, 0x41C911D21ABC76ABU) && fine;
}

// A record with a fault in a value that no workload reads: the limit must look there too, or it is quick for
// the wrong reason.
bool keeps_the_promise() {
  const Scratch scratch;
  bool fine = true;
  for (const std::string value : {"nul", "truth", "1.2.3", "01", "\"\\x\"", "[1 2]", "{\"a\" 1}", "[1,]"}) {
    const std::string path = scratch.write("fault.jsonl", "{\"id\": \"a\", \"score\": 1, \"other\": " + value + "}\n");
    try {
      (void)limits::json_lines(limits::Workload::w1, path);
      fmt::print("the limit of JSON lines passes over {}\n", value);
      fine = false;
    } catch (const std::exception&) {
    }
  }
  return fine;
}

bool check(Distribution distribution) {
  const Field field(distribution, {kLeads, {10, 200}}, WORKLOADS_DIR);
  const std::vector<std::string> wrong = field.disagreements();
  for (const std::string& words : wrong) fmt::print("{}: {}\n", name(distribution), words);
  fmt::print("{}: {} ways to answer, {} of them wrong\n", name(distribution), field.subjects().size(), wrong.size());
  return wrong.empty();
}

}  // namespace

int main() try {
  bool fine = same_as_ever();
  fine = keeps_the_promise() && fine;
  for (const Distribution d : kDistributions) fine = check(d) && fine;
  return fine ? 0 : 1;
} catch (const std::exception& error) {
  fmt::print(stderr, "bench_agrees: {}\n", error.what());
  return 1;
}
