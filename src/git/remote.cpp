#include "git/remote.hpp"

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/own_file.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "git/batch.hpp"
#include "git/cache.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace flowsync::git {

namespace {

namespace fs = std::filesystem;

constexpr int k_tries = 6; // while another process of ours works in the same cache

std::string temporary_ref()
{
  constexpr std::size_t k_bytes = 8;
  return "refs/mine/" + random_hex(k_bytes);
}

// The name of the other ref that is fetched with it.
std::string second_of(const std::string& mine)
{
  return mine + "-second";
}

std::string author_name(const std::string& who)
{
  auto name = printable(who);
  std::erase_if(name, [](char c) { return c == '<' || c == '>' || c == '\n'; });
  return name.empty() ? "flowsync" : name;
}

void add_data(std::string& stream, std::string_view text)
{
  stream += fmt::format("data {}\n", text.size());
  stream.append(text);
  stream += '\n';
}

// The names in a folder as git keeps it: mode, blank, name, NUL, and half as many bytes as an id has digits.
std::vector<std::string> names_in(std::string_view tree, std::size_t digits)
{
  std::vector<std::string> names;
  for (auto end = tree.find('\0'); end != std::string_view::npos; end = tree.find('\0')) {
    const auto entry = tree.substr(0, end);
    names.emplace_back(entry.substr(std::min(entry.find(' '), entry.size() - 1) + 1));
    tree.remove_prefix(std::min(tree.size(), end + 1 + digits / 2));
  }
  return names;
}

// Whether git says that it fetched this very ref into a new one (besides others). Asked for a ref that is not there, it
// takes one with more in front of it, as it does for the short names that people type:
// refs/heads/refs/flowsync/acme/prod.
bool names_exactly(std::string_view told, std::string_view ref)
{
  std::string_view kind = "[new ref]";
  for (const auto& [folder, called] :
       {std::pair{"refs/heads/", "[new branch]"}, std::pair{"refs/tags/", "[new tag]"}}) {
    if (ref.starts_with(folder)) {
      kind = called;
      ref.remove_prefix(std::string_view(folder).size());
    }
  }
  for (const auto line : split(told, '\n')) {
    const auto arrow = line.find(" -> ");
    if (arrow != std::string_view::npos && line.find(kind) != std::string_view::npos) {
      const auto name = trim(line.substr(line.find(kind) + kind.size(), arrow - line.find(kind) - kind.size()));
      if (name == ref) {
        return true;
      }
    }
  }
  return false;
}

// Of a commit as git keeps it.
std::string message_of(std::string_view commit)
{
  const auto at = commit.find("\n\n");
  return std::string(at == std::string_view::npos ? "" : commit.substr(at + 2));
}

} // namespace

RemoteRefs::RemoteRefs(fs::path cache, RemoteAddress address) : m_cache(std::move(cache)), m_address(std::move(address))
{
}

Result<std::optional<RemoteCommit>, RemoteProblem> RemoteRefs::fetch(const std::string& ref,
                                                                     const std::vector<std::string>& files) const
{
  auto pair = fetch_pair(ref, files, "");
  return pair ? Result<std::optional<RemoteCommit>, RemoteProblem>(std::move(pair->first)) : pair.error();
}

Result<RemotePair, RemoteProblem> RemoteRefs::fetch_pair(const std::string& ref, const std::vector<std::string>& files,
                                                         const std::string& second) const
{
  auto pair = fetch_once(ref, files, second);
  if (!pair && pair.error().damaged_cache && discard_cache(m_cache)) {
    pair = fetch_once(ref, files, second); // into a new one
  }
  return pair;
}

