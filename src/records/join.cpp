#include "records/join.hpp"

#include <fmt/format.h>

namespace rubric::records {

namespace {

class Joined final : public Reader {
 public:
  Joined(std::unique_ptr<Reader> records, const data::Layout& layout,
         std::span<const std::unique_ptr<Children>> children, const Limits& limits)
      : records_(std::move(records)),
        layout_(layout),
        limit_(static_cast<std::uint32_t>(limits.list_elements)),
        filled_(layout.slots.size()) {
    for (const auto& one : children) parts_.push_back({one.get(), {}});
  }

  Step next(std::span<data::Cell> cells) override;
  void resume(Block& block) override {
    records_->resume(block);
    filled_.assign(filled_.size(), 0);
  }

  [[nodiscard]] const Rejection& rejection() const override { return refused_ ? rejection_ : records_->rejection(); }
  [[nodiscard]] std::uint64_t record_number() const override { return records_->record_number(); }
  [[nodiscard]] std::uint64_t line() const override { return records_->line(); }
  [[nodiscard]] const std::vector<InvalidValues>& invalid() const override { return records_->invalid(); }
  [[nodiscard]] const std::vector<std::uint64_t>& undated() const override { return records_->undated(); }
  [[nodiscard]] const std::vector<std::uint64_t>& occurrences() const override;

 private:
  struct Part {
    Children* children;
    Children::Rows rows;  // of the record at hand
  };

  bool attach(Part& part, std::span<data::Cell> cells);
  [[noreturn]] void refuse_own_elements(const std::string& list) const;

  std::unique_ptr<Reader> records_;
  const data::Layout& layout_;
  std::uint32_t limit_;
  std::vector<Part> parts_;
  bool refused_ = false;
  Rejection rejection_;
  std::vector<std::uint64_t> filled_;  // by slot: records that got elements
  mutable std::vector<std::uint64_t> occurrences_;
};

void Joined::refuse_own_elements(const std::string& list) const {
  throw ReadError{"list-in-records",
                  fmt::format("the records have `{0}` themselves, and `{0}` is joined from another file", list),
                  {"leave the join out, or take the list out of the records: its elements come from one place"},
                  records_->line()};
}

// False for a list that is too long.
bool Joined::attach(Part& part, std::span<data::Cell> cells) {
  const std::uint32_t list = part.children->list();
  if (cells[list].list.count > 0) refuse_own_elements(layout_.slots[list].name);
  const data::TextRef key = cells[part.children->key_slot()].text;
  if (data::is_missing(key)) {
    part.children->record_without_key();
    return true;
  }
  const std::uint32_t count = part.children->take(data::view(key), limit_, part.rows);
  if (count > limit_) {
    refused_ = true;
    rejection_ = {"list-too-long",
                  fmt::format("the joined list `{}` has {} elements, more than the limit of {}",
                              layout_.slots[list].name, count, limit_),
                  records_->record_number(), records_->line(), 0};
    return false;
  }
  if (count > 0) ++filled_[list];
  cells[list] = data::Cell(data::ListRef{part.rows.cells.empty() ? nullptr : part.rows.cells.data(), count});
  return true;
}

Step Joined::next(std::span<data::Cell> cells) {
  refused_ = false;
  const Step step = records_->next(cells);
  if (step != Step::record) return step;
  for (Part& part : parts_) {
    if (!attach(part, cells)) return Step::rejected;
  }
  return Step::record;
}

const std::vector<std::uint64_t>& Joined::occurrences() const {
  occurrences_ = records_->occurrences();
  for (std::size_t i = 0; i < filled_.size(); ++i) occurrences_[i] += filled_[i];
  return occurrences_;
}

}  // namespace

std::unique_ptr<Reader> join_reader(std::unique_ptr<Reader> records, const data::Layout& layout,
                                    std::span<const std::unique_ptr<Children>> children, const Limits& limits) {
  return std::make_unique<Joined>(std::move(records), layout, children, limits);
}

}  // namespace rubric::records
