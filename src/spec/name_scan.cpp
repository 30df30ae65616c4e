#include "spec/name_scan.hpp"

#include "base/fatal.hpp"
#include "base/text.hpp"
#include "model/address.hpp"
#include "spec/load_text.hpp"
#include "spec/project.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <dirent.h>

namespace flowsync::spec {

namespace {

namespace fs = std::filesystem;

struct ScannedFile
{
  std::string folder;
  std::string name;

  std::string_view stem() const { return std::string_view(name).substr(0, name.rfind('.')); }
  std::string path() const { return folder + "/" + name; }
};

struct CloseFolder
{
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// The YAML files of a folder, and of those below when `deep`; links to folders are not followed. Twice as fast as the
// iterators of the standard library, which matters to who waits for it.
void find_yaml_files(const std::string& folder, bool deep, std::vector<ScannedFile>& files)
{
  const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
  while (const auto* const entry = open != nullptr ? ::readdir(open.get()) : nullptr) {
    const std::string_view name(entry->d_name);
    if (name.starts_with('.')) {
      continue;
    }
    if (name.ends_with(".yaml") || name.ends_with(".yml")) {
      files.push_back({folder, std::string(name)});
    } else if (deep && (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN)) {
      find_yaml_files(folder + "/" + std::string(name), deep, files);
    }
  }
}

std::string text_of_file(const std::string& path)
{
  Diagnostics unused;
  return load_text(path, path, unused).value_or("");
}

// The word behind `key:` in a line or between braces, when it is a name.
std::string name_behind(std::string_view line, std::string_view key)
{
  auto at = line.find(key);
  while (at != std::string_view::npos && at > 0 &&
         std::string_view(" {,-").find(line[at - 1]) == std::string_view::npos) {
    at = line.find(key, at + 1);
  }
  if (at == std::string_view::npos) {
    return {};
  }
  auto rest = trim(line.substr(at + key.size()));
  if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) {
    rest.remove_prefix(1);
  }
  const auto word = rest.substr(0, rest.find_first_of(" ,}\"'#"));
  return is_name(word, k_longest_flow) ? std::string(word) : std::string();
}

// Reads one document after the other, line by line.
class LineScanner
{
public:
  LineScanner(const std::string& word, ScannedNames& names) : m_word(word), m_names(names) {}

  void scan(std::string_view text)
  {
    m_document = {};
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    finish();
  }

  const std::set<std::string>& environments() const { return m_environments; }
  const std::set<std::string>& layers() const { return m_layers; }

private:
  struct Document
  {
    std::string kind;
    std::string name;
    bool is_abstract = false;
    std::string top;     // the last key without indentation
    std::string section; // nexsets or sinks
    std::vector<std::string> parts;
  };

  void line(std::string_view line)
  {
    if (line.starts_with("---")) {
      finish();
      m_document = {};
      return;
    }
    const auto words = trim(line);
    if (words.empty() || words.front() == '#') {
      return;
    }
    auto& document = m_document;
    if (line.front() != ' ' && line.front() != '-') {
      document.top = words.substr(0, words.find(':'));
      document.kind = document.top == "kind" ? std::string(trim(words.substr(5))) : document.kind;
      document.kind = document.kind.substr(0, document.kind.find(' '));
    }
    if (document.top == "metadata" && document.name.empty()) {
      document.name = name_behind(words, "name:");
    } else if (document.top == "spec") {
      spec_line(words);
    }
  }

  // The kind of which `words` begin the list, or the only one, in a flow; null for other lines.
  static const KindFacts* begun_part(std::string_view words)
  {
    for (const auto kind : kinds_in_flow()) {
      const auto place = facts(kind).place;
      if (words.starts_with(place) && words.substr(place.size()).starts_with(":")) {
        return &facts(kind);
      }
    }
    return nullptr;
  }

