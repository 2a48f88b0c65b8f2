#include "cli/options_of_records.hpp"

#include "cli/option_parser.hpp"

namespace rubric::cli {

namespace {

bool is_criteria(std::string_view path) {
  return ending_of(path) == "rubric";
}

// Criteria first, then records. People swap them, and forget one.
void take_files(const Parser& parser, std::string_view command, RecordOptions& out) {
  const auto& files = parser.typed.files;
  if (files.empty())
    throw parser.usage("no criteria file and no records are named",
                       {fmt::format("write `rubric {} criteria.rubric leads.csv`", command)});
  const auto criteria = std::find_if(files.begin(), files.end(), is_criteria);
  if (files.size() == 1 && (criteria != files.end() || files[0] == "-")) {
    throw parser.usage(
        fmt::format("no records are named to {} `{}` over", command, files[0]),
        {fmt::format("write `rubric {} {} leads.csv`, or `-` for records from standard input", command, files[0])});
  }
  if (files.size() == 1) {
    throw parser.usage("no criteria file is named",
                       {fmt::format("write `rubric {} criteria.rubric {}`", command, files[0])});
  }
  if (!is_criteria(files[0]) && criteria != files.end()) {
    throw parser.usage(fmt::format("`{}` stands where the criteria file belongs", files[0]),
                       {fmt::format("the criteria come first: `rubric {} {} {}`", command, *criteria, files[0])});
  }
  const auto second = std::find_if(files.begin() + 1, files.end(), is_criteria);
  if (second != files.end()) {
    throw parser.usage(fmt::format("`{}` is a criteria file, and one stands first already", *second),
                       {"one run takes one criteria file and any number of record files"});
  }
  stdin_once(parser);
  out.criteria = files[0];
  out.records.assign(files.begin() + 1, files.end());
}

}  // namespace

void declare_records(Parser& parser, RecordOptions& out) {
  Typed& typed = parser.typed;
  parser.value("--as-of", typed.as_of);
  parser.value("--input-format", typed.input_format);
  parser.value("--columns", typed.columns);
  parser.value("--key", out.key);
  parser.triples("--join", typed.joins);
  parser.value("--join-limit", typed.join_limit);
  parser.value("-o,--output", out.output);
  parser.flag("-q,--quiet", out.quiet);
  parser.flag("--allow-missing-columns", out.allow_missing_columns);
}

void take_records(const Parser& parser, std::string_view command, RecordOptions& out) {
  const Typed& typed = parser.typed;
  // Before the files: a join with a word too few has taken one of theirs.
  const bool stdin_taken = std::count(typed.files.begin(), typed.files.end(), "-") > 0;
  out.joins = parse_joins(typed.joins, stdin_taken);
  take_files(parser, command, out);
  if (out.output == "-") out.output.clear();
  if (!typed.as_of.empty()) out.as_of = instant(parser, typed.as_of);
  if (!typed.input_format.empty()) {
    out.input_format = parser.word<records::Format>("--input-format", typed.input_format,
                                                    {{"json", records::Format::json}, {"csv", records::Format::csv}});
  }
  if (!typed.join_limit.empty()) out.join_limit = parse_size("--join-limit", typed.join_limit);
  if (!typed.columns.empty()) out.columns = split_names(typed.columns, "--columns");
}

}  // namespace rubric::cli
