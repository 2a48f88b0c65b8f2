// The way in: looks at the first bytes, then hands them to the reader of the format.
#include <algorithm>

#include "records/csv_reader.hpp"
#include "records/json_reader.hpp"
#include "records/sniff.hpp"

namespace rubric::records {

namespace {

// Places within a record, and a block behind it, are held in 32 bits.
constexpr std::size_t kLongestRecord = std::size_t{1} << 30U;

}  // namespace

std::unique_ptr<Reader> open_reader(ByteSource source, const data::Layout& layout, Options options) {
  options.limits.record_bytes = std::min(options.limits.record_bytes, kLongestRecord);
  auto input = std::make_unique<Input>(std::move(source));
  input->peek(kSniffed);
  refuse_foreign(input->bytes().substr(0, kSniffed), options.source_name);
  input->drop(byte_order_mark(input->bytes()));
  input->peek(kSniffed);
  return options.format == Format::json ? open_json(std::move(input), layout, options)
                                        : open_csv(std::move(input), layout, options);
}

}  // namespace rubric::records
