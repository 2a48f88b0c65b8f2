#include "explain/json.hpp"

#include "base/json_writer.hpp"
#include "base/time_text.hpp"
#include "explain/words.hpp"

namespace rubric::explain {

namespace {

using base::JsonWriter;
using ir::Joined;
using ir::SubjectKind;

std::string_view kind_name(SubjectKind kind) {
  return kind == SubjectKind::total ? "total" : word(kind);
}

std::string_view joined_name(Joined joined) {
  switch (joined) {
    case Joined::test: return "test";
    case Joined::rule: return "rule";
    case Joined::all_of: return "all of";
    case Joined::any_of: return "any of";
    case Joined::none_of: return "none of";
    case Joined::at_least: return "at least";
    case Joined::at_most: return "at most";
    case Joined::exactly: return "exactly";
    case Joined::not_: return "not";
    case Joined::unless: return "unless";
  }
  return "";
}

class Writer {
 public:
  Writer(JsonWriter& json, const Explanation& e) : json_(json), e_(e) {}

  void run(const std::vector<std::string>& only) {
    json_.object().key("version").whole(kJsonVersion);
    json_.key("criteria").object().key("title").text(e_.title).key("version").text(e_.version).end();
    json_.key("lead").object().key("id");
    e_.key.empty() ? json_.null() : json_.text(e_.key);
    if (!e_.file.empty()) json_.key("file").text(e_.file);
    if (e_.record > 0) json_.key("record").whole(e_.record);
    if (e_.line > 0) json_.key("line").whole(e_.line);
    json_.end().key("as_of").text(base::time_text(e_.as_of));
    texts("notes", e_.notes);
    json_.key("subjects").array();
    for (const std::uint32_t i : chosen_subjects(e_, only, true)) subject(e_.subjects[i]);
    json_.end().end();
  }

 private:
  void texts(std::string_view key, const std::vector<std::string>& all) {
    if (all.empty()) return;
    json_.key(key).array();
    for (const std::string& one : all) json_.text(one);
    json_.end();
  }

  void verdict(Verdict v) {
    json_.key("verdict");
    v == Verdict::unknown ? json_.null() : json_.flag(v == Verdict::yes);
  }

  void because(const std::string& text) {
    if (!text.empty()) json_.key("because").text(text);
  }

  // Only what is true is said.
  void flag(std::string_view key, bool value) {
    if (value) json_.key(key).flag(true);
  }

  void maybe(std::string_view key, const std::optional<double>& number) {
    if (number) json_.key(key).number(*number);
  }

  void seen(const std::vector<Sight>& all) {
    if (all.empty()) return;
    json_.key("seen").array();
    for (const Sight& s : all) {
      json_.object().key("text").text(s.text).key("value").raw(s.value.json);
      if (s.of) json_.key("of").whole(*s.of);
      if (s.subject) json_.key("names").text(name_of(e_.subjects[*s.subject]));
      flag("param", s.constant);
      flag("list", s.list);
      json_.end();
    }
    json_.end();
  }

  void clause(const Clause& c) {
    json_.object().key("text").text(c.text).key("joined").text(joined_name(c.joined));
    if (c.joined == Joined::at_least || c.joined == Joined::at_most || c.joined == Joined::exactly)
      json_.key("count").whole(c.count);
    if (c.subject) json_.key("names").text(name_of(e_.subjects[*c.subject]));
    verdict(c.verdict);
    because(c.because);
    seen(c.seen);
    maybe("short_by", c.short_by);
    flag("could_turn", c.could_turn);
    if (!c.parts.empty()) {
      json_.key("parts").array();
      for (const Clause& part : c.parts) clause(part);
      json_.end();
    }
    json_.end();
  }

  void branch(const Branch& b, const Subject& s) {
    json_.object().key("text").text(b.text).key("line").whole(b.line);
    verdict(b.verdict);
    if (s.kind == SubjectKind::score) {
      points(b);
    } else {
      json_.key("taken").flag(b.taken);
      flag("passed_over", b.passed_over);
      flag("elsewhere", b.elsewhere);
      values(b.values, s.outputs);
    }
    because(b.because);
    seen(b.seen);
    if (b.condition) {
      json_.key("condition");
      clause(*b.condition);
    }
    json_.end();
  }

