// Findings for programs: one JSON object, with a version that says how to read it.
//
//   {"version":1, "errors":1, "warnings":0, "dropped":0,
//    "diagnostics":[{"code":"unknown-field", "severity":"error", "message":"…",
//      "arguments":{"field":"fit.employes"}, "place":{"file":"criteria.rubric",
//      "begin":{"offset":612,"line":31,"column":12}, "end":{…}}, "label":"…",
//      "labels":[{"place":{…},"text":"…"}], "notes":["…"], "helps":["…"],
//      "fixes":[{"title":"…","safe":true,"edits":[{"place":{…},"text":"…"}]}]}]}
//
// Offsets are bytes from 0; lines and columns count from 1, columns in code points; ends are exclusive.
// `place` is null for a finding that has none. Members may be added within a version, never change.
#pragma once

#include <string>

#include "base/source_map.hpp"
#include "diag/sink.hpp"

namespace rubric::diag {

/// All that the sink holds, in its order, on one line with a line end. Bytes that are not UTF-8 (in
/// file names) become U+FFFD.
[[nodiscard]] std::string render_json(const base::SourceMap& sources, const Sink& sink);

}  // namespace rubric::diag
