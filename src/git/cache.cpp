#include "git/cache.hpp"

#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/own_file.hpp"
#include "base/printable.hpp"
#include "base/program.hpp"
#include "base/text.hpp"
#include "git/ask.hpp"
#include "git/environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>

namespace flowsync::git {

namespace {

namespace fs = std::filesystem;

constexpr Duration k_longest_talk = std::chrono::minutes{2};
constexpr std::size_t k_largest = std::size_t{512} << 20U; // bytes of one answer
constexpr std::string_view k_config =
    "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[gc]\n\tautoDetach = false\n";

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words)
{
  return std::any_of(words.begin(), words.end(),
                     [&](const auto word) { return text.find(word) != std::string_view::npos; });
}

// The hint that fits what git says of a remote that it could not talk to.
RemoteProblem told_by(std::string_view errors)
{
  RemoteProblem problem{RemoteProblem::Kind::unreachable, "git says: " + reason_in(errors), ""};
  if (contains_any(errors, {"Permission denied (publickey", "Host key verification failed", "no such identity"})) {
    problem.kind = RemoteProblem::Kind::refused;
    problem.hint = "give git a key for this host: start ssh-agent and add one, or use https with a token; accept the "
                   "host's key once with ssh, or put it into known_hosts";
  } else if (contains_any(errors, {"could not read Username", "could not read Password", "Authentication failed",
                                   "returned error: 401", "returned error: 403", "access denied"})) {
    problem.kind = RemoteProblem::Kind::refused;
    problem.hint = "give git a token for this remote (a credential helper, or in CI the permission to write contents)";
  } else if (contains_any(errors,
                          {"is corrupt", "is empty", "bad object", "missing blob", "missing tree", "loose object",
                           "does not point to a valid object", "not a git repository", ".lock': File exists",
                           "unable to read", "did not match any file", "shallow file"})) {
    problem.kind = RemoteProblem::Kind::unusable;
    problem.damaged_cache = true;
  } else if (contains_any(errors, {"does not appear to be a git repository", "not found", "No such file"})) {
    problem.kind = RemoteProblem::Kind::unreachable;
    problem.hint = "check the address of the remote: git remote -v";
  }
  return problem;
}

// What a person sees when git could not even be started.
RemoteProblem not_run(const ProgramEnd& end, const Program& program)
{
  if (end.how == ProgramEnd::How::not_started && end.number == ENOENT) {
    return {RemoteProblem::Kind::unusable, "git is not installed here", "install git"};
  }
  return {RemoteProblem::Kind::unreachable, describe(end, program), ""};
}

// Git's words without the user and password of the address.
std::string without_user(std::string text, const std::string& url)
{
  const auto scheme = url.find("://");
  const auto at = url.find('@', scheme == std::string::npos ? url.size() : scheme);
  if (at == std::string::npos || at > url.find('/', scheme + 3)) {
    return text;
  }
  const auto user = url.substr(scheme + 3, at + 1 - (scheme + 3));
  for (auto found = text.find(user); found != std::string::npos; found = text.find(user, found)) {
    text.erase(found, user.size());
  }
  return text;
}

// The settings that clean_environment() adds to, as git counts them.
std::size_t settings_given()
{
  const char* const text = std::getenv("GIT_CONFIG_COUNT");
  std::size_t count = 0;
  if (text != nullptr) {
    const std::string_view digits(text);
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
  }
  return count;
}

// Whether a lock of git's lies there that is older than any git process of ours gets.
bool has_abandoned_lock(const fs::path& cache)
{
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(cache, error)) {
    const auto age = fs::file_time_type::clock::now() - entry.last_write_time(error);
    if (entry.path().extension() == ".lock" && !error && age > k_longest_talk) {
      return true;
    }
  }
  return false;
}

// Makes the cache without asking git: the few files that make a folder a bare repository.
std::optional<RemoteProblem> prepare(const fs::path& cache)
{
  try {
    std::error_code error;
    if (fs::exists(cache / "HEAD", error)) {
      return std::nullopt;
    }
    for (const auto* const folder : {"objects/pack", "objects/info", "refs/heads"}) {
      create_own_folder(cache / folder);
    }
    write_file_atomically(cache / "config", k_config, Durable::no);
    write_file_atomically(cache / "HEAD", "ref: refs/heads/none\n", Durable::no);
    return std::nullopt;
  } catch (const std::exception& error) {
    return RemoteProblem{RemoteProblem::Kind::unusable, printable(error.what()), "this folder must be writable"};
  }
}

} // namespace

RemoteProblem CacheOutput::problem() const
{
  auto problem = not_run.value_or(told_by(errors));
  problem.damaged_cache = problem.damaged_cache || abandoned_lock;
  return problem;
}

bool discard_cache(const fs::path& cache)
{
  std::error_code error;
  const auto aside = cache.parent_path() / (cache.filename().string() + "." + random_hex(4));
  fs::rename(cache, aside, error); // at once, so that no other process of ours finds half of it
  const bool gone = !error;
  fs::remove_all(aside, error);
  return gone;
}

bool CacheOutput::complains_of(std::initializer_list<std::string_view> words) const
{
  return contains_any(errors, words);
}

CacheOutput run_in_cache(const fs::path& cache, const RemoteAddress& address, const std::vector<std::string>& words,
                         const std::string& input)
{
  CacheOutput output;
  if ((output.not_run = prepare(cache))) {
    return output;
  }
  Program program;
  // What is kept there may be a text of many megabytes: to compress it well takes longer than to send it.
  program.command = {"git",
                     "-c",
                     "core.hooksPath=/dev/null",
                     "-c",
                     "protocol.allow=never",
                     "-c",
                     "core.compression=1",
                     "-c",
                     "pack.compression=1"};
  for (const auto* const name : {"file", "git", "http", "https", "ssh"}) {
    program.command.insert(program.command.end(), {"-c", fmt::format("protocol.{}.allow=always", name)});
  }
  program.command.insert(program.command.end(), words.begin(), words.end());
  program.folder = cache;
  program.input = input;
  program.limit = k_longest_talk;
  program.largest_output = k_largest;
  program.errors_apart = true;
  program.environment = clean_environment();
  program.environment["GIT_DIR"] = fs::absolute(cache).string();
  if (std::getenv("GIT_SSH_COMMAND") == nullptr && std::getenv("GIT_SSH") == nullptr) {
    program.environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=20";
  }
  auto count = settings_given();
  auto settings = address.headers;
  settings.emplace_back(fmt::format("remote.{}.url", k_remote), address.url); // it may hold a password
  for (const auto& [key, value] : settings) {
    program.environment[fmt::format("GIT_CONFIG_KEY_{}", count)] = key;
    program.environment[fmt::format("GIT_CONFIG_VALUE_{}", count)] = value;
    ++count;
  }
  program.environment["GIT_CONFIG_COUNT"] = std::to_string(count);
  auto end = run_program(program);
  if (end.how != ProgramEnd::How::exited) {
    output.not_run = not_run(end, program);
  }
  output.well = end.well();
  output.abandoned_lock = !output.well && has_abandoned_lock(cache);
  output.text = std::move(end.output);
  output.errors = without_user(std::move(end.errors), address.url);
  return output;
}

} // namespace flowsync::git
