#include "promote/draft_editor.hpp"

#include "base/atomic_file.hpp"
#include "spec/document_slices.hpp"

namespace flowsync::promote {

namespace fs = std::filesystem;

std::optional<std::string> DraftEditor::text(const std::string& path) const
{
  const auto found = m_draft.find(path);
  return found != m_draft.end() ? found->second : read_file(m_root / path);
}

void DraftEditor::put(const std::string& path, std::string text)
{
  m_draft[path] = std::move(text);
}

void DraftEditor::remove(const std::string& path)
{
  std::error_code ignored;
  if (fs::exists(m_root / path, ignored)) {
    m_draft[path] = std::nullopt;
  } else {
    m_draft.erase(path);
  }
}

bool DraftEditor::edit(const std::string& path, const spec::YamlDocumentChoice& document,
                       const std::vector<spec::YamlEdit>& edits)
{
  if (edits.empty()) {
    return true;
  }
  auto edited = spec::edit_yaml(text(path).value_or(""), path, document, edits);
  if (!edited) {
    m_problems.append(std::move(edited).error());
    return false;
  }
  put(path, std::move(edited).value());
  return true;
}

bool DraftEditor::remove_document(const std::string& path, std::size_t line)
{
  auto rest = spec::without_document_at(text(path).value_or(""), line);
  const bool file_too = rest.empty();
  if (file_too) {
    remove(path);
  } else {
    put(path, std::move(rest));
  }
  return file_too;
}

std::string DraftEditor::free_path(const std::string& wanted) const
{
  const fs::path path(wanted);
  auto candidate = wanted;
  for (int number = 2; text(candidate); ++number) {
    candidate = (path.parent_path() / (path.stem().string() + "-" + std::to_string(number) + path.extension().string()))
                    .generic_string();
  }
  return candidate;
}

} // namespace flowsync::promote
