#include "files.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "lead_text.hpp"

namespace rubric::bench {

namespace {

class Lines {
 public:
  explicit Lines(const std::string& path) : path_(path), out_(path, std::ios::binary) {}
  std::string& text() { return text_; }
  void flush(std::size_t from = 1U << 20U) {
    if (text_.size() < from) return;
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
    if (!out_.flush()) throw std::runtime_error("cannot write " + path_);
  }

 private:
  std::string path_;
  std::ofstream out_;
  std::string text_;
};

}  // namespace

Scratch::Scratch() {
  folder_ = (std::filesystem::temp_directory_path() / "rubric_bench_XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("cannot make " + folder_);
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Scratch::write(const std::string& name, const std::string& text) const {
  Lines lines(path(name));
  lines.text() = text;
  lines.flush(0);
  return path(name);
}

void write_json_lines(const std::string& path, Distribution distribution, std::size_t size) {
  const LeadMaker maker(distribution);
  Lines lines(path);
  for (std::size_t i = 0; i < size; ++i) {
    append_json(lines.text(), maker.lead(i));
    lines.flush();
  }
  lines.flush(0);
}

void write_csv(const std::string& path, Distribution distribution, std::size_t size) {
  const LeadMaker maker(distribution);
  Lines lines(path);
  append_csv_heading(lines.text());
  for (std::size_t i = 0; i < size; ++i) {
    append_csv(lines.text(), maker.lead(i));
    lines.flush();
  }
  lines.flush(0);
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace rubric::bench
