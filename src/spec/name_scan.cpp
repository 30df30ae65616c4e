#include "spec/name_scan.hpp"

#include "base/fatal.hpp"
#include "base/text.hpp"
#include "model/address.hpp"
#include "spec/project.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <vector>

namespace flowsync::spec {

namespace {

namespace fs = std::filesystem;

struct ScannedFile
{
  fs::path path;
  std::string stem;
};

std::vector<ScannedFile> yaml_files(const fs::path& folder)
{
  std::vector<ScannedFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto& path = entry->path();
    const auto& name = path.native();
    const auto slash = name.rfind('/') + 1;
    const auto dot = name.rfind('.');
    const bool is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    if (is_yaml && name[slash] != '.' && dot > slash) {
      files.push_back({path, name.substr(slash, dot - slash)});
    }
  }
  return files;
}

std::string text_of_file(const fs::path& path)
{
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
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

  void spec_line(std::string_view words)
  {
    auto& document = m_document;
    if (words.starts_with("abstract: true")) {
      document.is_abstract = true;
    } else if (words.starts_with("source:")) {
      document.parts.emplace_back("source");
    } else if (words.starts_with("nexsets:") || words.starts_with("sinks:")) {
      document.section = words.front() == 'n' ? "nexset/" : "sink/";
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
    if (kind == "Environment" && !is_abstract) {
      m_names.environments.insert(name);
    } else if (kind == "Flow" && (name.starts_with(m_word) || m_word.starts_with(name + "/"))) {
      m_names.flows.insert(name);
      for (const auto& part : parts) {
        m_names.addresses.insert(name + "/" + part);
      }
    } else if (kind == "Lookup" || kind == "Transform" || kind == "Code") {
      m_names.addresses.insert(lower(kind) + "/" + name);
    }
  }

  const std::string& m_word;
  ScannedNames& m_names;
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
  const auto until = std::chrono::steady_clock::now() + budget;
  const auto flow = word.substr(0, word.find('/'));
  auto files = yaml_files(*root / "environments");
  const auto rank = [&](const ScannedFile& file) {
    return file.stem == "environment" || file.stem == flow ? 0 : file.stem.starts_with(flow) ? 1 : 2;
  };
  std::stable_sort(files.begin(), files.end(),
                   [&](const ScannedFile& a, const ScannedFile& b) { return rank(a) < rank(b); });
  LineScanner scanner(word, names);
  for (const auto& file : files) {
    if (std::chrono::steady_clock::now() < until) {
      scanner.scan(text_of_file(file.path));
    } else if (file.stem.starts_with(word) && is_name(file.stem, k_longest_flow)) {
      names.flows.insert(file.stem);
    }
  }
  return names;
}

} // namespace flowsync::spec
