#include "warm.hpp"

#include "measure.hpp"

namespace rubric::bench {

namespace {

// Called once a lead; counts from the middle on.
class SecondHalf {
 public:
  explicit SecondHalf(std::size_t leads) : middle_(leads / 2) {}
  void lead() {
    if (++seen_ == middle_) before_ = allocations();
  }
  [[nodiscard]] double a_lead() const {
    return static_cast<double>(allocations() - before_) / static_cast<double>(seen_ - middle_);
  }

 private:
  std::size_t middle_;
  std::size_t seen_ = 0;
  std::size_t before_ = 0;
};

}  // namespace

double warm_allocations(const std::string& criteria, std::span<const Record> records) {
  OneRecordMachine machine("warm", criteria);
  SecondHalf half(records.size());
  for (const Record& record : records) {
    machine.decide(record);
    half.lead();
  }
  return half.a_lead();
}

double warm_allocations(const std::shared_ptr<const engine::Program>& program, const std::string& path,
                        records::Format format, std::size_t leads) {
  SecondHalf half(leads);
  each_of_file(program, path, format, [&](const engine::Evaluator&) { half.lead(); });
  return half.a_lead();
}

}  // namespace rubric::bench