  void spec_line(std::string_view words)
  {
    auto& document = m_document;
    if (words.starts_with("abstract: true")) {
      document.is_abstract = true;
    } else if (const auto* const part = begun_part(words)) {
      if (part->written == SpecPlace::once_in_flow) {
        document.parts.emplace_back(part->word);
      } else {
        document.section = std::string(part->word) + "/";
      }
    } else if (words.starts_with("- ") && !document.section.empty()) {
      if (const auto key = name_behind(words, "key:"); !key.empty()) {
        document.parts.push_back(document.section + key);
      }
    }
  }

  void finish()
  {
    const auto& [kind, name, is_abstract, top, section, parts] = m_document;
    if (name.empty()) {
      return;
    }
    if (kind == "Environment") {
      (is_abstract ? m_layers : m_environments).insert(name);
    } else if (kind == "Flow" && (name.starts_with(m_word) || m_word.starts_with(name + "/"))) {
      m_names.flows.insert(name);
      for (const auto& part : parts) {
        m_names.addresses.insert(name + "/" + part);
      }
    } else if (const auto defined = kind_of_document(kind)) {
      m_names.addresses.insert(Address{*defined, "", name}.text());
    }
  }

  const std::string& m_word;
  ScannedNames& m_names;
  std::set<std::string> m_environments;
  std::set<std::string> m_layers;
  Document m_document;
};

std::optional<fs::path> root_above(const fs::path& folder)
{
  try {
    return find_root(folder);
  } catch (const Fatal&) {
    return std::nullopt;
  }
}

} // namespace

ScannedNames scan_names(const fs::path& folder, const std::string& word, std::chrono::milliseconds budget)
{
  ScannedNames names;
  const auto root = root_above(folder);
  if (!root) {
    return names;
  }
  std::vector<ScannedFile> files;
  find_yaml_files((*root / "environments").string(), true, files);
  const auto flow = word.substr(0, word.find('/'));
  const auto likely = std::partition(files.begin(), files.end(), [&](const auto& file) { return file.stem() == flow; });
  std::partition(likely, files.end(), [&](const auto& file) { return file.stem().starts_with(flow); });
  const auto until = std::chrono::steady_clock::now() + budget;
  LineScanner scanner(word, names);
  for (auto file = files.begin(); file != files.end(); ++file) {
    if (file < likely || std::chrono::steady_clock::now() < until) {
      scanner.scan(text_of_file(file->path()));
    } else if (const auto stem = file->stem(); stem.starts_with(word) && is_name(stem, k_longest_flow)) {
      names.flows.emplace(stem);
    }
  }
  return names;
}

std::set<std::string> scan_environments(const fs::path& folder, std::chrono::milliseconds budget)
{
  const auto root = root_above(folder);
  std::set<std::string> names;
  const auto until = std::chrono::steady_clock::now() + budget;
  std::error_code error;
  for (fs::directory_iterator entry(root.value_or(folder) / "environments", error), end; root && !error && entry != end;
       entry.increment(error)) {
    const auto name = entry->path().filename().string();
    if (!is_name(name, k_longest_environment)) {
      continue;
    }
    std::vector<ScannedFile> files;
    find_yaml_files(entry->path().string(), false, files);
    const auto is_likely = [&](const ScannedFile& file) { return file.stem() == "environment" || file.stem() == name; };
    std::partition(files.begin(), files.end(), is_likely);
    const std::string any;
    ScannedNames ignored;
    LineScanner scanner(any, ignored);
    bool is_late = false;
    for (auto file = files.begin();
         file != files.end() && !is_late && scanner.environments().empty() && scanner.layers().empty(); ++file) {
      is_late = std::chrono::steady_clock::now() > until;
      scanner.scan(is_late ? std::string() : text_of_file(file->path()));
    }
    if (scanner.environments().contains(name) || (is_late && name != "base")) {
      names.insert(name);
    }
  }
  return names;
}

} // namespace flowsync::spec