Result<RemotePair, RemoteProblem> RemoteRefs::fetch_once(const std::string& ref, const std::vector<std::string>& files,
                                                         const std::string& second) const
{
  const auto mine = temporary_ref();
  std::vector<std::string> words{"fetch",
                                 "--no-tags",
                                 "--no-write-fetch-head",
                                 "--depth=1",
                                 "--no-recurse-submodules",
                                 k_remote,
                                 fmt::format("+{}:{}", ref, mine)};
  if (!second.empty()) {
    words.push_back(fmt::format("+{}*:{}*", second, second_of(mine))); // as a pattern, it need not be there
  }
  CacheOutput output;
  for (int tried = 0; tried < k_tries; ++tried) {
    output = run_in_cache(m_cache, m_address, words);
    // Only one process at a time may note where the history is cut; and what a ref was may be gone when it is asked
    // for.
    if (output.well || !output.complains_of({"shallow.lock", "shallow file has changed", "not our ref"})) {
      break;
    }
    std::this_thread::sleep_for(Duration{50} * (tried + 1));
  }
  if (!output.well && output.errors.find("find remote ref") != std::string::npos) {
    return RemotePair{};
  }
  if (!output.well) {
    return output.problem();
  }
  if (!names_exactly(output.errors, ref)) {
    const auto now = where(ref);
    if (!now || now->empty()) {
      std::error_code ignored;
      fs::remove(m_cache / mine, ignored);
      return now ? Result<RemotePair, RemoteProblem>(RemotePair{}) : now.error();
    }
  }
  auto pair = read_pair(mine, files, second.empty() ? "" : second_of(mine));
  keep(mine, ref);
  if (!second.empty()) {
    keep(second_of(mine), second);
  }
  return pair;
}

// Kept under a name of its own, so that the next fetch need not bring what is here already.
void RemoteRefs::keep(const std::string& mine, const std::string& ref) const
{
  std::error_code ignored;
  const auto kept = m_cache / "refs" / "kept" / ref;
  create_own_folder(kept.parent_path());
  fs::rename(m_cache / mine, kept, ignored);
}

Result<RemoteCommit, RemoteProblem> RemoteRefs::read(const std::string& commit,
                                                     const std::vector<std::string>& files) const
{
  auto pair = read_pair(commit, files, "");
  return pair ? Result<RemoteCommit, RemoteProblem>(std::move(pair->first).value()) : pair.error();
}

Result<RemotePair, RemoteProblem>
RemoteRefs::read_pair(const std::string& commit, const std::vector<std::string>& files, const std::string& second) const
{
  auto wanted = fmt::format("{0}^{{commit}}\n{0}^{{tree}}\n", commit);
  for (const auto& file : files) {
    wanted += fmt::format("{}:{}\n", commit, file);
  }
  if (!second.empty()) {
    wanted += second + "^{commit}\n";
  }
  const auto output = run_in_cache(m_cache, m_address, {"cat-file", "--batch"}, wanted);
  if (!output.well) {
    return output.problem();
  }
  BatchAnswer batch(output.text);
  const auto head = batch.take();
  if (head.kind != BatchItem::Kind::object || head.type != "commit") {
    return RemoteProblem{RemoteProblem::Kind::refused, fmt::format("{} does not point to a commit", printable(commit)),
                         "somebody else uses this ref: choose another one with `ref:`"};
  }
  const RemoteProblem unreadable{RemoteProblem::Kind::unreachable, "git's answer cannot be read", ""};
  RemoteCommit result;
  result.id = head.id;
  result.message = message_of(head.content);
  const auto tree = batch.take();
  if (tree.type != "tree") {
    return unreadable;
  }
  result.names = names_in(tree.content, result.id.size());
  for (const auto& file : files) {
    const auto item = batch.take();
    if (item.kind == BatchItem::Kind::unreadable) { // which must not look like a file that is not there
      return unreadable;
    }
    if (item.type == "blob") {
      result.files.emplace(file, item.content);
    }
  }
  RemotePair pair{std::move(result), {}, !second.empty()};
  if (const auto other = second.empty() ? BatchItem{BatchItem::Kind::missing, {}, {}, {}} : batch.take();
      other.kind == BatchItem::Kind::unreadable) {
    return unreadable;
  } else if (other.type == "commit") {
    pair.second.emplace();
    pair.second->id = other.id;
    pair.second->message = message_of(other.content);
  }
  return pair;
}

