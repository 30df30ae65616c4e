#include "promote/draft_editor.hpp"

#include "base/atomic_file.hpp"
#include "spec/document_slices.hpp"
#include "spec/yaml_reader.hpp"

namespace flowsync::promote {

namespace fs = std::filesystem;

namespace {

std::optional<spec::DocumentSlice> find_slice(const std::string& text, const std::string& path,
                                              const spec::YamlDocumentChoice& wanted)
{
  for (const auto& slice : spec::document_slices(text)) {
    SourceFiles files;
    Diagnostics unused;
    const auto yaml =
        spec::read_yaml(files, files.add(path, text.substr(slice.first, slice.last - slice.first), ""), unused);
    for (const auto& root : yaml.documents) {
      const auto document = spec::recognise(root, files, unused);
      if (document && document->kind == wanted.kind && document->name == wanted.name) {
        return slice;
      }
    }
  }
  return std::nullopt;
}

// A link below environments/ that leads to the file; "" when there is none.
std::string link_to(const fs::path& root, const std::string& path)
{
  std::error_code ignored;
  const auto target = fs::canonical(root / path, ignored);
  for (fs::recursive_directory_iterator entry(root / "environments", ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    std::error_code none;
    if (entry->is_symlink(none) && fs::canonical(entry->path(), none) == target && entry->path() != root / path) {
      return entry->path().lexically_relative(root).generic_string();
    }
  }
  return {};
}

} // namespace

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
  if (const auto link = link_to(m_root, path); !link.empty()) {
    m_problems.error("linked-file", "this symbolic link leads to a file that would go", {link, 0, 0, 1, {}},
                     "put a copy in its place, then promote again");
    return;
  }
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

std::optional<std::string> DraftEditor::document_text(const std::string& path,
                                                      const spec::YamlDocumentChoice& document) const
{
  const auto whole = text(path).value_or("");
  const auto slice = find_slice(whole, path, document);
  if (!slice) {
    return std::nullopt;
  }
  return spec::without_slice(whole, *slice).empty() && slice->first > 0 ? whole : spec::own_text(whole, *slice);
}

bool DraftEditor::remove_document(const std::string& path, const spec::YamlDocumentChoice& document)
{
  const auto whole = text(path).value_or("");
  const auto slice = find_slice(whole, path, document);
  if (!slice) {
    m_problems.error("not-found", "a document that is to move is not in this file any more", {path, 0, 0, 1, {}});
    return false;
  }
  auto rest = spec::without_slice(whole, *slice);
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
