#include "git/history.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace flowsync::git {

namespace {

namespace fs = std::filesystem;

// An entry of the index.
struct Entry
{
  std::string path;
  bool left_out = false; // the work tree need not hold it
  bool is_link = false;
  bool is_submodule = false;
};

// "S 100644 5f0c… 0\tenvironments/base/flows/orders.yaml" (git-ls-files(1), -t and --stage).
std::optional<Entry> parse_entry(std::string_view line)
{
  const auto tab = line.find('\t');
  const auto words = split(line.substr(0, tab), ' ');
  if (tab == std::string_view::npos || words.size() != 4) {
    return std::nullopt;
  }
  return Entry{std::string(line.substr(tab + 1)), words[0] == "S", words[1] == "120000", words[1] == "160000"};
}

bool is_inside(const std::string& path, const std::string& folder)
{
  return path == folder || path.starts_with(folder + "/");
}

bool is_there(const fs::path& path)
{
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

class Search
{
public:
  explicit Search(const fs::path& root) : m_root(root) {}

  // Reads the index of the repository in `folder`, which is relative to the root ("" for the root itself), and of the
  // submodules in it.
  std::optional<NoAnswer> read(const std::string& folder)
  {
    const auto answer = ask(m_root / folder, {"ls-files", "-t", "--stage", "-z", "--", "."}, "", k_largest_list);
    if (!answer.well()) {
      return NoAnswer{answer.reason, answer.cure};
    }
    for (const auto line : split(answer.text, '\0')) {
      auto entry = parse_entry(line);
      if (!entry && line.empty()) {
        continue;
      }
      if (!entry) {
        return NoAnswer{"git's answer cannot be read", ""};
      }
      entry->path = folder.empty() ? entry->path : folder + "/" + entry->path;
      const auto& path = m_entries.emplace_back(std::move(*entry)).path;
      if (m_entries.back().is_submodule && is_there(m_root / path / ".git")) {
        const auto inner = path; // reading more moves the entries
        if (auto problem = read(inner)) {
          return problem;
        }
      }
    }
    return std::nullopt;
  }

  std::vector<MissingFile> missing(std::vector<std::string> folders) const
  {
    add_targets(folders);
    std::vector<MissingFile> files;
    for (const auto& entry : m_entries) {
      const bool wanted = std::any_of(folders.begin(), folders.end(), [&](const auto& folder) {
        return is_inside(entry.path, folder) || (entry.is_submodule && is_inside(folder, entry.path));
      });
      const auto shows = entry.is_submodule ? m_root / entry.path / ".git" : m_root / entry.path;
      if (wanted && !is_there(shows)) {
        using Why = MissingFile::Why;
        files.push_back({entry.path, entry.is_submodule ? Why::submodule
                                     : entry.left_out   ? Why::sparse
                                                        : Why::deleted_here});
      }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
  }

private:
  // Where the symbolic links in these folders lead, and those in there.
  void add_targets(std::vector<std::string>& folders) const
  {
    for (std::size_t i = 0; i < folders.size(); ++i) {
      for (const auto& entry : m_entries) {
        std::error_code failure;
        if (!entry.is_link || !is_inside(entry.path, folders[i])) {
          continue;
        }
        const auto target = fs::read_symlink(m_root / entry.path, failure);
        const auto path = (fs::path(entry.path).parent_path() / target).lexically_normal();
        const auto name = (path.has_filename() ? path : path.parent_path()).generic_string();
        if (!failure && !target.is_absolute() && std::find(folders.begin(), folders.end(), name) == folders.end()) {
          folders.push_back(name);
        }
      }
    }
  }

  const fs::path& m_root;
  std::vector<Entry> m_entries;
};

} // namespace

Result<std::vector<MissingFile>, NoAnswer> History::missing_files(const std::vector<std::string>& folders) const
{
  Search search(m_folder);
  if (auto problem = search.read("")) {
    return std::move(*problem);
  }
  return search.missing(folders);
}

} // namespace flowsync::git
