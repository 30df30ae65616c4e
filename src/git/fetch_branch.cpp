#include "git/fetch_branch.hpp"

#include "base/printable.hpp"
#include "git/ask.hpp"
#include "git/cache.hpp"

#include <fmt/format.h>

namespace flowsync::git {

namespace {

namespace fs = std::filesystem;

std::string branch_ref(const std::string& branch)
{
  return "refs/heads/" + branch;
}

std::optional<RemoteProblem> fetch_into_cache(const fs::path& cache, const RemoteAddress& address,
                                              const std::string& branch)
{
  const auto output = run_in_cache(cache, address,
                                   {"fetch", "--no-write-fetch-head", "--no-recurse-submodules", k_remote,
                                    fmt::format("+{0}:{0}", branch_ref(branch))});
  return output.well ? std::nullopt : std::optional(output.problem());
}

// From a folder of this machine: the one transport that is allowed, which asks nobody for a key.
std::optional<RemoteProblem> fetch_from_cache(const fs::path& folder, const fs::path& cache, const std::string& remote,
                                              const std::string& branch)
{
  const auto answer =
      ask(folder, {"-c", "protocol.file.allow=always", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "fetch",
                   "--no-write-fetch-head", "--no-recurse-submodules", "--quiet", fs::absolute(cache).string(),
                   fmt::format("+{}:refs/remotes/{}/{}", branch_ref(branch), remote, branch)});
  return answer.well() ? std::nullopt
                       : std::optional(RemoteProblem{RemoteProblem::Kind::unusable, answer.reason, answer.cure});
}

} // namespace

Result<std::string, RemoteProblem> fetch_branch(const Checkout& checkout, const fs::path& cache,
                                                const std::string& remote, const std::string& branch)
{
  const auto address = find_remote(checkout, remote, AddressFor::fetching);
  if (!address) {
    return address.error();
  }
  auto problem = fetch_into_cache(cache, *address, branch);
  if (problem && problem->damaged_cache && discard_cache(cache)) {
    problem = fetch_into_cache(cache, *address, branch);
  }
  if (!problem) {
    problem = fetch_from_cache(checkout.folder(), cache, remote, branch);
  }
  if (problem) {
    return *problem;
  }
  const auto found = ask(checkout.folder(), {"rev-parse", "--verify", "--quiet", "--end-of-options",
                                             fmt::format("refs/remotes/{}/{}^{{commit}}", remote, branch)});
  if (!found.well()) {
    return RemoteProblem{RemoteProblem::Kind::unusable,
                         fmt::format("the branch {} is not here after it was fetched", printable(branch)), ""};
  }
  return last_line(found.text);
}

std::string checked_out_branch(const fs::path& folder)
{
  const auto answer = ask(folder, {"symbolic-ref", "--short", "-q", "HEAD"});
  return answer.well() ? last_line(answer.text) : std::string();
}

} // namespace flowsync::git
