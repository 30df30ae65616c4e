#pragma once

#include "model/file_tree.hpp"
#include "spec/work_tree.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace flowsync::spec {

// Files of a project as they would be: path relative to the root ('/' as separator) -> text, or nothing for a file that
// would be gone. All others are as they lie in the folder.
using ProjectDraft = std::map<std::string, std::optional<std::string>>;

// The work tree with a draft on top.
class DraftTree final : public FileTree
{
public:
  DraftTree(std::shared_ptr<const FileAccess> access, ProjectDraft draft)
      : m_access(access),
        m_work_tree(std::move(access)),
        m_draft(std::move(draft))
  {
  }

  Result<std::string, FileProblem> read_beside(const std::string& document, const std::string& name,
                                               std::size_t largest) const override;

private:
  std::shared_ptr<const FileAccess> m_access;
  WorkTree m_work_tree;
  ProjectDraft m_draft;
};

} // namespace flowsync::spec