  void points(const Branch& b) {
    json_.key("points").number(b.points);
    maybe("could_add", b.could_add);
    maybe("capped_from", b.capped_from);
    flag("points_missing", b.points_missing);
    if (b.chosen) json_.key("elements").object().key("chosen").whole(*b.chosen).key("of").whole(*b.of).end();
  }

  // One value as it is; the outputs of a table by their names.
  void values(const std::vector<Value>& all, const std::vector<std::string>& names) {
    json_.key("value");
    if (names.size() < 2 || names.size() != all.size()) {
      all.empty() ? json_.null() : json_.raw(all[0].json);
      return;
    }
    json_.object();
    for (std::size_t i = 0; i < all.size(); ++i) json_.key(names[i]).raw(all[i].json);
    json_.end();
  }

  void subject(const Subject& s) {
    json_.object().key("kind").text(kind_name(s.kind)).key("name").text(s.name).key("line").whole(s.line);
    if (!s.file.empty()) json_.key("file").text(s.file);
    values(s.values, s.outputs);
    if (s.kind == SubjectKind::lifecycle && s.values.size() > 1) json_.key("moved").raw(s.values[1].json);
    flag("could_turn", s.could_turn);
    if (!s.text.empty()) json_.key("text").text(s.text);
    reasons(s);
    seen(s.seen);
    if (s.clause) {
      json_.key("clause");
      clause(*s.clause);
    }
    if (s.kind == SubjectKind::score || s.kind == SubjectKind::total) score(s);
    if (!s.branches.empty()) {
      json_.key(s.kind == SubjectKind::score ? "lines" : "branches").array();
      for (const Branch& b : s.branches) branch(b, s);
      json_.end();
    }
    obstacles(s);
    json_.end();
  }

  void reasons(const Subject& s) {
    if (s.reasons.empty()) return;
    json_.key("reasons").array();
    for (const Reason& r : s.reasons) {
      json_.object();
      maybe("points", r.points);
      json_.key("text").text(r.text).end();
    }
    json_.end();
  }

  void score(const Subject& s) {
    maybe("sum", s.unbounded);
    maybe("min", s.min);
    maybe("max", s.max);
    json_.key("range").object().key("low").number(s.low).key("high").number(s.high).key("open").flag(s.open).end();
    if (s.blocks.empty()) return;
    json_.key("blocks").array();
    for (const std::uint32_t i : s.blocks) json_.text(e_.subjects[i].name);
    json_.end();
  }

  void obstacles(const Subject& s) {
    if (s.in_the_way.empty()) return;
    json_.key("in_the_way").array();
    for (const Obstacle& o : s.in_the_way) obstacle(o);
    json_.end();
    if (s.more_in_the_way > 0) json_.key("more_in_the_way").whole(s.more_in_the_way);
  }

  void obstacle(const Obstacle& o) {
    json_.object().key("text").text(o.text).key("wanted").flag(o.wanted);
    verdict(o.verdict);
    json_.key("cost").number(o.cost);
    flag("fixed", o.fixed);
    texts("in", o.in);
    maybe(o.over ? "over_by" : "short_by", o.short_by);
    if (o.others > 0) json_.key("others").whole(o.others);
    texts("lines", o.lines);
    seen(o.seen);
    json_.end();
  }

  JsonWriter& json_;
  const Explanation& e_;
};

}  // namespace

std::string json_value(const Explanation& explanation) {
  JsonWriter json(JsonWriter::Layout::one_line);
  Writer(json, explanation).run({});
  return json.take();
}

std::string json_document(const std::vector<const Explanation*>& explanations, const std::vector<std::string>& only) {
  JsonWriter json;
  json.array();
  for (const Explanation* e : explanations) Writer(json, *e).run(only);
  json.end();
  return json.take();
}

}  // namespace rubric::explain
