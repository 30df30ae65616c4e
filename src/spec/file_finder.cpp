#include "spec/file_finder.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/address.hpp"
#include "spec/problem_log.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::spec {

namespace fs = std::filesystem;

namespace {

bool is_hidden(const fs::path& path)
{
  return path.filename().string().starts_with('.');
}

class Finder
{
public:
  Finder(const FileAccess& access, Diagnostics& diagnostics)
      : m_access(access),
        m_root(access.root()),
        m_diagnostics(diagnostics)
  {
  }

  FoundFiles run();

private:
  void walk(const fs::path& folder, const std::string& layer);
  void visit(const fs::directory_entry& entry, const std::string& layer);
  std::vector<fs::directory_entry> list(const fs::path& folder);
  bool may_follow(const fs::directory_entry& entry);
  bool is_folder(const fs::directory_entry& entry);
  std::string shown_path(const fs::path& path) const { return path.lexically_relative(m_root).generic_string(); }
  void error(DiagnosticCode code, std::string message, const fs::path& path, std::string hint = {})
  {
    m_diagnostics.error(code, std::move(message), {shown_path(path), 0, 0, 1, {}}, std::move(hint));
  }

  const FileAccess& m_access;
  const fs::path& m_root;
  Diagnostics& m_diagnostics;
  std::vector<fs::path> m_chain; // canonical folders from environments/ down to the one being read
  FoundFiles m_found;
};

FoundFiles Finder::run()
{
  const auto top = m_root / k_specs_folder;
  std::error_code failure;
  if (!fs::exists(top, failure)) {
    error("missing-folder", "this project has no folder environments/", top,
          "put specs into environments/base/ and one folder for each environment");
    return std::move(m_found);
  }
  if (!may_follow(fs::directory_entry(top, failure))) {
    return std::move(m_found);
  }
  for (const auto& entry : list(top)) {
    if (!may_follow(entry)) {
      continue;
    }
    const auto name = entry.path().filename().string();
    if (is_folder(entry)) {
      if (!is_name(name, k_longest_environment)) {
        error("bad-name", fmt::format("the folder `{}` cannot be an environment's name", excerpt(name)), entry.path(),
              fmt::format("names are lower-case letters, digits and hyphens, at most {} characters",
                          k_longest_environment));
        continue;
      }
      m_found.layers.push_back(name);
      walk(entry.path(), name);
    } else if (is_yaml_file(entry.path())) {
      error("misplaced-file", "this file lies beside the environments' folders and belongs to none of them",
            entry.path(), "move it to environments/base/, or into the folder of an environment");
    }
  }
  return std::move(m_found);
}

void Finder::walk(const fs::path& folder, const std::string& layer)
{
  std::error_code failure;
  const auto canonical = fs::canonical(folder, failure);
  if (std::find(m_chain.begin(), m_chain.end(), canonical) != m_chain.end()) {
    error("link-circle", "this symbolic link leads back to a folder that it lies in", folder, "remove the link");
    return;
  }
  m_chain.push_back(canonical);
  for (const auto& entry : list(folder)) {
    visit(entry, layer);
  }
  m_chain.pop_back();
}

void Finder::visit(const fs::directory_entry& entry, const std::string& layer)
{
  const bool wanted = is_yaml_file(entry.path());
  std::error_code failure;
  if (!wanted && entry.is_symlink(failure) && !entry.is_directory(failure)) {
    return; // a link to something that is not a spec
  }
  if (!may_follow(entry)) {
    return;
  }
  if (is_folder(entry)) {
    walk(entry.path(), layer);
  } else if (wanted) {
    m_found.files.push_back({entry.path(), shown_path(entry.path()), layer});
  }
}

// The visible entries of a folder, sorted by name.
std::vector<fs::directory_entry> Finder::list(const fs::path& folder)
{
  std::vector<fs::directory_entry> entries;
  std::error_code failure;
  fs::directory_iterator iterator(folder, failure);
  while (!failure && iterator != fs::directory_iterator()) {
    if (!is_hidden(iterator->path())) {
      entries.push_back(*iterator);
    }
    iterator.increment(failure);
  }
  if (failure) {
    error("unreadable-file", fmt::format("this folder cannot be read: {}", failure.message()), folder);
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.path().native() < b.path().native(); });
  return entries;
}

bool Finder::may_follow(const fs::directory_entry& entry)
{
  std::error_code failure;
  if (!entry.is_symlink(failure)) {
    return true;
  }
  const auto target = fs::canonical(entry.path(), failure);
  if (failure) {
    error("unreadable-file", fmt::format("this symbolic link leads nowhere: {}", failure.message()), entry.path());
    return false;
  }
  const auto path = target.lexically_relative(m_root).generic_string();
  const bool to_folder = fs::is_directory(target, failure);
  if (const auto refused = to_folder ? m_access.refuse_folder(path) : m_access.refuse_file(path)) {
    error(refused->code, fmt::format("what this symbolic link leads to {}", refused->what), entry.path(),
          refused->hint);
    return false;
  }
  return true;
}

bool Finder::is_folder(const fs::directory_entry& entry)
{
  std::error_code failure;
  return entry.is_directory(failure);
}

} // namespace

bool is_yaml_file(const fs::path& path)
{
  const auto extension = lower(path.extension().string());
  return extension == ".yaml" || extension == ".yml";
}

FoundFiles find_files(const FileAccess& access, Diagnostics& diagnostics)
{
  return Finder(access, diagnostics).run();
}

} // namespace flowsync::spec
