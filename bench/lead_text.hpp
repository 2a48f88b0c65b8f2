// Leads as files have them: a lead in, its line out.
#pragma once

#include <string>

#include "leads.hpp"

namespace rubric::bench {

/// One JSON object and a line end.
void append_json(std::string& out, const Lead& lead);

/// The headings are the names in criteria files; events are left out, since CSV has no lists.
void append_csv_heading(std::string& out);
void append_csv(std::string& out, const Lead& lead);

/// `2026-06-01T00:00:00Z`.
void append_time(std::string& out, std::int64_t seconds);

}  // namespace rubric::bench
