#include "ast/dump.hpp"

#include <charconv>

namespace rubric::ast {

namespace {

// Names of enumerators, in the order of ast.hpp.
constexpr std::string_view kBinary[] = {"or", "and", "==", "!=", "<", "<=", ">", ">=", "default", "+", "-", "*", "/"};
constexpr std::string_view kTextOps[] = {"contains", "starts with", "ends with"};
constexpr std::string_view kQuantifiers[] = {"", " any of", " all of"};
constexpr std::string_view kStates[] = {"missing", "present", "unknown", "known"};
constexpr std::string_view kWindows[] = {"in the last",          "in the next",  "in the last calendar",
                                         "in the next calendar", "within after", "within before"};
constexpr std::string_view kBlocks[] = {"all of", "any of", "none of", "at least", "at most", "exactly"};
constexpr std::string_view kAggregates[] = {"count", "any", "none",  "sum",  "min",
                                            "max",   "avg", "first", "last", "distinct"};
constexpr std::string_view kUnits[] = {"seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years"};
constexpr std::string_view kTypes[] = {"text", "number", "bool", "time", "duration", "set"};
constexpr std::string_view kModifiers[] = {"required",      "one of",  "from",   "missing if",
                                           "ignoring case", "trimmed", "format", "number format"};
constexpr std::string_view kCalendar[] = {"none", "day", "week", "month", "quarter", "year"};
constexpr std::string_view kModes[] = {"first", "unique", "sum"};
constexpr std::string_view kCells[] = {"*", "missing", "present", "compare", "range", "in", "one of"};

template <std::size_t N, typename E>
std::string_view word(const std::string_view (&names)[N], E e) {
  return names[static_cast<std::size_t>(e)];
}

std::string number(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::string quoted(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u{";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
      out += '}';
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string spelled(const Name& name) {
  return name.quoted ? "`" + std::string(name.text) + "`" : std::string(name.text);
}

// One node a line; what belongs to a node stands deeper.
class Dumper {
 public:
  explicit Dumper(const File& file) : file_(file) {}

  std::string run() {
    for (const Declaration& d : file_.declarations) declaration(d);
    return std::move(out_);
  }

 private:
  struct Deeper {
    explicit Deeper(Dumper& d) : dumper(d) { ++dumper.depth_; }
    ~Deeper() { --dumper.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    Dumper& dumper;
  };

  void line(const std::string& text) { out_ += std::string(depth_ * 2, ' ') + text + "\n"; }

  template <typename Body>
  void under(const std::string& text, Body body) {
    line(text);
    const Deeper deeper(*this);
    body();
  }

  // --- expressions ---

  std::string names(const Expr& e) const {
    std::string out;
    for (const Name& n : file_.names(e)) out += (out.empty() ? "" : ".") + spelled(n);
    return out;
  }

  std::string head(const Expr& e) const {
    const std::string folded = e.ignoring_case ? " ignoring case" : "";
    switch (e.kind) {
      case ExprKind::error: return "error";
      case ExprKind::number: return "number " + number(e.number);
      case ExprKind::text: return "text " + quoted(e.text);
      case ExprKind::boolean: return e.flag ? "true" : "false";
      case ExprKind::missing: return "missing";
      case ExprKind::time: return (e.flag ? "date " : "time ") + std::to_string(e.ticks);
      case ExprKind::duration: return "duration " + number(e.number) + " " + std::string(word(kUnits, e.unit));
      case ExprKind::path: return "path " + names(e);
      case ExprKind::call: return "call " + names(e);
      case ExprKind::paren: return "paren";
      case ExprKind::list: return "list";
      case ExprKind::set: return "set";
      case ExprKind::record: return "record";
      case ExprKind::negate: return "negate";
      case ExprKind::not_: return "not";
      case ExprKind::binary: return std::string(word(kBinary, e.op)) + folded;
      case ExprKind::in: return (e.negated ? "not in" : "in") + folded;
      case ExprKind::between: return e.negated ? "not between" : "between";
      case ExprKind::text_test:
        return std::string(word(kTextOps, e.text_op)) + std::string(word(kQuantifiers, e.quantifier)) +
               (e.whole_word ? " word" : "") + folded;
      case ExprKind::matches: return "matches";
      case ExprKind::pattern:
        return "pattern " + quoted(pattern_of(e).body) +
               (pattern_of(e).flags.empty() ? "" : " flags " + std::string(pattern_of(e).flags));
      case ExprKind::state: return "is " + std::string(word(kStates, e.state));
      case ExprKind::window: return std::string(word(kWindows, e.window));
      case ExprKind::if_: return "if";
      case ExprKind::block: return std::string(word(kBlocks, e.block));
      case ExprKind::filter: return "filter" + (file_.names(e).empty() ? "" : " as " + names(e));
      case ExprKind::aggregate: return std::string(word(kAggregates, e.aggregate));
      case ExprKind::projection: return "projection";
    }
    return {};
  }

  void expr(ExprId id) {
    const Expr& e = file_[id];
    under(head(e), [&] {
      for (const ExprId operand : file_.operands(e)) expr(operand);
      for (const Item& item : file_.items(e)) {
        expr(item.condition);
        if (!item.because_span.empty()) line("because " + quoted(item.because));
      }
    });
  }

  void expr_under(const std::string& text, ExprId id) {
    if (id.valid()) under(text, [&] { expr(id); });
  }

  void text_line(const std::string& what, const Text& text) {
    if (!text.span.empty()) line(what + " " + quoted(text.value));
  }

  void because(std::string_view words, Span span) {
    if (!span.empty()) line("because " + quoted(words));
  }

  void guard(const Guard& g) {
    expr_under("when", g.when);
    expr_under("unless", g.unless);
    because(g.because, g.because_span);
  }

  // --- declarations ---

  void declaration(const Declaration& d) {
    if (!d.doc.empty()) line("doc " + quoted(d.doc));
    const std::string name = d.name.span.empty() ? "" : " " + spelled(d.name);
    std::visit([&](const auto& body) { under(keyword(body) + name, [&] { this->body(body); }); }, d.body);
  }

  static std::string keyword(const Criteria&) { return "criteria"; }
  static std::string keyword(const Import&) { return "from"; }
  static std::string keyword(const Record&) { return "record"; }
  static std::string keyword(const Param&) { return "param"; }
  static std::string keyword(const Set&) { return "set"; }
  static std::string keyword(const Let& l) { return l.is_function ? "let function" : "let"; }
  static std::string keyword(const Score& s) { return s.total ? "total" : "score"; }
  static std::string keyword(const Rule&) { return "rule"; }
  static std::string keyword(const Choose&) { return "choose"; }
  static std::string keyword(const Table& t) { return "table " + std::string(word(kModes, t.mode)); }
  static std::string keyword(const Lifecycle&) { return "lifecycle"; }
  static std::string keyword(const Test&) { return "test"; }

  void body(const Criteria& c) {
    text_line("title", c.title);
    text_line("version", c.version);
    text_line("owner", c.owner);
    expr_under("review by", c.review_by);
  }

  void body(const Import& i) {
    text_line(i.from_file ? "file" : "module", i.module);
    for (const Name& n : i.names) line("use " + spelled(n));
  }

  void body(const Record& r) {
    for (const Field& f : r.fields) field(f);
  }

  void field(const Field& f) {
    std::string text = "field " + spelled(f.name);
    switch (f.shape) {
      case Field::Shape::scalar: text += " " + std::string(word(kTypes, f.type)); break;
      case Field::Shape::group: text += " group"; break;
      case Field::Shape::list_of_scalars: text += " list of " + std::string(word(kTypes, f.type)); break;
      case Field::Shape::list_of_records: text += " list"; break;
    }
    if (!f.dated_by.span.empty()) text += " dated by " + spelled(f.dated_by);
    under(text, [&] {
      for (const Modifier& m : f.modifiers) {
        under(std::string(word(kModifiers, m.kind)) + (m.text.span.empty() ? "" : " " + quoted(m.text.value)), [&] {
          for (const ExprId v : m.values) expr(v);
        });
      }
      for (const Field& inner : f.fields) field(inner);
    });
  }

  void body(const Param& p) { expr(p.value); }

  void body(const Set& s) {
    for (const SetTerm& term : s.terms) expr_under(term.subtract ? "minus" : "plus", term.value);
    text_line("file", s.file);
    if (s.as_number) line("as number");
    text_line("column", s.column);
  }

  void parameters(const std::vector<Parameter>& all) {
    for (const Parameter& p : all) {
      line("parameter " + spelled(p.name) + (p.list ? " list of " : " ") + std::string(word(kTypes, p.type)));
    }
  }

  void body(const Let& l) {
    parameters(l.parameters);
    expr(l.value);
  }

  void body(const Score& s) {
    expr_under("min", s.min);
    expr_under("max", s.max);
    for (const ScoreLine& l : s.lines) {
      under(l.negative ? "line -" : "line +", [&] {
        expr(l.points);
        expr_under("for each of", l.source);
        expr_under("once per", l.once_per);
        if (l.once_per_calendar != CalendarUnit::none)
          line("once per calendar " + std::string(word(kCalendar, l.once_per_calendar)));
        expr_under("halving every", l.halving);
        expr_under("up to", l.up_to);
        guard(l.guard);
      });
    }
  }

  void body(const Rule& r) { guard(r.guard); }

  void body(const Choose& c) {
    for (const Arm& a : c.arms) {
      under("arm", [&] {
        expr(a.value);
        guard(a.guard);
      });
    }
    if (!c.otherwise.valid()) return;
    under("else", [&] {
      expr(c.otherwise);
      because(c.otherwise_because, c.otherwise_because_span);
    });
  }

  void body(const Table& t) {
    parameters(t.parameters);
    text_line("file", t.file);
    for (const ExprId column : t.columns) expr_under("column", column);
    for (const Name& n : t.outputs) line("output " + spelled(n));
    for (const Row& r : t.rows) {
      under("row", [&] {
        for (const Cell& c : r.cells) cell(c);
        for (const ExprId o : r.outputs) expr_under("=>", o);
        because(r.because, r.because_span);
      });
    }
  }

  void cell(const Cell& c) {
    std::string text = "cell ";
    if (c.negated) text += "not ";
    text += c.kind == Cell::Kind::compare ? word(kBinary, c.op) : word(kCells, c.kind);
    under(text, [&] {
      for (const ExprId v : c.values) expr(v);
    });
  }

  static std::string state(const State& s) { return s.any ? "*" : quoted(s.text); }

  void body(const Lifecycle& l) {
    expr_under("from", l.present);
    if (!l.start.span.empty()) line("start " + state(l.start));
    for (const Move& m : l.moves) {
      std::string from;
      for (const State& s : m.from) from += (from.empty() ? "" : ", ") + state(s);
      under("move " + from + " -> " + state(m.to), [&] { guard(m.guard); });
    }
  }

  void body(const Test& t) {
    text_line("title", t.title);
    expr_under("as of", t.as_of);
    for (const Override& o : t.params) expr_under("with " + spelled(o.name), o.value);
    expr_under("given", t.given);
    for (const Item& e : t.expects) {
      expr_under("expect", e.condition);
      because(e.because, e.because_span);
    }
  }

  const File& file_;
  std::string out_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string dump(const File& file) {
  return Dumper(file).run();
}

}  // namespace rubric::ast
