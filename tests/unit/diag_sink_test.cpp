#include "diag/sink.hpp"

#include <doctest/doctest.h>

using namespace rubric;
using diag::Kind;
using diag::Sink;

namespace {

diag::Builder report_at(Sink& sink, std::uint32_t source, std::uint32_t begin) {
  return sink.report(Kind::invalid_utf8, {source, begin, begin + 1}, {{"byte", "0xff"}, {"offset", begin}});
}

}  // namespace

TEST_SUITE("diag/sink") {
  TEST_CASE("a report keeps its arguments and takes words") {
    Sink sink;
    report_at(sink, 0, 3).label("a").label({0, 1, 2}, "b").note("c").help("d").fix("e", {0, 3, 4}, "f", true);
    REQUIRE(sink.diagnostics().size() == 1);
    const Diagnostic& d = sink.diagnostics().front();
    CHECK(d.code == "invalid-utf8");
    CHECK(d.arguments == std::vector<std::pair<std::string, std::string>>{{"byte", "0xff"}, {"offset", "3"}});
    CHECK(d.label == "a");
    CHECK(d.labels.front().text == "b");
    CHECK(d.notes == std::vector<std::string>{"c"});
    CHECK(d.helps == std::vector<std::string>{"d"});
    CHECK(d.fixes.front().edits.front().text == "f");
    CHECK(sink.errors() == 1);
    CHECK(sink.warnings() == 0);
  }
  TEST_CASE("past the limit findings are counted, and their words go nowhere") {
    Sink sink(1);
    report_at(sink, 0, 0);
    report_at(sink, 0, 1).label("lost").label({}, "lost").note("lost").help("lost").fix("lost", {}, "");
    CHECK(sink.diagnostics().size() == 1);
    CHECK(sink.diagnostics().front().label.empty());
    CHECK(sink.errors() == 2);
    CHECK(sink.dropped() == 1);
  }
  TEST_CASE("sorted by source and place; equals keep their order") {
    Sink sink;
    report_at(sink, 1, 0);
    report_at(sink, 0, 5).label("first");
    report_at(sink, 0, 5).label("second");
    report_at(sink, 0, 2);
    sink.sort();
    CHECK(sink.diagnostics()[0].span.begin == 2);
    CHECK(sink.diagnostics()[1].label == "first");
    CHECK(sink.diagnostics()[2].label == "second");
    CHECK(sink.diagnostics()[3].span.source == 1);
  }
  TEST_CASE("an attempt is taken back whole, with what it had dropped") {
    Sink sink(2);
    report_at(sink, 0, 0);
    const std::size_t mark = sink.size();
    report_at(sink, 0, 1);
    report_at(sink, 0, 2);
    sink.truncate(mark);
    CHECK(sink.size() == 1);
    CHECK(sink.errors() == 1);
    CHECK(sink.dropped() == 0);
    sink.truncate(5);
    CHECK(sink.size() == 1);
  }
}
