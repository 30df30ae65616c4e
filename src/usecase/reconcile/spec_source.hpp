#pragma once

#include "base/clock.hpp"
#include "git/remote.hpp"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

namespace flowsync::usecase {

// Where the specs come from that are held against an account again and again: the newest commit of a branch of a git
// remote, read from git's objects so that nobody's work tree is touched, or the files as they lie in the folder.
// Thread safe.
class SpecSource
{
public:
  // How often the remote was asked, and how that went.
  struct Fetches
  {
    std::uint64_t well = 0;
    std::uint64_t failed = 0;
    std::optional<WallTime> last_well;
  };

  // The files as they lie in `root`.
  SpecSource(std::filesystem::path root, Clock& clock);
  // The branch of the remote of the checkout around `root`.
  SpecSource(std::filesystem::path root, Clock& clock, std::string remote, std::string branch);

  // "branch main of origin", or "the files in /srv/specs".
  std::string words() const;

  struct Now
  {
    std::string commit;                        // "" = the files as they lie there
    std::optional<git::RemoteProblem> problem; // the remote did not answer: `commit` is the last one, if any
  };
  // Asks the remote, unless it did so less than `fresh` ago. Several that ask at once share one answer.
  Now now(Duration fresh);
  // The next one who asks wants to know what it is at that moment.
  void forget() { m_forgotten = true; }

  Fetches fetches() const;
  bool fetches_at_all() const { return !m_remote.empty(); }

private:
  std::filesystem::path m_root;
  Clock& m_clock;
  std::string m_remote;
  std::string m_branch;
  std::atomic<bool> m_forgotten{false};

  std::mutex m_asking; // guards the two that follow
  Now m_now;
  std::optional<std::chrono::steady_clock::time_point> m_asked;

  mutable std::mutex m_counting;
  Fetches m_fetches;
};

} // namespace flowsync::usecase
