#include "git/history.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"

#include <algorithm>
#include <charconv>

namespace flowsync::git {

namespace {

constexpr std::size_t k_most_named = 5;

} // namespace

std::string History::time_of(const std::string& commit) const
{
  const auto answer = ask(m_folder, {"log", "-1", "--no-show-signature", "--format=%ct", commit, "--"});
  const auto digits = last_line(answer.text);
  std::int64_t seconds = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (answer.code != 0 || read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) {
    return {};
  }
  return format_timestamp(WallTime{std::chrono::seconds{seconds}});
}

CommitStanding History::standing(const Commit& commit, const Commit& other) const
{
  if (commit.id == other.id) {
    return {CommitOrder::same, false, {}, {}};
  }
  CommitStanding standing;
  const auto below = ask(m_folder, {"merge-base", "--is-ancestor", commit.id, other.id});
  if (below.code == 0) {
    return {CommitOrder::older, false, {}, {}};
  }
  const auto above = below.code == 1 ? ask(m_folder, {"merge-base", "--is-ancestor", other.id, commit.id}) : below;
  if (above.code == 0) {
    return {CommitOrder::newer, false, {}, {}};
  }
  if (above.code == 1) {
    // What a shallow clone does not have may connect the two.
    const auto shallow = ask(m_folder, {"rev-parse", "--is-shallow-repository"});
    if (shallow.code == 0 && last_line(shallow.text) == "false") {
      return {CommitOrder::diverged, false, {}, {}};
    }
    standing.reason = shallow.code == 0 ? "the clone is shallow" : shallow.reason;
  } else {
    standing.reason = above.reason;
    standing.cure = above.cure;
  }
  const auto time = parse_timestamp(commit.time);
  const auto other_time = parse_timestamp(other.time);
  if (time && other_time && *time == *other_time) {
    standing.reason += ", and both commits were made in the same second";
  } else if (time && other_time) {
    standing.by_time = true;
    standing.order = *time < *other_time ? CommitOrder::older : CommitOrder::newer;
  }
  return standing;
}

Result<std::vector<std::string>, NoAnswer> History::changed_files() const
{
  return changed_files_of(Checkout(m_folder));
}

Result<std::vector<std::string>, NoAnswer> changed_files_of(const Checkout& checkout)
{
  const auto& folder = checkout.folder();
  // Outside a repository `git diff` compares files, so ask first.
  if (!checkout.was_read()) {
    if (const auto inside = ask(folder, {"rev-parse", "--is-inside-work-tree"}); !inside.well()) {
      return NoAnswer{inside.reason, inside.cure};
    }
  }
  // Names relative to the folder. A submodule's own changes count as well: what is in it is read.
  const std::vector<std::vector<std::string>> questions{
      {"diff", "-z", "--name-only", "--relative", "--no-ext-diff", "--no-textconv", "HEAD", "--", "."},
      {"ls-files", "-z", "--others", "--exclude-standard", "--", "flowsync.yaml", "environments"}};
  std::vector<std::string> files;
  for (const auto& words : questions) {
    const auto answer = ask(folder, words);
    if (!answer.well()) {
      return NoAnswer{answer.reason, answer.cure};
    }
    for (const auto name : split(answer.text, '\0')) {
      if (!name.empty() && files.size() <= k_most_named) {
        files.push_back(printable(name));
      }
    }
  }
  if (files.size() > k_most_named) {
    files.resize(k_most_named);
    files.emplace_back("more");
  }
  return files;
}

} // namespace flowsync::git
