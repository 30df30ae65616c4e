#include "cli/git_history.hpp"

#include "base/printable.hpp"
#include "base/program.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace flowsync::cli {

namespace {

constexpr Duration k_limit = std::chrono::seconds{30};
constexpr std::size_t k_largest = std::size_t{4} << 20U;
constexpr std::size_t k_most_named = 5;

// The reason that git gives: its line that begins with "fatal: ", otherwise its last one.
std::string reason_in(std::string_view text)
{
  constexpr std::string_view k_fatal = "fatal: ";
  std::string_view last;
  for (const auto line : split(text, '\n')) {
    if (line.starts_with(k_fatal)) {
      return printable(line.substr(k_fatal.size()));
    }
    last = trim(line).empty() ? last : line;
  }
  return printable(last);
}

std::string last_line(std::string_view text)
{
  text = trim(text);
  const auto at = text.rfind('\n');
  return std::string(at == std::string_view::npos ? text : text.substr(at + 1));
}

} // namespace

GitHistory::Answer GitHistory::ask(const std::vector<std::string>& words) const
{
  Program program;
  program.command = {"git", "--no-optional-locks",      "-c", "core.fsmonitor=false",
                     "-c",  "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit"};
  program.command.insert(program.command.end(), words.begin(), words.end());
  program.folder = m_folder;
  program.limit = k_limit;
  program.largest_output = k_largest;
  program.errors_too = true;
  const auto end = run_program(program);
  Answer answer;
  answer.started = end.how != ProgramEnd::How::not_started;
  answer.code = end.how == ProgramEnd::How::exited ? end.number : -1;
  answer.text = end.output;
  if (end.how == ProgramEnd::How::not_started && end.number == ENOENT) {
    answer.reason = "git is not installed here";
  } else if (end.how == ProgramEnd::How::exited && end.number != 0) {
    answer.reason = "git says: " + reason_in(end.output);
  } else if (!end.well()) {
    answer.reason = describe(end, program);
  }
  return answer;
}

std::string GitHistory::time_of(const std::string& commit) const
{
  const auto answer = ask({"log", "-1", "--no-show-signature", "--format=%ct", commit, "--"});
  const auto digits = last_line(answer.text);
  std::int64_t seconds = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (answer.code != 0 || read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) {
    return {};
  }
  return format_timestamp(WallTime{std::chrono::seconds{seconds}});
}

CommitStanding GitHistory::standing(const GitCommit& commit, const GitCommit& other) const
{
  if (commit.id == other.id) {
    return {CommitOrder::same, false, {}};
  }
  CommitStanding standing;
  const auto below = ask({"merge-base", "--is-ancestor", commit.id, other.id});
  if (below.code == 0) {
    return {CommitOrder::older, false, {}};
  }
  const auto above = below.code == 1 ? ask({"merge-base", "--is-ancestor", other.id, commit.id}) : below;
  if (above.code == 0) {
    return {CommitOrder::newer, false, {}};
  }
  if (above.code == 1) {
    // What a shallow clone lacks may connect the two.
    const auto shallow = ask({"rev-parse", "--is-shallow-repository"});
    if (shallow.code == 0 && last_line(shallow.text) == "false") {
      return {CommitOrder::diverged, false, {}};
    }
    standing.reason = shallow.code == 0 ? "the clone is shallow" : shallow.reason;
  } else {
    standing.reason = above.reason;
  }
  const auto time = parse_timestamp(commit.time);
  const auto other_time = parse_timestamp(other.time);
  if (time && other_time) {
    standing.by_time = true;
    standing.order = *time < *other_time ? CommitOrder::older : CommitOrder::newer;
  }
  return standing;
}

std::optional<std::vector<std::string>> GitHistory::changed_files(std::string& reason) const
{
  std::vector<std::string> files;
  const auto collect = [&](const std::vector<std::string>& words) {
    const auto answer = ask(words);
    if (answer.code != 0) {
      reason = answer.reason;
      return false;
    }
    for (const auto line : split(answer.text, '\n')) {
      if (!trim(line).empty() && files.size() <= k_most_named) {
        files.push_back(printable(line));
      }
    }
    return true;
  };
  // Names relative to the folder. A submodule's own changes count as well: what is in it is read.
  if (!collect({"diff", "--name-only", "--relative", "--no-ext-diff", "--no-textconv", "HEAD", "--", "."}) ||
      !collect({"ls-files", "--others", "--exclude-standard", "--", "flowsync.yaml", "environments"})) {
    return std::nullopt;
  }
  if (files.size() > k_most_named) {
    files.resize(k_most_named);
    files.emplace_back("more");
  }
  return files;
}

} // namespace flowsync::cli
