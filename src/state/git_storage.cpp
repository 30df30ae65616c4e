#include "state/git_storage.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowsync::state {

namespace {

constexpr auto k_not_fast_forward = "non-fast-forward";

Problem problem_of(const git::RemoteProblem& problem, const std::string& place)
{
  using Remote = git::RemoteProblem::Kind;
  const auto text = fmt::format("the state in {} could not be reached: {}", place, problem.reason);
  switch (problem.kind) {
  case Remote::moved:
    return {Problem::Kind::moved, fmt::format("the state in {} was changed by another run meanwhile", place), ""};
  case Remote::refused:
    return {Problem::Kind::forbidden, text, problem.hint};
  case Remote::unusable:
    return {Problem::Kind::unreadable, text, problem.hint};
  case Remote::unreachable:
    break;
  }
  return {Problem::Kind::unreachable, text, problem.hint.empty() ? "run the command again" : problem.hint};
}

std::int64_t seconds(WallTime time)
{
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// Whether a commit is one of ours, or an empty one that somebody has made for us.
bool is_state(const git::RemoteCommit& commit)
{
  const auto& names = commit.names;
  return names.empty() || std::any_of(names.begin(), names.end(),
                                      [](const auto& name) { return name == k_state_file || name == k_run_file; });
}

// For people.
std::vector<std::string> some_of(const std::vector<std::string>& names)
{
  constexpr std::size_t k_most = 3;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < std::min(names.size(), k_most); ++i) {
    some.push_back(printable(names[i]));
  }
  if (names.size() > k_most) {
    some.push_back(fmt::format("{} more", names.size() - k_most));
  }
  return some;
}

// What the commit of the lock says.
std::optional<HeldLock> held_by(const std::optional<git::RemoteCommit>& commit)
{
  return commit ? std::optional(HeldLock{parse_holder(commit->message).value_or(Holder{}), commit->id}) : std::nullopt;
}

class GitStorage final : public Storage
{
public:
  GitStorage(git::RemoteRefs remote, std::string ref, std::string remote_name)
      : m_remote(std::move(remote)),
        m_ref(std::move(ref)),
        m_lock_ref(m_ref + "_lock"),
        m_place(fmt::format("{} of {}", m_ref, remote_name))
  {
  }

  std::string place() const override { return m_place; }

  Result<Stored, Problem> load(const std::vector<std::string>& files) override
  {
    auto pair = m_remote.fetch_pair(m_ref, files, m_lock_ref);
    if (!pair) {
      return problem_of(pair.error(), m_place);
    }
    m_step = {};
    m_doubt = {};
    m_now = pair->first ? pair->first->id : "";
    Stored stored;
    if (pair->first && !is_state(*pair->first)) {
      return Problem{Problem::Kind::foreign,
                     fmt::format("{} does not hold a state but {}", m_place, join_words(some_of(pair->first->names))),
                     "a state needs a ref of its own: correct `ref:` under `state:`, or leave it out"};
    }
    if (pair->first) {
      stored.files = std::move(pair->first->files);
      stored.version = m_now;
    }
    stored.tells_holder = pair->second_known;
    stored.holder = held_by(pair->second);
    return stored;
  }

  Result<std::vector<std::string>, Problem> list(const std::string& folder) override
  {
    if (m_now.empty()) {
      return std::vector<std::string>();
    }
    auto paths = m_remote.list(m_now, folder);
    return paths ? Result<std::vector<std::string>, Problem>(std::move(paths).value())
                 : problem_of(paths.error(), m_place);
  }

  Result<std::map<std::string, std::string>, Problem> more(const std::vector<std::string>& files) override
  {
    if (m_now.empty()) {
      return std::map<std::string, std::string>();
    }
    auto commit = m_remote.read(m_now, files);
    return commit ? Result<std::map<std::string, std::string>, Problem>(std::move(commit->files))
                  : problem_of(commit.error(), m_place);
  }

