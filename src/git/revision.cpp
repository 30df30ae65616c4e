#include "git/revision.hpp"

#include "git/ask.hpp"
#include "git/batch.hpp"
#include "git/tree_listing.hpp"

#include <optional>
#include <string_view>

namespace flowsync::git {

namespace {

constexpr std::size_t k_largest_head = 256; // of what stands before each content

RevisionProblem unreadable(const Answer& answer)
{
  return {answer.well() ? "git's answer cannot be read" : answer.reason, false, false};
}

} // namespace

Result<Revision, RevisionProblem> Revision::open(const std::filesystem::path& folder, const std::string& name)
{
  const auto found = ask(folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
  if (!found.well()) {
    const auto shallow = ask(folder, {"rev-parse", "--is-shallow-repository"});
    if (!shallow.well()) {
      return RevisionProblem{shallow.reason, false, false};
    }
    return RevisionProblem{"there is no such revision in this clone", true, last_line(shallow.text) == "true"};
  }
  Revision revision(folder, last_line(found.text));
  const auto full = ask(folder, {"rev-parse", "--symbolic-full-name", "--end-of-options", name});
  const auto full_name = last_line(full.text);
  revision.m_is_branch =
      full.well() && (full_name.starts_with("refs/heads/") || full_name.starts_with("refs/remotes/"));
  return revision;
}

Result<std::vector<RevisionFile>, RevisionProblem> Revision::files(const std::string& below) const
{
  const auto answer = ask(m_folder, {"ls-tree", "-r", "-z", "--long", m_commit, "--", below}, "", k_largest_list);
  if (!answer.well()) {
    return unreadable(answer);
  }
  auto files = parse_tree(answer.text);
  return files ? Result<std::vector<RevisionFile>, RevisionProblem>(std::move(*files)) : unreadable(answer);
}

Result<std::vector<std::string>, RevisionProblem> Revision::read(const std::vector<RevisionFile>& files) const
{
  std::string wanted;
  std::size_t largest = k_largest_head;
  for (const auto& file : files) {
    if (file.kind != RevisionFile::Kind::submodule) {
      wanted += file.object + "\n";
      largest += file.size + k_largest_head;
    }
  }
  std::vector<std::string> contents(files.size());
  if (wanted.empty()) {
    return contents;
  }
  const auto answer = ask(m_folder, {"cat-file", "--batch"}, wanted, largest);
  if (!answer.well()) {
    return unreadable(answer);
  }
  BatchAnswer batch(answer.text);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].kind == RevisionFile::Kind::submodule) {
      continue;
    }
    const auto item = batch.take();
    if (item.kind == BatchItem::Kind::missing) {
      return RevisionProblem{"this clone does not have the content of " + files[i].path, true, false};
    }
    if (item.kind == BatchItem::Kind::unreadable || item.id != files[i].object || item.type != "blob") {
      return unreadable(answer);
    }
    contents[i] = item.content;
  }
  return contents;
}

std::string Revision::folder_id(const std::string& folder) const
{
  const auto found = ask(m_folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", m_commit + ":./" + folder});
  return found.well() ? last_line(found.text) : std::string();
}

} // namespace flowsync::git
