// `rubric test`: criteria files in, results of their tests out. Files are independent of each other, so they are
// tested side by side; what is shown stands in the order in which they were named.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <system_error>

#include "base/threads.hpp"
#include "cli/commands.hpp"
#include "cli/compile.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "ruletest/report.hpp"

namespace rubric::cli {

namespace {

namespace fs = std::filesystem;

// One file with what belongs to it alone, so that threads share nothing.
struct Job {
  std::string path;
  base::SourceMap sources;
  diag::Sink sink;
  ruletest::FileResult result;
  std::exception_ptr failure;
};

void add_folder(const fs::path& folder, std::vector<std::string>& out) {
  std::vector<std::string> found;
  std::error_code fault;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, fault), end;
       !fault && it != end; it.increment(fault)) {
    if (it->is_regular_file(fault) && ending_of(it->path().string()) == "rubric") found.push_back(it->path().string());
  }
  if (fault) throw unusable(fmt::format("the folder `{}` cannot be read: {}", folder.string(), fault.message()));
  if (found.empty()) {
    throw unusable(fmt::format("there is no criteria file in the folder `{}`", folder.string()),
                   {"criteria files end in `.rubric`"});
  }
  std::ranges::sort(found);
  out.insert(out.end(), found.begin(), found.end());
}

std::vector<std::string> files_of(const TestOptions& options) {
  std::vector<std::string> out;
  for (const std::string& path : options.files) {
    std::error_code fault;
    if (path != "-" && fs::is_directory(path, fault)) {
      add_folder(path, out);
    } else {
      out.push_back(path);
    }
  }
  return out;
}

void run_job(Job& job, const TestOptions& options) try {
  const std::uint32_t source = add_criteria(job.sources, job.path, options);
  ruletest::Options how;
  how.compile = compile_options(job.path, options);
  how.filter = options.filter;
  job.result = ruletest::run(job.sources, source, job.sink, how);
} catch (...) {
  job.failure = std::current_exception();
}

void run_jobs(std::vector<Job>& jobs, const TestOptions& options) {
  const std::size_t threads = options.threads > 0 ? options.threads : base::cores();
  std::atomic<std::size_t> next = 0;
  base::on_threads(std::min({threads, jobs.size(), kMaxThreads}), [&](std::size_t) {
    for (std::size_t i = next++; i < jobs.size(); i = next++) run_job(jobs[i], options);
  });
}

std::string report(const std::vector<ruletest::FileResult>& results, const std::vector<Job>& jobs,
                   const TestOptions& options) {
  if (options.format == TestFormat::json) return ruletest::json_report(results);
  if (options.format == TestFormat::junit) return ruletest::junit_report(results);
  const ruletest::TextOptions style{colour_for(STDOUT_FILENO, options.colour), width_of(STDOUT_FILENO)};
  std::string out;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!results[i].compiled || results[i].coverage.empty()) continue;
    if (options.listing)
      out += ruletest::coverage_listing(results[i], jobs[i].sources[results[i].source], style) + "\n";
    if (options.coverage) out += ruletest::coverage_report(results[i], style) + "\n";
  }
  return out + ruletest::text_report(results, style);
}

int judge(const std::vector<ruletest::FileResult>& results, const TestOptions& options) {
  int code = kClean;
  const auto fail = [&](const std::string& why) {
    say("error: " + why + "\n");
    code = kFindings;
  };
  for (const ruletest::FileResult& f : results) {
    if (!f.compiled || f.failed() > 0) code = kFindings;
    if (!f.compiled) continue;
    if (options.require_tests && f.tests.empty() && f.left_out > 0)
      fail(fmt::format("no test of {} fits the filter, and --require-tests asks for some", f.name));
    if (options.require_tests && f.tests.empty() && f.left_out == 0)
      fail(fmt::format("{} has no tests, and --require-tests asks for them", f.name));
    const double share = ruletest::coverage(f.coverage) * 100;
    if (options.min_coverage && share < *options.min_coverage) {
      fail(fmt::format("{}: tests saw {:.1f} % of the verdicts, {:g} % are asked for; --coverage shows the others",
                       f.name, std::min(share, 99.9), *options.min_coverage));
    }
  }
  return code;
}

}  // namespace

int test(const TestOptions& options) {
  const std::vector<std::string> paths = files_of(options);
  std::vector<Job> jobs(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) jobs[i].path = paths[i];
  run_jobs(jobs, options);
  std::vector<ruletest::FileResult> results;
  for (Job& job : jobs) {
    if (job.failure) std::rethrow_exception(job.failure);
    show_findings(job.sources, job.sink, options.colour);
    results.push_back(std::move(job.result));
  }
  Output out(STDOUT_FILENO, "standard output");
  out.write(report(results, jobs, options));
  out.flush();
  return judge(results, options);
}

}  // namespace rubric::cli
