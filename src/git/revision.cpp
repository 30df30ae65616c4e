#include "git/revision.hpp"

#include "base/text.hpp"
#include "git/ask.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace flowsync::git {

namespace {

constexpr std::size_t k_largest_head = 256; // of what stands before each content

std::optional<std::uint64_t> parse_size(std::string_view text)
{
  std::uint64_t size = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), size);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? std::optional(size) : std::nullopt;
}

// "100644 blob 5f0c…     123\tenvironments/base/flows/orders.yaml" (git-ls-tree(1), --long).
std::optional<RevisionFile> parse_line(std::string_view line)
{
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) {
    return std::nullopt;
  }
  std::vector<std::string_view> words;
  for (const auto word : split(line.substr(0, tab), ' ')) {
    if (!word.empty()) {
      words.push_back(word);
    }
  }
  if (words.size() != 4) {
    return std::nullopt;
  }
  using Kind = RevisionFile::Kind;
  RevisionFile file;
  file.path = line.substr(tab + 1);
  file.object = words[2];
  file.kind = words[0] == "120000" ? Kind::link : words[0] == "160000" ? Kind::submodule : Kind::regular;
  const auto size = parse_size(words[3]);
  if (!size && file.kind != Kind::submodule) {
    return std::nullopt;
  }
  file.size = size.value_or(0);
  return file;
}

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
  std::vector<RevisionFile> files;
  for (const auto line : split(answer.text, '\0')) {
    if (line.empty()) {
      continue;
    }
    auto file = parse_line(line);
    if (!file) {
      return unreadable(answer);
    }
    files.push_back(std::move(*file));
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
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
  // "ID blob SIZE\n", the content, "\n"; or "ID missing\n" (git-cat-file(1), BATCH OUTPUT).
  std::string_view rest = answer.text;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].kind == RevisionFile::Kind::submodule) {
      continue;
    }
    const auto end = rest.find('\n');
    const auto head = rest.substr(0, end);
    if (head == files[i].object + " missing") {
      return RevisionProblem{"this clone does not have the content of " + files[i].path, true, false};
    }
    const auto size = parse_size(head.substr(head.rfind(' ') + 1));
    if (end == std::string_view::npos || !head.starts_with(files[i].object + " blob ") || !size ||
        rest.size() < end + 1 + *size + 1) {
      return unreadable(answer);
    }
    contents[i] = rest.substr(end + 1, *size);
    rest.remove_prefix(end + 1 + *size + 1);
  }
  return contents;
}

std::string Revision::folder_id(const std::string& folder) const
{
  const auto found = ask(m_folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", m_commit + ":./" + folder});
  return found.well() ? last_line(found.text) : std::string();
}

} // namespace flowsync::git
