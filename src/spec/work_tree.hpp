#pragma once

#include "model/file_tree.hpp"

#include <filesystem>

namespace flowsync::spec {

// The files of a project as they lie in its folder.
class WorkTree final : public FileTree
{
public:
  explicit WorkTree(std::filesystem::path root) : m_root(std::move(root)) {}

  Result<std::string, FileProblem> read_beside(const std::string& document, const std::string& name,
                                               std::size_t largest) const override;

private:
  std::filesystem::path m_root;
};

// The same problems, whatever the tree.
FileProblem absolute_path();
FileProblem missing_file(const std::string& expected); // where it would be, relative to the root
FileProblem outside_project();
FileProblem no_regular_file();
FileProblem too_large(std::size_t largest);

} // namespace flowsync::spec
