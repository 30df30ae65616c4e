#pragma once

#include "git/remote.hpp"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::git {

// What a remote's address is called in a cache.
inline constexpr auto k_remote = "target";

// What git answered in a cache.
struct CacheOutput
{
  bool well = false;
  std::string text;
  std::string errors;
  std::optional<RemoteProblem> not_run;
  bool abandoned_lock = false; // of a git process that is dead

  // Why it did not go well.
  RemoteProblem problem() const;
  bool complains_of(std::initializer_list<std::string_view> words) const; // any of them
};

// Takes a cache away that cannot be used; all in it is at the remote as well. False when that cannot be done.
bool discard_cache(const std::filesystem::path& cache);

// Runs git in the bare repository `cache`, made when absent. It finds nothing of the checkout around us, and the
// address with its headers through its environment alone.
CacheOutput run_in_cache(const std::filesystem::path& cache, const RemoteAddress& address,
                         const std::vector<std::string>& words, const std::string& input = "");

} // namespace flowsync::git
