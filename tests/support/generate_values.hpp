// Values that programs and records share, so that they meet.
#pragma once

#include <string>
#include <vector>

namespace rubric::test {

inline const std::vector<std::string> kTexts = {"a",
                                                "b",
                                                "ab",
                                                "software",
                                                "Software",
                                                "SOFTWARE",
                                                "VP of Sales, EMEA",
                                                "vp sales",
                                                "/pricing",
                                                "/pricing/x",
                                                "straße",
                                                "STRASSE",
                                                "na\u00efve caf\u00e9",
                                                "NA\u00cfVE",
                                                "12",
                                                " 7 ",
                                                "2026-10-01",
                                                "ann@b.io",
                                                "\u0130stanbul",
                                                "\u03a3\u03b1\u03c2",
                                                "a b",
                                                "a,b,,c",
                                                "\u212a1",
                                                "cto",
                                                "director",
                                                "a\nb"};
inline const std::vector<std::string> kParts = {"a", "b", "s", "so", "/p", "SALES", "vp",     "e",       "12",
                                                "@", "1", ",", "ß",  "i",  "t",     "\u03c3", "na\u00ef"};
inline const std::vector<std::string> kWords = {"a",   "vp",      "sales",    "VP",       "b",   "a b",
                                                "cto", "pricing", "software", "of sales", "emea"};
/// Of fields with `one of`.
inline const std::vector<std::string> kAllowed = {"web", "event", "Ads"};
inline const std::vector<std::string> kTimes = {"2026-11-01",
                                                "2026-11-01T00:00:00Z",
                                                "2026-10-31T23:59:59.999999Z",
                                                "2026-10-31",
                                                "2026-10-30T08:00:00Z",
                                                "2026-10-25",
                                                "2026-10-18T12:00:00Z",
                                                "2026-10-18",
                                                "2026-10-04",
                                                "2026-10-02T00:00:00Z",
                                                "2026-10-01",
                                                "2026-08-31",
                                                "2026-01-01",
                                                "2026-01-31T10:00:00Z",
                                                "2025-12-31T23:30:00Z",
                                                "2024-02-29",
                                                "2026-11-02",
                                                "2026-11-08T01:00:00Z",
                                                "2027-01-01"};
inline const std::vector<std::string> kNumbers = {"0", "1", "2", "3", "5", "10", "0.5", "2.5", "100", "1k", "20%"};
inline const std::vector<std::string> kDurations = {"1 day",   "7 days", "30 days", "12 hours", "90 minutes",
                                                    "2 weeks", "1 week", "0 days",  "400 days"};

}  // namespace rubric::test
