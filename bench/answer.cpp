#include "answer.hpp"

#include <fmt/format.h>

namespace rubric::bench {

std::string Answer::text() const {
  const std::string first = fmt::format("{} leads, {} yes, ", leads, yes);
  const std::string rest =
      counts_unknown ? fmt::format("{} no, {} unknown", no, unknown) : fmt::format("{} others", no);
  return points == 0 ? first + rest : fmt::format("{}{}, {} points", first, rest, points);
}

bool agree(const Answer& a, const Answer& b) {
  if (a.leads != b.leads || a.yes != b.yes || a.points != b.points) return false;
  return a.no + a.unknown == b.no + b.unknown && (!a.counts_unknown || !b.counts_unknown || a.unknown == b.unknown);
}

}  // namespace rubric::bench
