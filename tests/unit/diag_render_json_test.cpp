#include "diag/render_json.hpp"

#include <doctest/doctest.h>

using namespace rubric;

TEST_SUITE("diag/render_json") {
  TEST_CASE("nothing found") {
    CHECK(diag::render_json({}, diag::Sink()) ==
          "{\"version\":1,\"errors\":0,\"warnings\":0,\"dropped\":0,\"diagnostics\":[]}\n");
  }
  TEST_CASE("every member, byte for byte") {
    base::SourceMap sources;
    sources.add("c.rubric", "é\n日本 x\n");
    diag::Sink sink(1);
    sink.report(diag::Kind::invalid_utf8, {0, 3, 9}, {{"byte", "0xff"}, {"offset", 3}})
        .label("here")
        .label({0, 10, 11}, "there")
        .note("a rule")
        .help("a way")
        .fix("write it", {0, 3, 9}, "J", true);
    sink.report(diag::Kind::invalid_utf8, {0, 0, 1}, {{"byte", "0xff"}, {"offset", 0}});
    CHECK(
        diag::render_json(sources, sink) ==
        R"({"version":1,"errors":2,"warnings":0,"dropped":1,"diagnostics":[{"code":"invalid-utf8","severity":"error",)"
        R"("message":"byte 0xff at offset 3 is not valid UTF-8","arguments":{"byte":"0xff","offset":"3"},)"
        R"("place":{"file":"c.rubric","begin":{"offset":3,"line":2,"column":1},"end":{"offset":9,"line":2,"column":3}},)"
        R"("label":"here","labels":[{"place":{"file":"c.rubric","begin":{"offset":10,"line":2,"column":4},)"
        R"("end":{"offset":11,"line":2,"column":5}},"text":"there"}],"notes":["a rule"],"helps":["a way"],)"
        R"("fixes":[{"title":"write it","safe":true,"edits":[{"place":{"file":"c.rubric",)"
        R"("begin":{"offset":3,"line":2,"column":1},"end":{"offset":9,"line":2,"column":3}},"text":"J"}]}]}]})"
        "\n");
  }
  TEST_CASE("a finding without a place, and a file name that is not UTF-8") {
    base::SourceMap sources;
    diag::Sink sink;
    sink.report(diag::Kind::invalid_utf8, {5, 0, 0}, {{"byte", "0xff"}, {"offset", 0}});
    CHECK(diag::render_json(sources, sink).find(R"("place":null)") != std::string::npos);
    sources.add("\xFF", "x");
    diag::Sink named;
    named.report(diag::Kind::invalid_utf8, {0, 0, 0}, {{"byte", "0xff"}, {"offset", 0}});
    CHECK(diag::render_json(sources, named).find("\"file\":\"\xEF\xBF\xBD\"") != std::string::npos);
  }
}