Result<std::vector<std::string>, RemoteProblem> RemoteRefs::list(const std::string& commit,
                                                                 const std::string& folder) const
{
  const auto output =
      run_in_cache(m_cache, m_address, {"ls-tree", "-r", "-z", "--name-only", commit, "--", folder + "/"});
  if (!output.well) {
    return output.problem();
  }
  std::vector<std::string> paths;
  for (const auto path : split(output.text, '\0')) {
    if (!path.empty()) {
      paths.emplace_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::string, RemoteProblem> RemoteRefs::write_commit(const NewCommit& commit, const std::string& as) const
{
  auto stream = fmt::format("feature done\ncommit {}\nmark :1\ncommitter {} <flowsync@localhost> {} +0000\n", as,
                            author_name(commit.author), commit.time);
  add_data(stream, commit.message);
  if (!commit.parent.empty()) {
    stream += fmt::format("from {}\n", commit.parent);
  }
  for (const auto& [path, text] : commit.files) {
    if (text) {
      stream += fmt::format("M 100644 inline {}\n", path);
      add_data(stream, *text);
    } else {
      stream += fmt::format("D {}\n", path);
    }
  }
  stream += "\nget-mark :1\ndone\n";
  const auto output = run_in_cache(m_cache, m_address, {"fast-import", "--quiet", "--force"}, stream);
  const auto id = std::string(trim(output.text));
  if (!output.well || id.empty()) {
    return output.problem();
  }
  return id;
}

std::optional<RemoteProblem> RemoteRefs::send(const std::string& ref, const std::string& expected,
                                              const std::string& id) const
{
  const auto output =
      run_in_cache(m_cache, m_address,
                   {"push", "--porcelain", "--no-verify", "--no-signed", "--recurse-submodules=no",
                    fmt::format("--force-with-lease={}:{}", ref, expected), k_remote, fmt::format("{}:{}", id, ref)});
  if (output.well) {
    return std::nullopt;
  }
  std::string_view refusal;
  for (const auto line : split(output.text, '\n')) {
    refusal = line.starts_with("!\t") ? line : refusal;
  }
  const RemoteProblem moved{RemoteProblem::Kind::moved, fmt::format("{} was changed by somebody else meanwhile", ref),
                            ""};
  if (refusal.find("(stale info)") != std::string_view::npos) {
    return moved;
  }
  // Refused by the server, or its answer was lost: where the ref is now tells what happened.
  auto unanswered = output.problem();
  unanswered.perhaps = id;
  const auto now = where(ref);
  if (!now) {
    return unanswered;
  }
  if (*now == id) {
    return std::nullopt;
  }
  if (*now != expected) {
    return moved;
  }
  if (refusal.empty()) {
    return unanswered;
  }
  const auto bracket = refusal.find('[');
  return RemoteProblem{
      RemoteProblem::Kind::refused,
      fmt::format("the remote refuses to change {}: {}", ref,
                  printable(refusal.substr(bracket == std::string_view::npos ? 0 : bracket))),
      "check that you may push there; where a host does not allow refs of this name, choose a branch with "
      "`state: {backend: git, ref: refs/heads/NAME}`"};
}

Result<std::string, RemoteProblem> RemoteRefs::where(const std::string& ref) const
{
  const auto listing = run_in_cache(m_cache, m_address, {"ls-remote", "--quiet", k_remote, ref});
  if (!listing.well) {
    return listing.problem();
  }
  for (const auto line : split(listing.text, '\n')) {
    const auto tab = line.find('\t');
    if (tab != std::string_view::npos && line.substr(tab + 1) == ref) {
      return std::string(line.substr(0, tab));
    }
  }
  return std::string();
}

Result<std::string, RemoteProblem> RemoteRefs::push(const std::string& ref, const std::string& expected,
                                                    const NewCommit& commit) const
{
  const auto mine = temporary_ref();
  const auto id = write_commit(commit, mine);
  if (!id) {
    return id.error();
  }
  const auto problem = send(ref, expected, *id);
  if (problem) {
    std::error_code ignored;
    fs::remove(m_cache / mine, ignored);
    return *problem;
  }
  keep(mine, ref);
  return *id;
}

std::optional<RemoteProblem> RemoteRefs::remove(const std::string& ref, const std::string& expected) const
{
  return send(ref, expected, "");
}

} // namespace flowsync::git
