#include "engine/table_files.hpp"

#include <fmt/core.h>

#include <cstring>

#include "base/number_text.hpp"
#include "base/time_text.hpp"
#include "engine/set_files.hpp"
#include "records/reader.hpp"

namespace rubric::engine {

namespace {

using ast::BinaryOp;
using diag::Kind;

bool has_order(std::string_view text) {
  return base::parse_number(text).fault == base::NumberFault::none || base::parse_time(text).has_value();
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

class TableLoader {
 public:
  TableLoader(ast::File& tree, ast::Table& table, const base::SourceMap& sources, diag::Sink& sink)
      : tree_(tree), table_(table), sources_(sources), sink_(sink) {}

  void run(const FileText& file) {
    if (!file.error.empty()) {
      auto report = fault(file.error);
      if (!file.found) report.note("the path is relative to the file that names it");
      return;
    }
    make_layout();
    try {
      rows(file.text);
    } catch (const records::ReadError& error) {
      // The reader's own helps speak of the options of a run, which a table has not.
      fault(error.message).note("the columns and outputs of the table are named like the columns of the file");
    }
  }

 private:
  diag::Builder fault(const std::string& reason) {
    return sink_.report(Kind::table_file, table_.file.span, {{"file", table_.file.value}, {"reason", reason}});
  }

  // A column goes by the text of its expression, an output by its name.
  void make_layout() {
    for (const ast::ExprId id : table_.columns) add_slot(sources_.text(tree_[id].span));
    for (const ast::Name& output : table_.outputs) add_slot(output.text);
  }

  void add_slot(std::string_view heading) {
    data::Slot slot;
    slot.path = {std::string(heading)};
    slot.name = slot.heading = std::string(heading);
    slot.kind = data::Kind::text;
    slot.trimmed = true;
    layout_.slots.push_back(std::move(slot));
  }

  void rows(std::string_view text) {
    records::Options options;
    options.format = records::Format::csv;
    options.source_name = std::string(table_.file.value);
    const auto reader = records::open_reader(bytes_of(text), layout_, options);
    std::vector<data::Cell> cells(layout_.slots.size());
    for (;;) {
      const records::Step step = reader->next(cells);
      if (step == records::Step::end) return;
      if (step == records::Step::rejected) {
        fault(fmt::format("line {}: {}", reader->rejection().line, reader->rejection().message));
        return;
      }
      row(cells);
    }
  }

  static records::ByteSource bytes_of(std::string_view text) {
    return [text](char* buffer, std::size_t size) mutable {
      size = std::min(size, text.size());
      if (size > 0) std::memcpy(buffer, text.data(), size);
      text.remove_prefix(size);
      return size;
    };
  }

  void row(const std::vector<data::Cell>& cells) {
    ast::Row row;
    row.span = table_.file.span;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string_view text = data::is_missing(cells[i].text) ? "" : data::view(cells[i].text);
      if (i < table_.columns.size()) {
        row.cells.push_back(cell(text));
      } else {
        row.outputs.push_back(text.empty() ? missing() : value(text));
      }
    }
    table_.rows.push_back(std::move(row));
  }

  ast::Cell cell(std::string_view text) {
    ast::Cell out;
    out.span = table_.file.span;
    if (text.empty() || text == "*") return out;
    out.kind = ast::Cell::Kind::compare;
    if (range(text, out) || test(text, out)) return out;
    out.values.push_back(value(text));
    return out;
  }

  bool range(std::string_view text, ast::Cell& out) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return false;
    const std::string_view low = trimmed(text.substr(0, dots));
    const std::string_view high = trimmed(text.substr(dots + 2));
    if (!has_order(low) || !has_order(high)) return false;
    out.kind = ast::Cell::Kind::range;
    out.values = {value(low), value(high)};
    return true;
  }

  bool test(std::string_view text, ast::Cell& out) {
    constexpr std::pair<std::string_view, BinaryOp> kSigns[] = {{">=", BinaryOp::greater_equal},
                                                                {"<=", BinaryOp::less_equal},
                                                                {"!=", BinaryOp::not_equal},
                                                                {">", BinaryOp::greater},
                                                                {"<", BinaryOp::less}};
    for (const auto& [sign, op] : kSigns) {
      if (!text.starts_with(sign)) continue;
      const std::string_view rest = trimmed(text.substr(sign.size()));
      if (!has_order(rest)) return false;
      out.op = op;
      out.values = {value(rest)};
      return true;
    }
    return false;
  }

  ast::ExprId value(std::string_view text) {
    ast::Expr e;
    e.kind = ast::ExprKind::text;
    e.flag = true;
    e.text = tree_.texts.emplace_back(text);
    return add(e);
  }

  ast::ExprId missing() {
    ast::Expr e;
    e.kind = ast::ExprKind::missing;
    return add(e);
  }

  ast::ExprId add(ast::Expr e) {
    e.span = e.op_span = table_.file.span;
    tree_.exprs.push_back(e);
    return ast::ExprId(tree_.exprs.size() - 1);
  }

  ast::File& tree_;
  ast::Table& table_;
  const base::SourceMap& sources_;
  diag::Sink& sink_;
  data::Layout layout_;
};

}  // namespace

void load_tables(ast::File& tree, const std::vector<std::string>& identities, const base::SourceMap& sources,
                 const Files& files, diag::Sink& sink) {
  for (ast::Declaration& d : tree.declarations) {
    auto* table = std::get_if<ast::Table>(&d.body);
    if (table == nullptr || table->file.span.empty()) continue;
    TableLoader(tree, *table, sources, sink).run(files(identities[d.module], std::string(table->file.value)));
  }
}

}  // namespace rubric::engine
