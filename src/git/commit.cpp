#include "git/commit.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/text.hpp"

#include <optional>
#include <string_view>

namespace flowsync::git {

namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file)
{
  const auto text = read_file(file).value_or("");
  return std::string(trim(std::string_view(text).substr(0, text.find('\n'))));
}

bool is_commit(std::string_view text)
{
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The folder of git for a work tree: `.git` itself, or what a `.git` file points to (work trees and submodules).
std::optional<fs::path> git_folder(const fs::path& top)
{
  constexpr std::string_view k_pointer = "gitdir: ";
  const auto git = top / ".git";
  std::error_code ignored;
  if (fs::is_directory(git, ignored)) {
    return git;
  }
  if (!fs::is_regular_file(git, ignored)) {
    return std::nullopt;
  }
  const auto line = first_line(git);
  return line.starts_with(k_pointer) ? std::optional(top / line.substr(k_pointer.size())) : std::nullopt;
}

std::string packed_reference(const fs::path& git, const std::string& name)
{
  const auto text = read_file(git / "packed-refs").value_or("");
  for (const auto line : split(text, '\n')) {
    const auto blank = line.find(' ');
    if (blank != std::string_view::npos && line.substr(blank + 1) == name) {
      return std::string(line.substr(0, blank));
    }
  }
  return {};
}

std::string read_commit(const fs::path& git)
{
  constexpr std::string_view k_reference = "ref: ";
  auto head = first_line(git / "HEAD");
  if (head.starts_with(k_reference)) {
    const auto name = head.substr(k_reference.size());
    const auto common_name = first_line(git / "commondir");
    const auto common = common_name.empty() ? git : git / common_name;
    head = first_line(common / name);
    if (head.empty()) {
      head = packed_reference(common, name);
    }
  }
  return is_commit(head) ? head : std::string();
}

} // namespace

fs::path work_tree(const fs::path& folder)
{
  std::error_code ignored;
  for (auto top = folder;; top = top.parent_path()) {
    if (fs::is_directory(top / ".git", ignored) || fs::is_regular_file(top / ".git", ignored)) {
      return top;
    }
    if (top == top.parent_path()) {
      return {};
    }
  }
}

std::string checked_out_commit(const fs::path& folder)
{
  try {
    const auto top = work_tree(folder);
    const auto git = top.empty() ? std::nullopt : git_folder(top);
    return git ? read_commit(*git) : std::string();
  } catch (const Fatal&) {
    return {}; // a damaged repository: the commit is for information
  }
}

} // namespace flowsync::git
