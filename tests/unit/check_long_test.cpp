// Long files: no step recurses along them, and none takes time with the square of their length.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "engine/engine.hpp"

namespace {

constexpr int kLong = 20'000;

std::shared_ptr<const rubric::engine::Program> compiled(const std::string& text) {
  rubric::base::SourceMap sources;
  rubric::diag::Sink sink;
  const auto source = sources.add("long.rubric", text);
  auto program = rubric::engine::compile(sources, source, sink);
  if (!sink.diagnostics().empty()) MESSAGE(sink.diagnostics().front().message);
  return program;
}

template <typename Make>
void takes_linear_time(const Make& make) {
  const auto seconds = [&](int n) {
    const std::string text = make(n);
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(compiled(text) != nullptr);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  // The better of two, so that what else the computer does counts less.
  const double quarter = std::min(seconds(kLong / 4), seconds(kLong / 4));
  const double whole = std::min(seconds(kLong), seconds(kLong));
  INFO("a quarter: " << quarter << " s, the whole: " << whole << " s");
  // Four times the length: 4 when linear, 16 when square; small times say nothing.
  CHECK((whole < 0.5 || whole < quarter * 11));
}

}  // namespace

TEST_SUITE("check/long") {
  TEST_CASE("a chain of lets, each made of the one before") {
    takes_linear_time([](int n) {
      std::string text = "let x0 = points\n";
      for (int i = 1; i < n; ++i) text += fmt::format("let x{} = x{} + 1\n", i, i - 1);
      return text + fmt::format("mql when x{} > 0\n", n - 1);
    });
  }

  TEST_CASE("the same chain from its end") {
    takes_linear_time([](int n) {
      std::string text = fmt::format("mql when x{} > 0\n", n - 1);
      for (int i = n - 1; i > 0; --i) text += fmt::format("let x{} = x{} + 1\n", i, i - 1);
      return text + "let x0 = points\n";
    });
  }

  TEST_CASE("a chain of sums whose fields' types are open to the end") {
    takes_linear_time([](int n) {
      std::string text = "let x0 = f0\n";
      for (int i = 1; i < n; ++i) text += fmt::format("let x{} = x{} + f{}\n", i, i - 1, i % 50);
      return text + fmt::format("mql when x{} > 0\n", n - 1);
    });
  }

  TEST_CASE("a chain of rules, each of which needs the one before") {
    takes_linear_time([](int n) {
      std::string text = "r0 when points > 0\n";
      for (int i = 1; i < n; ++i) text += fmt::format("r{} when r{} and f{} > 1\n", i, i - 1, i % 50);
      return text;
    });
  }

  TEST_CASE("as many rules as fields, with a record and without") {
    takes_linear_time([](int n) {
      std::string text;
      for (int i = 0; i < n; ++i) text += fmt::format("rule_{} when field_{} > {}\n", i, i, i);
      return text;
    });
    takes_linear_time([](int n) {
      std::string text = "record lead {\n";
      for (int i = 0; i < n; ++i) text += fmt::format("  field_{} number\n", i);
      text += "}\n";
      for (int i = 0; i < n; ++i) text += fmt::format("rule_{} when field_{} > {}\n", i, i, i);
      return text;
    });
  }

  TEST_CASE("one long set, one long block, one long score") {
    takes_linear_time([](int n) {
      std::string text = "set S = {\n";
      for (int i = 0; i < n; ++i) text += fmt::format("  \"member {}\"\n", i);
      text += "}\nin_set when t in S\nblock when at least 3 of {\n";
      for (int i = 0; i < n; ++i) text += fmt::format("  a > {}\n", i);
      text += "}\nscore s {\n";
      for (int i = 0; i < n; ++i) text += fmt::format("  +1 when a > {} because \"more than {}\"\n", i, i);
      return text + "}\n";
    });
  }
}
