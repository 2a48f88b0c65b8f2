#include "support/arrows.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

namespace rubric::test {

namespace {

struct Folder {
  std::set<std::string> may;
  std::string reason;
};

// A header (or the beginning of its name) that only some files may include.
struct Reserved {
  std::string header;
  std::vector<std::string> files;
  std::string reason;
};

// A header that costs time wherever it arrives, also by way of others: how many .cpp files it may reach.
struct Reach {
  std::string header;
  std::size_t most = 0;
  std::string reason;
};

struct Table {
  std::map<std::string, Folder> folders;
  std::vector<Reserved> reserved;
  std::vector<Reach> reaches;
  std::vector<std::string> faults;
};

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

// `NAME: words | reason`, `only HEADER: words | reason` or `reach HEADER: number | reason`.
void read_entry(const std::string& line, Table& table) {
  const std::size_t colon = line.find(':');
  const std::size_t bar = line.find('|', colon == std::string::npos ? 0 : colon);
  if (colon == std::string::npos || bar == std::string::npos) {
    table.faults.push_back("arrows.txt: not `FOLDER: folders | why`: " + line);
    return;
  }
  const auto name = words(line.substr(0, colon));
  const auto list = words(line.substr(colon + 1, bar - colon - 1));
  const std::string reason = line.substr(std::min(line.size(), bar + 2));
  if (name.size() == 2 && name[0] == "only") {
    table.reserved.push_back({name[1], list, reason});
  } else if (name.size() == 2 && name[0] == "reach") {
    table.reaches.push_back({name[1], static_cast<std::size_t>(std::stoul(list.at(0))), reason});
  } else {
    table.folders[name.at(0)] = {{list.begin(), list.end()}, reason};
  }
}

// Follows arrows from `at`; a folder that is met again on the way closes a circle.
void find_circle(Table& table, const std::string& at, std::vector<std::string>& way, std::set<std::string>& done) {
  if (done.contains(at)) return;
  const auto met = std::find(way.begin(), way.end(), at);
  if (met != way.end()) {
    std::string circle;
    for (auto i = met; i != way.end(); ++i) circle += *i + " -> ";
    table.faults.push_back("arrows.txt: a circle: " + circle + at);
    return;
  }
  way.push_back(at);
  for (const std::string& next : table.folders[at].may) {
    if (next == "*") continue;
    if (table.folders.contains(next)) {
      find_circle(table, next, way, done);
    } else {
      table.faults.push_back("arrows.txt: `" + at + "` names `" + next + "`, which is not listed");
    }
  }
  way.pop_back();
  done.insert(at);
}

Table read_table(std::string_view text) {
  Table table;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') read_entry(line, table);
  }
  std::vector<std::string> names;
  for (const auto& [name, folder] : table.folders) names.push_back(name);
  std::set<std::string> done;
  for (const std::string& name : names) {
    std::vector<std::string> way;
    find_circle(table, name, way, done);
  }
  return table;
}

// "src/diag/sink.cpp" -> "diag"; empty for a file that stands in no folder of ours.
std::string folder_of(const std::string& path) {
  if (path.starts_with("include/")) return "public";
  if (path.starts_with("grammar/")) return "grammar";
  const std::size_t end = path.find('/', 4);
  return path.starts_with("src/") && end != std::string::npos ? path.substr(4, end - 4) : "";
}

struct Include {
  std::string name;
  bool quoted = false;
};

std::optional<Include> include_of(const std::string& line) {
  const std::size_t hash = line.find_first_not_of(" \t");
  if (hash == std::string::npos || line[hash] != '#') return std::nullopt;
  const std::size_t word = line.find_first_not_of(" \t", hash + 1);
  if (word == std::string::npos || line.compare(word, 7, "include") != 0) return std::nullopt;
  const std::size_t open = line.find_first_of("\"<", word);
  if (open == std::string::npos) return std::nullopt;
  const std::size_t close = line.find(line[open] == '"' ? '"' : '>', open + 1);
  if (close == std::string::npos) return std::nullopt;
  return Include{line.substr(open + 1, close - open - 1), line[open] == '"'};
}

// Where the compiler would find it: beside the includer, then in the folders of the build.
std::optional<std::string> resolve(const Files& files, const std::string& from, const std::string& name) {
  const std::string beside = from.substr(0, from.rfind('/') + 1);
  for (const std::string& root : {beside, std::string("include/"), std::string("src/"), std::string("grammar/")}) {
    if (files.contains(root + name)) return root + name;
  }
  return std::nullopt;
}

std::vector<Include> includes(const std::string& text) {
  std::vector<Include> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (const auto include = include_of(line)) out.push_back(*include);
  }
  return out;
}

// Whether `path`, or a file of ours that it includes, includes the header.
bool reaches(const Files& files, const std::string& path, const std::string& header, std::set<std::string>& seen) {
  if (!seen.insert(path).second) return false;
  const auto all = includes(files.at(path));
  return std::any_of(all.begin(), all.end(), [&](const Include& include) {
    if (include.name.starts_with(header)) return true;
    const auto next = resolve(files, path, include.name);
    return next && reaches(files, *next, header, seen);
  });
}

void check_reach(const Reach& rule, const Files& files, std::vector<std::string>& out) {
  std::string reached;
  std::size_t count = 0;
  for (const auto& [path, text] : files) {
    std::set<std::string> seen;
    if (!path.ends_with(".cpp") || !reaches(files, path, rule.header, seen)) continue;
    ++count;
    reached += ' ' + path;
  }
  if (count <= rule.most) return;
  out.push_back('<' + rule.header + "> reaches " + std::to_string(count) + " files rather than " +
                std::to_string(rule.most) + " (" + rule.reason + "):" + reached);
}

std::string arrow_fault(const Table& table, const Files& files, const std::string& from, const Include& include) {
  const std::string folder = folder_of(from);
  const auto target = resolve(files, from, include.name);
  if (!target) {
    return include.quoted ? '`' + include.name + "` is not a file of ours (libraries are included with <>)" : "";
  }
  const std::string to = folder_of(*target);
  const auto entry = table.folders.find(folder);
  if (entry == table.folders.end()) return "folder `" + folder + "` is not listed in tests/arrows.txt";
  const Folder& rule = entry->second;
  if (to == folder || to == "public" || rule.may.contains(to) || rule.may.contains("*")) return {};
  return folder + " -> " + to + ": " + rule.reason;
}

std::string reserved_fault(const Table& table, const std::string& from, const Include& include) {
  for (const Reserved& r : table.reserved) {
    if (!include.name.starts_with(r.header)) continue;
    const bool allowed = std::any_of(r.files.begin(), r.files.end(), [&](const std::string& file) {
      return file.back() == '/' ? from.starts_with(file) : from == file;
    });
    if (!allowed) return "<" + include.name + "> does not belong here: " + r.reason;
  }
  return {};
}

}  // namespace

std::vector<std::string> arrow_faults(std::string_view table_text, const Files& files) {
  Table table = read_table(table_text);
  std::vector<std::string> out = std::move(table.faults);
  for (const auto& [path, text] : files) {
    std::istringstream in(text);
    std::string line;
    for (unsigned number = 1; std::getline(in, line); ++number) {
      const auto include = include_of(line);
      if (!include) continue;
      for (const std::string& fault :
           {arrow_fault(table, files, path, *include), reserved_fault(table, path, *include)}) {
        if (!fault.empty()) out.push_back(path + ':' + std::to_string(number) + ": " + fault);
      }
    }
  }
  for (const Reach& rule : table.reaches) check_reach(rule, files, out);
  return out;
}

}  // namespace rubric::test
