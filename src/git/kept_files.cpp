#include "git/kept_files.hpp"

#include "base/text.hpp"
#include "git/ask.hpp"
#include "git/commit.hpp"

namespace flowsync::git {

namespace {

constexpr std::size_t k_most_paths = std::size_t{64} << 20U; // bytes

bool is_in_git(const std::filesystem::path& root)
{
  namespace fs = std::filesystem;
  const auto top = work_tree(root);
  std::error_code ignored;
  return !top.empty() && (!fs::is_directory(top / ".git", ignored) || fs::exists(top / ".git/HEAD", ignored));
}

Result<std::optional<Paths>, std::string> list(const std::filesystem::path& root, std::vector<std::string> words,
                                               const std::vector<std::string>& below)
{
  if (below.empty() || !is_in_git(root)) {
    return std::optional<Paths>();
  }
  words.emplace_back("--");
  words.insert(words.end(), below.begin(), below.end());
  const auto answer = ask(root, words, "", k_most_paths);
  if (!answer.well()) {
    return answer.cure.empty() ? answer.reason : answer.reason + "; " + answer.cure;
  }
  Paths paths;
  for (const auto path : split(answer.text, '\0')) {
    if (!path.empty()) {
      paths.emplace(path);
    }
  }
  return std::optional(std::move(paths));
}

} // namespace

Result<std::optional<Paths>, std::string> kept_files(const std::filesystem::path& root,
                                                     const std::vector<std::string>& below)
{
  return list(root, {"--literal-pathspecs", "ls-files", "-z", "--cached", "--others", "--exclude-standard"}, below);
}

Result<std::optional<Paths>, std::string> tracked_files(const std::filesystem::path& root,
                                                        const std::vector<std::string>& below)
{
  return list(root, {"--literal-pathspecs", "ls-files", "-z", "--cached"}, below);
}

} // namespace flowsync::git
