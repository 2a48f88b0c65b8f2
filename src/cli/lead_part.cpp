#include "cli/lead_part.hpp"

#include "cli/joins.hpp"

namespace rubric::cli {

void LeadPart::read(const records::Reader& reader) {
  for (std::size_t i = 0; i < reader.invalid().size(); ++i) {
    const records::InvalidValues& v = reader.invalid()[i];
    if (v.count > 0) refuse_invalid_value(*wishes_.file, wishes_.program.layout().slots[i].name, v);
  }
}

void LeadPart::decided(engine::Evaluator& lead, const engine::Place& place) {
  counts.add(lead);
  if (wishes_.only && lead.value(*wishes_.only).tri != data::Tri::yes) return;
  ++written;
  if (wishes_.writer != nullptr) wishes_.writer->lead(text, lead, place.record);
  if (wishes_.table != nullptr) wishes_.table->lead(rows, lead, place.record);
}

void LeadPart::undecided(vm::Status why, const engine::Place& place) {
  const bool lists = why == vm::Status::fuel_limit;
  const char* const words =
      lists ? "its lists are too long for the questions asked of them: more than 50,000,000 elements would be looked at"
            : "the texts built for this record need more memory than the limit of 16 MiB";
  counts.reject({lists ? "visited-limit" : "scratch-limit", words, place.record, place.line, 0});
}

void LeadPart::clear() {
  counts.clear();
  text.clear();
  rows = {};
  written = 0;
}

}  // namespace rubric::cli
