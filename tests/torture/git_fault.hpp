#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace flowsync::torture {

// What goes wrong with the git processes that one machine starts, from the n-th on.
enum class GitFault
{
  none,
  kill_before, // whoever starts the n-th is killed before it did anything
  kill_after,  // and after it did all
  cut,         // from the n-th on none reaches a remote
  deaf,        // the n-th reaches it, and its answer is lost; the later ones do not reach it
};

// A folder with a program `git`, to be put in front of PATH, that counts and goes wrong. It works in that folder alone.
class GitWrapper
{
public:
  explicit GitWrapper(std::filesystem::path folder);

  // Counts from 1 again.
  void aim(GitFault fault, std::size_t n);
  std::size_t counted() const;
  // Those with this word on their command line.
  std::size_t counted(const std::string& word) const;
  std::string path() const { return m_folder.string() + ":/usr/bin:/bin"; }

private:
  std::filesystem::path m_folder;
};

} // namespace flowsync::torture
