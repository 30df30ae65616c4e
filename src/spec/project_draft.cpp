#include "spec/project_draft.hpp"

namespace flowsync::spec {

Result<std::string, FileProblem> DraftTree::read_beside(const std::string& document, const std::string& name,
                                                        std::size_t largest) const
{
  const auto path = (std::filesystem::path(document).parent_path() / name).lexically_normal().generic_string();
  const auto found = m_draft.find(path);
  if (found == m_draft.end()) {
    return m_work_tree.read_beside(document, name, largest);
  }
  if (auto refused = m_access->refuse_path(path)) {
    return *std::move(refused);
  }
  if (!found->second) {
    return missing_file(path);
  }
  if (found->second->size() > largest) {
    return too_large(largest);
  }
  return *found->second;
}

} // namespace flowsync::spec
