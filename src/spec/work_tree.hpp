#pragma once

#include "model/file_tree.hpp"
#include "spec/file_access.hpp"

#include <filesystem>
#include <memory>

namespace flowsync::spec {

// The files of a project as they lie in its folder, as far as specs may read them.
class WorkTree final : public FileTree
{
public:
  explicit WorkTree(std::shared_ptr<const FileAccess> access) : m_access(std::move(access)) {}
  // Of a project that lists no folders. `root` must be canonical.
  explicit WorkTree(const std::filesystem::path& root)
      : WorkTree(std::make_shared<const FileAccess>(root, std::vector<std::string>()))
  {
  }

  Result<std::string, FileProblem> read_beside(const std::string& document, const std::string& name,
                                               std::size_t largest) const override;

private:
  std::shared_ptr<const FileAccess> m_access;
};

// The same problems, whatever the tree.
FileProblem absolute_path();
FileProblem missing_file(const std::string& expected); // where it would be, relative to the root
FileProblem outside_project();
FileProblem no_regular_file();
FileProblem too_large(std::size_t largest);

} // namespace flowsync::spec
