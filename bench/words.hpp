// The words that invented leads and invented rules are made of. What the workloads ask for is among them.
#pragma once

#include <array>
#include <string_view>

namespace rubric::bench {

/// The first twelve are the set ICP of the workloads.
inline constexpr std::array<std::string_view, 40> kIndustries{
    "software",   "saas",      "fintech",     "healthcare",   "ecommerce",     "manufacturing", "logistics",
    "insurance",  "banking",   "telecom",     "biotech",      "cybersecurity", "retail",        "education",
    "government", "nonprofit", "agriculture", "construction", "real_estate",   "hospitality",   "media",
    "gaming",     "energy",    "mining",      "automotive",   "aerospace",     "legal",         "consulting",
    "marketing",  "staffing",  "food",        "fashion",      "sports",        "travel",        "pharma",
    "chemicals",  "utilities", "shipping",    "printing",     "furniture"};
inline constexpr std::array<std::string_view, 60> kCountries{
    "US", "GB", "DE", "CA", "AU", "FR", "NL", "SE", "ES", "IT", "IE", "DK", "NO", "FI", "CH",
    "AT", "BE", "SG", "NZ", "JP", "IN", "BR", "MX", "PL", "PT", "CZ", "RO", "GR", "HU", "BG",
    "TR", "ZA", "NG", "KE", "EG", "AE", "SA", "IL", "CN", "KR", "TW", "HK", "TH", "VN", "ID",
    "MY", "PH", "PK", "BD", "LK", "AR", "CL", "CO", "PE", "UA", "RU", "IR", "SY", "CU", "KP"};
inline constexpr std::array<std::string_view, 12> kSources{"organic", "paid_search", "webinar",     "referral",
                                                           "event",   "partner",     "outbound",    "content",
                                                           "social",  "direct",      "review_site", "import"};
inline constexpr std::array<std::string_view, 20> kLevels{
    "",          "Senior ",      "Junior ",   "Lead ",      "Principal ", "VP of ",   "VP ",    "Vice President of ",
    "Head of ",  "Director of ", "Chief ",    "Associate ", "Assistant ", "Intern, ", "Staff ", "Manager, ",
    "Regional ", "Global ",      "Trainee, ", "Student "};
inline constexpr std::array<std::string_view, 32> kFunctions{"Marketing",
                                                             "Sales",
                                                             "Engineering",
                                                             "Software Engineer",
                                                             "Web Developer",
                                                             "Product",
                                                             "Operations",
                                                             "Finance",
                                                             "Accountant",
                                                             "Human Resources",
                                                             "Revenue Officer",
                                                             "Data Scientist",
                                                             "Data Engineer",
                                                             "Customer Success",
                                                             "Support",
                                                             "IT",
                                                             "Security",
                                                             "Growth Marketing",
                                                             "Content Marketing",
                                                             "Partnerships",
                                                             "Business Development",
                                                             "Procurement",
                                                             "Legal Counsel",
                                                             "Analyst",
                                                             "Consultant",
                                                             "Designer",
                                                             "CEO",
                                                             "CTO",
                                                             "CFO",
                                                             "Founder",
                                                             "Product Marketing",
                                                             "Field Sales"};
inline constexpr std::array<std::string_view, 6> kTitleEnds{"", "", "", " EMEA", " North America", " & Strategy"};
inline constexpr std::array<std::string_view, 16> kFirstNames{"anna",  "ben",   "carla", "david", "elena", "frank",
                                                              "grace", "henry", "ivy",   "jack",  "kate",  "liam",
                                                              "mia",   "noah",  "olga",  "peter"};
inline constexpr std::array<std::string_view, 16> kLastNames{"smith", "jones", "mueller", "garcia", "rossi",  "tanaka",
                                                             "kim",   "novak", "silva",   "dubois", "jansen", "hansen",
                                                             "brown", "moore", "clark",   "wright"};
inline constexpr std::array<std::string_view, 16> kCompanies{
    "acme",    "globex", "initech", "umbra",    "hooli", "vandelay", "wayne", "wonka",
    "soylent", "tyrell", "oscorp",  "aperture", "gekko", "sirius",   "bluth", "prestige"};
inline constexpr std::array<std::string_view, 8> kTopDomains{".com", ".io",  ".de",  ".co.uk",
                                                             ".ai",  ".com", ".com", ".fr"};
inline constexpr std::array<std::string_view, 4> kFreeMail{"@gmail.com", "@yahoo.com", "@hotmail.com", "@outlook.com"};
inline constexpr std::array<std::string_view, 5> kRoleNames{"info", "sales", "admin", "hello", "contact"};
inline constexpr std::array<std::string_view, 32> kWords{
    "platform", "pipeline", "lead",        "quarter", "budget",    "renewal",  "pilot",    "vendor",
    "security", "review",   "integration", "demo",    "pricing",   "contract", "roadmap",  "team",
    "growth",   "customer", "data",        "cloud",   "migration", "timeline", "approval", "stakeholder",
    "proposal", "meeting",  "follow",      "up",      "next",      "steps",    "interest", "evaluation"};
inline constexpr std::array<std::string_view, 20> kPages{"/",
                                                         "/",
                                                         "/",
                                                         "/pricing",
                                                         "/pricing",
                                                         "/pricing",
                                                         "/pricing/enterprise",
                                                         "/pricing?utm=ad",
                                                         "/features",
                                                         "/features",
                                                         "/docs",
                                                         "/docs/quickstart",
                                                         "/blog/why-lead-scoring",
                                                         "/blog/2026-trends",
                                                         "/customers/globex",
                                                         "/careers",
                                                         "/integrations",
                                                         "/integrations/salesforce",
                                                         "/contact",
                                                         "/changelog"};

}  // namespace rubric::bench
