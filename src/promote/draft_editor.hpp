#pragma once

#include "base/diagnostic.hpp"
#include "spec/project_draft.hpp"
#include "spec/yaml_edit.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::promote {

// Changes files of a project in memory, one after the other; each change sees those before it.
class DraftEditor
{
public:
  explicit DraftEditor(std::filesystem::path root, spec::ProjectDraft draft = {})
      : m_root(std::move(root)),
        m_draft(std::move(draft))
  {
  }

  // The file as it would be; nothing when there is or would be none.
  std::optional<std::string> text(const std::string& path) const;

  void put(const std::string& path, std::string text);
  // A file that a symbolic link of the project leads to is not removed: that is a problem.
  void remove(const std::string& path);
  // edit_yaml() on the file; false when that is refused, with the reason among the problems.
  bool edit(const std::string& path, const spec::YamlDocumentChoice& document,
            const std::vector<spec::YamlEdit>& edits);

  // The document of that kind and name as the text of a file of its own; with the head of the file when it is the only
  // one. Nothing when the file as it would be has none.
  std::optional<std::string> document_text(const std::string& path, const spec::YamlDocumentChoice& document) const;

  // Takes that document out, byte for byte; the file goes with its last one. Returns whether the file went.
  bool remove_document(const std::string& path, const spec::YamlDocumentChoice& document);

  // A path for a new file: this one, or with `-2`, `-3`, ... before its extension.
  std::string free_path(const std::string& wanted) const;

  const spec::ProjectDraft& draft() const { return m_draft; }
  const Diagnostics& problems() const { return m_problems; }
  Diagnostics& problems() { return m_problems; }

private:
  std::filesystem::path m_root;
  spec::ProjectDraft m_draft;
  Diagnostics m_problems;
};

} // namespace flowsync::promote
