// The lists of the standard modules, as wholes: what no test block of a module can say.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"
#include "engine/set_files.hpp"
#include "engine/standard_modules.hpp"
#include "records/bytes.hpp"
#include "records/reader.hpp"

using namespace rubric;

namespace {

std::string_view text_of(std::string_view path) {
  for (const engine::StandardFile& file : engine::standard_files()) {
    if (file.path == path) return file.text;
  }
  return {};
}

std::vector<std::string> members(std::string_view path, const std::optional<std::string>& column = {}) {
  const check::SetFile file = engine::parse_set_file(text_of(path), column);
  REQUIRE(file.error.empty());
  std::vector<std::string> out;
  for (const auto& m : file.members) out.push_back(m.text);
  return out;
}

// The answers of a program without a record, one JSON record after the other.
class Asked {
 public:
  explicit Asked(const std::string& criteria) {
    base::SourceMap sources;
    diag::Sink sink;
    const auto program = engine::compile(sources, sources.add("c.rubric", criteria), sink);
    REQUIRE(program != nullptr);
    evaluator_.emplace(program);
  }

  // How many of the rules are yes.
  std::size_t yes(const std::string& record) {
    const auto reader = records::open_reader(records::bytes_of(record + "\n"), evaluator_->program().layout(), {});
    REQUIRE(reader->next(evaluator_->slots()) == records::Step::record);
    REQUIRE(evaluator_->decide(0) == vm::Status::decided);
    std::size_t out = 0;
    for (std::size_t i = 0; i < evaluator_->program().outcomes().size(); ++i)
      out += evaluator_->value(i).tri == data::Tri::yes ? 1U : 0U;
    return out;
  }

 private:
  std::optional<engine::Evaluator> evaluator_;
};

}  // namespace

TEST_CASE("standard lists: they say what they are and where they come from") {
  for (const engine::StandardFile& file : engine::standard_files()) {
    if (!file.path.ends_with(".txt")) continue;
    CAPTURE(file.path);
    CHECK(file.text.starts_with("# "));
    const bool says = file.text.find("\n# Facts: ") != std::string_view::npos ||
                      file.text.find("\n# Compiled ") != std::string_view::npos;
    CHECK(says);
    const auto all = members(file.path);
    CHECK(!all.empty());
    // Words of titles stand by language, and some in two of them.
    if (!file.path.starts_with("email/")) continue;
    CHECK(std::ranges::is_sorted(all));
    CHECK(std::ranges::adjacent_find(all) == all.end());
  }
}

TEST_CASE("standard lists: domains are lower case, and free mail is not disposable") {
  const auto free = members("email/free_mail.txt");
  const auto disposable = members("email/disposable.txt");
  CHECK(free.size() >= 300);
  CHECK(disposable.size() >= 1000);
  std::vector<std::string> both;
  std::ranges::set_intersection(free, disposable, std::back_inserter(both));
  CHECK(both.empty());
  for (const char* path : {"email/free_mail.txt", "email/disposable.txt", "email/education.txt"}) {
    for (const std::string& domain : members(path)) {
      CAPTURE(domain);
      CHECK(domain.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string::npos);
      // std.email asks the last four parts.
      CHECK(std::ranges::count(domain, '.') <= 3);
    }
  }
}

TEST_CASE("standard lists: every country has its code, its name, and one region at most") {
  const auto codes = members("geo/countries.csv", "code");
  const auto names = members("geo/countries.csv", "name");
  REQUIRE(codes.size() == 249);
  REQUIRE(names.size() == 249);
  Asked known(
      "from std.geo use country_code, country_name, COUNTRIES\n"
      "a when country_code(code) == code\nb when country_code(name) == code\n"
      "c when country_name(code) == name\nd when code in COUNTRIES\n");
  Asked regions(
      "from std.geo use EMEA, APAC, LATAM, NORTH_AMERICA\n"
      "a when code in EMEA\nb when code in APAC\nc when code in LATAM\nd when code in NORTH_AMERICA\n");
  Asked europe(
      "from std.geo use EU, EEA, EMEA, DACH, NORDICS, BENELUX\n"
      "a when code in EU and code in EEA and code in EMEA\n");
  std::vector<std::string> nowhere;
  std::size_t in_eu = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    CAPTURE(codes[i]);
    const std::string record = R"({"code":")" + codes[i] + R"(","name":")" + names[i] + R"("})";
    CHECK(known.yes(record) == 4);
    const std::size_t found = regions.yes(record);
    CHECK(found <= 1);
    if (found == 0) nowhere.push_back(codes[i]);
    in_eu += europe.yes(record);
  }
  CHECK(nowhere == std::vector<std::string>{"AQ", "BV", "GS", "HM", "TF"});
  CHECK(in_eu == 27);
}

TEST_CASE("standard lists: names of countries are written as they are asked for") {
  Asked known("from std.geo use country_code\na when country_code(name) == code\n");
  const auto names = members("geo/country_codes.csv", "name");
  const auto codes = members("geo/country_codes.csv", "code");
  REQUIRE(names.size() == codes.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    CAPTURE(names[i]);
    CHECK(known.yes(R"({"code":")" + codes[i] + R"(","name":")" + names[i] + R"("})") == 1);
  }
}
