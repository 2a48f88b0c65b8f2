#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "diag/render_text.hpp"
#include "engine/engine.hpp"
#include "engine/modules.hpp"
#include "engine/standard_modules.hpp"
#include "support/files.hpp"

using namespace rubric;

namespace {

struct Compiled {
  base::SourceMap sources;
  diag::Sink sink;
  std::shared_ptr<const engine::Program> program;

  explicit Compiled(const char* text, engine::CompileOptions options = {}) {
    program = engine::compile(sources, sources.add("c.rubric", text), sink, options);
  }
  [[nodiscard]] std::string codes() const {
    std::string out;
    for (const Diagnostic& d : sink.diagnostics()) out += std::string(d.code) + " ";
    return out;
  }
  [[nodiscard]] std::string words() const { return diag::render_text(sources, sink, {}); }
};

// A user's files, all of which claim an identity that looks like a standard one.
engine::Files pretenders(std::map<std::string, std::string> texts) {
  return [texts = std::move(texts)](const std::string&, const std::string& path) {
    const auto found = texts.find(path);
    if (found == texts.end()) return engine::FileText{"", "", "", "there is no such file", false};
    return engine::FileText{"std:email.rubric", path, found->second, "", true};
  };
}

constexpr const char* kUser = "from std.email use FREE_MAIL, domain_of\nprivate when domain_of(email) in FREE_MAIL\n";

}  // namespace

TEST_CASE("standard modules: every file of stdlib/ is embedded to the byte") {
  namespace fs = std::filesystem;
  std::size_t count = 0;
  const fs::path folder = fs::path(TEST_DATA_DIR).parent_path() / "stdlib";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    ++count;
    const std::string path = fs::relative(entry.path(), folder).generic_string();
    CAPTURE(path);
    const auto files = engine::standard_files();
    const auto found = std::ranges::find(files, path, &engine::StandardFile::path);
    REQUIRE(found != files.end());
    CHECK(found->text == test::read_file(entry.path()));
  }
  CHECK(count == engine::standard_files().size());
  CHECK(std::ranges::is_sorted(engine::standard_files(), {}, &engine::StandardFile::path));
}

TEST_CASE("standard modules: each compiles where no file can be read, without a finding") {
  for (const std::string& name : engine::standard_modules()) {
    CAPTURE(name);
    base::SourceMap sources;
    diag::Sink sink;
    const auto file = engine::standard_module(name);
    REQUIRE(file);
    const auto source = sources.add(file->name, file->text);
    const auto tree = parse::parse(sources, source, sink);
    std::string all;
    for (const ast::Declaration& d : tree.declarations) {
      if (!d.name.text.empty() && d.name.text[0] != '_') all += (all.empty() ? "" : ", ") + std::string(d.name.text);
    }
    const Compiled compiled(("from " + name + " use " + all + "\nr when x == 1\n").c_str());
    CHECK(compiled.words() == "");
    CHECK(compiled.program != nullptr);
  }
}

TEST_CASE("standard modules: a data file is no module, and neither has another way in") {
  CHECK(Compiled(kUser).codes() == "");
  CHECK(Compiled("from std.email.free_mail use X\nr when x == 1\n").codes() == "unknown-module ");
  CHECK(Compiled("from std use X\nr when x == 1\n").codes() == "unknown-module ");
  CHECK(Compiled("set X from \"email/free_mail.txt\"\nr when x in X\n").codes() == "set-file ");
  CHECK(Compiled("from \"std:email.rubric\" use FREE_MAIL\nr when x in FREE_MAIL\n").codes() == "module-file ");
}

TEST_CASE("standard modules: a user's file neither stands in for one nor is taken for one") {
  engine::CompileOptions options;
  options.files =
      pretenders({{"./email.rubric", "set MINE = { \"x\" }\n"}, {"std/email.rubric", "set MINE = { \"x\" }"}});
  CHECK(Compiled(kUser, options).codes() == "");
  const Compiled both(
      "from std.email use FREE_MAIL\nfrom \"./email.rubric\" use MINE\nr when x in FREE_MAIL or x in MINE\n", options);
  CHECK(both.words() == "");
  const Compiled wrong("from \"./email.rubric\" use FREE_MAIL\nr when x in FREE_MAIL\n", options);
  CHECK(wrong.codes() == "not-exported unknown-set ");
}

TEST_CASE("standard modules: a name that is nearly one is taken for a slip, and the others are listed") {
  const std::string words = Compiled("from std.emial use domain_of\nr when domain_of(x) == \"y\"\n").words();
  CHECK(words.find("std.email") != std::string::npos);
  CHECK(words.find("the standard modules are `std.") != std::string::npos);
}

TEST_CASE("standard modules: findings show the text of one under its name") {
  const Compiled wrong("from std.email use is_at\nset N = { 1, 2 }\nr when is_at(email, N)\n");
  CHECK(wrong.codes() == "types-differ ");
  CHECK(wrong.words().find("std.email:") != std::string::npos);
  CHECK(wrong.words().find("let is_at(address text, domains set)") != std::string::npos);
}

TEST_CASE("standard modules: they cost nothing of the limits for users' files") {
  base::SourceMap sources;
  diag::Sink sink;
  const std::uint32_t source = sources.add("c.rubric", kUser);
  const engine::ModuleLimits none{1, 0, sources[source].text().size()};
  const engine::Files files = engine::with_standard_files({});
  const engine::Modules modules = engine::load_modules(sources, std::span(&source, 1), sink, files, {}, none);
  CHECK(sink.errors() == 0);
  CHECK(modules.names == std::vector<std::string>{"", "email"});
  const std::uint32_t other = sources.add("d.rubric", "from \"./email.rubric\" use X\n");
  const auto user =
      engine::load_modules(sources, std::span(&other, 1), sink,
                           engine::with_standard_files(pretenders({{"./email.rubric", "set X = { 1 }\n"}})), {}, none);
  CHECK(sink.errors() == 1);
  CHECK(user.names.size() == 1);
}

TEST_CASE("standard modules: what one names lies below its folder") {
  const engine::Files files = engine::with_standard_files(pretenders({{"email/free_mail.txt", "mine.io"}}));
  const std::string from = engine::standard_module("std.email")->identity;
  CHECK(engine::is_standard(from));
  CHECK(files(from, "email/free_mail.txt").text != "mine.io");
  CHECK(files(from, "./email.rubric").identity == from);
  CHECK(files(from, "../CMakeLists.txt").found == false);
  CHECK(files("", "email/free_mail.txt").text == "mine.io");
  CHECK(!engine::is_standard(files("", "email/free_mail.txt").identity));
}
