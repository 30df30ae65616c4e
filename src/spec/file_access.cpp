#include "spec/file_access.hpp"

#include "base/text.hpp"
#include "spec/work_tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::spec {

namespace {

bool is_below(const std::string& path, const std::string& folder)
{
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::vector<std::string> with_specs(std::vector<std::string> folders)
{
  folders.insert(folders.begin(), k_specs_folder);
  return folders;
}

} // namespace

FileAccess::FileAccess(std::filesystem::path root, std::vector<std::string> more)
    : m_root(std::move(root)),
      m_folders(with_specs(std::move(more)))
{
}

std::optional<FileProblem> FileAccess::refuse_path(const std::string& path) const
{
  const auto parts = split(path, '/');
  if (parts.empty() || parts.front() == ".." || path.starts_with('/')) {
    return outside_project();
  }
  if (std::any_of(parts.begin(), parts.end(), [](std::string_view part) { return part.starts_with('.'); })) {
    return FileProblem{"file-not-allowed", "is hidden, or lies in a hidden folder", "specs read only visible files"};
  }
  if (std::none_of(m_folders.begin(), m_folders.end(), [&](const auto& folder) { return is_below(path, folder); })) {
    return FileProblem{
        "file-not-allowed", fmt::format("does not lie in {}/", join_words(m_folders, "/ or ")),
        fmt::format("move it there, or list its folder in flowsync.yaml: `files: [{}]`",
                    parts.size() > 1 ? std::string(path.substr(0, path.rfind('/'))) : std::string("FOLDER"))};
  }
  return std::nullopt;
}

std::optional<FileProblem> FileAccess::refuse_folder(const std::string& path) const
{
  return refuse_path(path + "/some.file");
}

std::optional<FileProblem> FileAccess::refuse_file(const std::string& path) const
{
  if (auto problem = refuse_path(path)) {
    return problem;
  }
  std::call_once(m_asked, [&] {
    auto kept = git::kept_files(m_root, m_folders);
    if (kept) {
      m_kept = std::move(*kept);
    } else {
      m_no_answer = kept.error();
    }
  });
  if (!m_no_answer.empty()) {
    return FileProblem{"no-git", fmt::format("cannot be checked: {}", m_no_answer),
                       "in a git repository, specs read only files that git tracks, which git must be able to tell"};
  }
  if (m_kept && !m_kept->contains(path)) {
    return FileProblem{"file-not-allowed", "is ignored by git, or lies in another repository",
                       "specs read only files that git tracks or would track: correct .gitignore, or `git add -f` it"};
  }
  return std::nullopt;
}

} // namespace flowsync::spec
