#include "spec/revision_tree.hpp"

#include "base/text.hpp"
#include "spec/file_finder.hpp"
#include "spec/work_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace flowsync::spec {

namespace {

namespace fs = std::filesystem;

constexpr int k_most_links = 8; // one after the other

// A pointer that Git LFS keeps in place of the content (its specification, "The Pointer").
constexpr std::string_view k_pointer = "version https://git-lfs.github.com/spec/";

bool is_hidden_somewhere(const std::string& path)
{
  const auto parts = split(path, '/');
  return std::any_of(parts.begin(), parts.end(), [](std::string_view part) { return part.starts_with('.'); });
}

// Where a link leads, or nothing when that is outside of the project.
std::optional<std::string> target_of(const std::string& link, const std::string& content)
{
  const auto path = (fs::path(link).parent_path() / content).lexically_normal();
  return path.is_absolute() || path.empty() || *path.begin() == ".." ? std::nullopt
                                                                     : std::optional(path.generic_string());
}

} // namespace

Result<Done, git::RevisionProblem> RevisionTree::load(const std::string& folder)
{
  auto listed = m_revision.files(folder);
  if (!listed) {
    return listed.error();
  }
  auto contents = m_revision.read(*listed);
  if (!contents) {
    return contents.error();
  }
  for (std::size_t i = 0; i < listed->size(); ++i) {
    using FileKind = git::RevisionFile::Kind;
    const auto& file = listed->at(i);
    m_files[file.path] = {file.kind == FileKind::link, file.kind == FileKind::submodule, std::move(contents->at(i))};
  }
  return Done{};
}

std::map<std::string, std::string> RevisionTree::specs(Diagnostics& diagnostics) const
{
  std::map<std::string, std::string> texts;
  for (const auto& [path, file] : m_files) {
    if (is_hidden_somewhere(path)) {
      continue;
    }
    const auto leads_to_folder = [&, &link = path, &content = file.content] {
      const auto target = target_of(link, content);
      const auto first = target ? m_files.lower_bound(*target + "/") : m_files.end();
      return first != m_files.end() && first->first.starts_with(*target + "/");
    };
    if (file.is_submodule || (file.is_link && leads_to_folder())) {
      diagnostics.error("unreadable-file",
                        file.is_link ? "this symbolic link leads to a folder, which is not followed in a revision"
                                     : "this is a submodule, which a revision does not hold",
                        {shown_path(path), 0, 0, 1, {}}, "keep the specs themselves in the folder");
      continue;
    }
    if (!is_yaml_file(path)) {
      continue;
    }
    auto text = follow(path);
    if (text) {
      texts.emplace(path, std::move(*text));
    } else {
      diagnostics.error(text.error().code, fmt::format("this file {}", text.error().what),
                        {shown_path(path), 0, 0, 1, {}}, text.error().hint);
    }
  }
  return texts;
}

Result<RevisionTree::File, FileProblem> RevisionTree::find(const std::string& path) const
{
  if (const auto found = m_files.find(path); found != m_files.end()) {
    return found->second;
  }
  auto listed = m_revision.files(path);
  if (listed && (listed->size() != 1 || listed->front().path != path)) {
    return listed->empty() ? FileProblem{"no-such-file", fmt::format("does not exist in {}", m_ref),
                                         fmt::format("it would be {}", shown_path(path))}
                           : no_regular_file();
  }
  auto contents =
      listed ? m_revision.read(*listed) : Result<std::vector<std::string>, git::RevisionProblem>(listed.error());
  if (!contents) {
    return FileProblem{"unreadable-file", fmt::format("cannot be read from {}: {}", m_ref, contents.error().reason),
                       ""};
  }
  using FileKind = git::RevisionFile::Kind;
  const auto kind = listed->front().kind;
  return File{kind == FileKind::link, kind == FileKind::submodule, std::move(contents->front())};
}

Result<std::string, FileProblem> RevisionTree::follow(std::string path) const
{
  for (int links = 0; links <= k_most_links; ++links) {
    if (auto refused = m_access->refuse_path(path)) {
      return *std::move(refused);
    }
    auto file = find(path);
    if (!file) {
      return file.error();
    }
    if (file->is_submodule) {
      return no_regular_file();
    }
    if (!file->is_link) {
      if (file->content.starts_with(k_pointer)) {
        return FileProblem{"unreadable-file", fmt::format("is kept by Git LFS: {} holds only a pointer to it", m_ref),
                           "keep files that specs read in git itself"};
      }
      return std::move(file->content);
    }
    auto target = target_of(path, file->content);
    if (!target) {
      return outside_project();
    }
    path = std::move(*target);
  }
  return FileProblem{"unreadable-file", "is a symbolic link that leads in a circle", ""};
}

Result<std::string, FileProblem> RevisionTree::read_beside(const std::string& document, const std::string& name,
                                                           std::size_t largest) const
{
  const fs::path written(name);
  if (written.is_absolute()) {
    return absolute_path();
  }
  const auto path = target_of(document.substr(shown_path("").size()), name);
  if (!path) {
    return outside_project();
  }
  auto text = follow(*path);
  if (text && text->size() > largest) {
    return too_large(largest);
  }
  return text;
}

} // namespace flowsync::spec
