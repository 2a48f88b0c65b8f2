// The limit of one decoded record: the tests of a workload in the order in which they are cheap.
#include "limits/limits.hpp"
#include "limits/scoring.hpp"

namespace rubric::bench::limits {

namespace {

Answer w1_of(std::span<const Record> records, Unknowns unknowns) {
  Answer out;
  std::uint64_t maybe = 0;
  for (const Record& r : records) {
    const Verdict v = w1(r.numbers[kScore], r.numbers[kEmployees], r.texts[kIndustry], unknowns == Unknowns::apart);
    out.yes += v.yes ? 1 : 0;
    maybe += v.maybe ? 1 : 0;
  }
  out.unknown = maybe - out.yes;
  return out;
}

Answer w2_of(std::span<const Record> records) {
  Answer out;
  for (const Record& r : records) {
    const int points = w2(r.texts, r.numbers, r.created_at >= kRecentMicros);
    out.points += points;
    out.yes += points >= kThreshold ? 1 : 0;
  }
  return out;
}

bool w3(const Record& r) {
  unsigned visits = 0;
  bool attended = false;
  for (const EventView *e = r.events, *const end = e + r.event_count; e != end; ++e) {
    if (e->kind == "page_view") {
      if (e->at >= kWindowMicros && e->path.starts_with("/pricing")) ++visits;
    } else if (e->kind == "webinar_attended") {
      attended = true;
    }
  }
  return visits >= 3 && attended;
}

Answer w3_of(std::span<const Record> records) {
  Answer out;
  for (const Record& r : records) out.yes += w3(r) ? 1U : 0U;
  return out;
}

}  // namespace

Answer record_by_record(Workload workload, std::span<const Record> records, Unknowns unknowns) {
  Answer out = workload == Workload::w1   ? w1_of(records, unknowns)
               : workload == Workload::w2 ? w2_of(records)
                                          : w3_of(records);
  out.leads = records.size();
  out.no = out.leads - out.yes - out.unknown;
  out.counts_unknown = workload != Workload::w1 || unknowns == Unknowns::apart;
  return out;
}

}  // namespace rubric::bench::limits