  Result<std::string, Problem> save(const Changes& changes, const std::string& last, const SaveNote& note) override
  {
    auto settled = settle(m_ref, m_doubt, last);
    if (!settled) {
      return problem_of(settled.error(), m_place);
    }
    const auto expected = std::move(settled).value();
    if (expected != last) {
      m_now = expected;
      m_step = m_doubtful_step;
    }
    // A step that replaces the one before has its parent, and all that both change.
    const bool replaces = note.replaces_last && m_step.made && m_now == expected;
    auto step = replaces ? m_step : Step{expected, {}, false};
    for (const auto& [path, text] : changes) {
      step.changes.insert_or_assign(path, text);
    }
    auto id = push(step.parent, expected, step.changes, note);
    if (!id && replaces && id.error().reason.find(k_not_fast_forward) != std::string::npos) {
      // This server lets refs only grow: one commit more, then.
      step = {expected, changes, false};
      id = push(expected, expected, changes, note);
    }
    step.made = true;
    if (!id) {
      m_doubt = {expected, id.error().perhaps};
      m_doubtful_step = std::move(step);
      return problem_of(id.error(), m_place);
    }
    m_step = std::move(step);
    m_now = *id;
    return m_now;
  }

  Result<std::optional<HeldLock>, Problem> holder() override
  {
    const auto commit = m_remote.fetch(m_lock_ref, {});
    if (!commit) {
      return problem_of(commit.error(), m_place);
    }
    return held_by(*commit);
  }

  Result<std::string, Problem> lock(const Holder& holder, const std::string& last) override
  {
    const auto settled = settle(m_lock_ref, m_lock_doubt, last);
    if (!settled) {
      return problem_of(settled.error(), m_place);
    }
    const auto& expected = *settled;
    const auto time = parse_timestamp(holder.renewed_at.empty() ? holder.started_at : holder.renewed_at);
    // A child of the one it replaces, so that servers which let refs only grow take it too.
    const git::NewCommit commit{expected, {}, holder.who, holder_text(holder), seconds(time.value_or(WallTime{}))};
    const auto id = m_remote.push(m_lock_ref, expected, commit);
    if (id) {
      return *id;
    }
    m_lock_doubt = {expected, id.error().perhaps};
    return id.error().kind == git::RemoteProblem::Kind::moved
               ? Problem{Problem::Kind::locked, fmt::format("the state in {} is locked", m_place), ""}
               : problem_of(id.error(), m_place);
  }

  std::optional<Problem> unlock(const std::string& token) override
  {
    const auto settled = settle(m_lock_ref, m_lock_doubt, token);
    const auto problem = settled ? m_remote.remove(m_lock_ref, *settled) : std::optional(settled.error());
    return problem ? std::optional(problem_of(*problem, m_place)) : std::nullopt;
  }

private:
  // A push without an answer: from where, and to where the ref may have gone.
  struct Doubt
  {
    std::string from;
    std::string to; // "" nothing is in doubt
  };

  // Where the ref of an object that was at `last` is now, so far as this object's own pushes have moved it.
  Result<std::string, git::RemoteProblem> settle(const std::string& ref, Doubt& doubt, const std::string& last) const
  {
    if (doubt.to.empty() || doubt.from != last) {
      return last;
    }
    const auto now = m_remote.where(ref);
    if (!now) {
      return now.error();
    }
    return *now == std::exchange(doubt, {}).to ? *now : last;
  }

  // The commit that this object made last, so that the next can stand in its place.
  struct Step
  {
    std::string parent;
    Changes changes;
    bool made = false;
  };

  Result<std::string, git::RemoteProblem> push(const std::string& parent, const std::string& expected,
                                               const Changes& changes, const SaveNote& note) const
  {
    return m_remote.push(m_ref, expected, {parent, changes, note.author, note.message, seconds(note.time)});
  }

  git::RemoteRefs m_remote;
  std::string m_ref;
  std::string m_lock_ref;
  std::string m_place;
  std::string m_now; // the commit loaded or saved last
  Step m_step;
  Doubt m_doubt;
  Step m_doubtful_step;
  Doubt m_lock_doubt;
};

} // namespace

std::unique_ptr<Storage> git_storage(git::RemoteRefs remote, std::string ref, std::string remote_name)
{
  return std::make_unique<GitStorage>(std::move(remote), std::move(ref), std::move(remote_name));
}

} // namespace flowsync::state
