#include "cli/options_of_tools.hpp"

#include "cli/option_parser.hpp"
#include "cli/options_of_records.hpp"

namespace rubric::cli {

namespace {

void declare(Parser& parser, TestOptions& out) {
  parser.value("--filter", out.filter);
  parser.value("--format", parser.typed.format);
  parser.value("--threads", parser.typed.threads);
  parser.value("--min-coverage", parser.typed.min_coverage);
  parser.flag("--coverage", out.coverage);
  parser.flag("--listing", out.listing);
  parser.flag("--require-tests", out.require_tests);
}

void declare(Parser& parser, ReplOptions& out) {
  parser.value("--lead", out.lead);
  parser.value("--as-of", parser.typed.as_of);
}

void declare(Parser& parser, ExplainOptions& out) {
  declare_records(parser, out);
  parser.values("--id", out.ids);
  parser.values("--record", parser.typed.numbers);
  parser.values("--rule", out.names);
  parser.value("--format", parser.typed.format);
}

// `80`, `80%` or `0.8`? A share below 1 is a slip of somebody who means percent.
double percent(const Parser& parser, std::string text) {
  if (text.ends_with('%')) text.pop_back();
  double out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = fault == std::errc{} && end == text.data() + text.size();
  if (whole && out > 0 && out < 1)
    throw parser.usage(fmt::format("`--min-coverage {}` is less than one percent", text),
                       {fmt::format("write `--min-coverage {:g}` for that share", out * 100)});
  if (whole && out >= 0 && out <= 100) return out;
  throw parser.usage(fmt::format("`--min-coverage {}` is no percentage", text), {"write `--min-coverage 80`"});
}

}  // namespace

void declare_tool(std::string_view command, Parser& parser) {
  TestOptions test;
  ReplOptions repl;
  ExplainOptions explain;
  if (command == "test") declare(parser, test);
  if (command == "repl") declare(parser, repl);
  if (command == "explain") declare(parser, explain);
}

TestOptions parse_test(Arguments arguments) {
  TestOptions out;
  Parser parser("test", out);
  declare(parser, out);
  if (!understand(parser, arguments, out)) return out;
  const Typed& typed = parser.typed;
  if (!typed.format.empty()) {
    out.format =
        parser.word<TestFormat>("--format", typed.format,
                                {{"text", TestFormat::text}, {"json", TestFormat::json}, {"junit", TestFormat::junit}});
  }
  out.threads = thread_count(parser);
  if (!typed.min_coverage.empty()) out.min_coverage = percent(parser, typed.min_coverage);
  out.files = typed.files;
  if (out.files.empty())
    throw parser.usage("no file to test is named",
                       {"write `rubric test criteria.rubric`, or `rubric test .` for all files of this folder"});
  stdin_once(parser);
  return out;
}

ReplOptions parse_repl(Arguments arguments) {
  ReplOptions out;
  Parser parser("repl", out);
  declare(parser, out);
  if (!understand(parser, arguments, out)) return out;
  const auto& files = parser.typed.files;
  if (files.size() > 1) {
    throw parser.usage(
        "`repl` takes one criteria file",
        {fmt::format("a lead is named by `--lead {}`; others by `:lead FILE` in the session", files[1])});
  }
  if (!files.empty()) out.criteria = files[0];
  if (out.criteria == "-") throw parser.usage("the lines of a session come from standard input, so criteria cannot");
  if (!parser.typed.as_of.empty()) out.as_of = instant(parser, parser.typed.as_of);
  return out;
}

ExplainOptions parse_explain(Arguments arguments) {
  ExplainOptions out;
  Parser parser("explain", out);
  declare(parser, out);
  if (!understand(parser, arguments, out)) return out;
  take_records(parser, "explain", out);
  const Typed& typed = parser.typed;
  if (!typed.format.empty()) {
    out.format = parser.word<ExplainFormat>(
        "--format", typed.format,
        {{"text", ExplainFormat::text}, {"json", ExplainFormat::json}, {"html", ExplainFormat::html}});
  }
  for (const std::string& number : typed.numbers) {
    out.numbers.push_back(count(parser, "--record", number));
    if (out.numbers.back() == 0) throw parser.usage("`--record 0` names no lead", {"the first one is `--record 1`"});
  }
  if (!out.numbers.empty() && !out.ids.empty())
    throw parser.usage("`--id` and `--record` both name leads", {"use one of them"});
  if (!out.numbers.empty() && out.records.size() > 1) {
    throw parser.usage(
        fmt::format("`--record {}` is a place in a file, and {} files are named", out.numbers[0], out.records.size()),
        {"name the one file that the lead stands in"});
  }
  return out;
}

}  // namespace rubric::cli
