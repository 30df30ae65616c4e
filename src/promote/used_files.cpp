#include "promote/used_files.hpp"

#include "overlay/directives.hpp"

#include <algorithm>

namespace flowsync::promote {

namespace {

namespace fs = std::filesystem;
using spec::YamlPath;

bool may_hold_file(const YamlPath& path)
{
  const auto* const last = path.empty() ? nullptr : std::get_if<std::string>(&path.back());
  return last != nullptr &&
         (*last == "transform" || *last == "code" || *last == "entries" || (*last == "spec" && path.size() == 1));
}

// Files of documents stand in a list without keys.
void collect_docs(const Node& docs, const YamlPath& path, std::vector<std::pair<YamlPath, NodePtr>>& found)
{
  for (std::size_t i = 0; i < docs.items().size(); ++i) {
    const auto* const file = docs.items()[i]->get("file");
    if (file != nullptr && file->is_string()) {
      auto below = path;
      below.emplace_back(i);
      below.emplace_back(std::string("file"));
      found.emplace_back(below, docs.items()[i]->find("file")->value);
    }
  }
}

void collect(const Node& node, const YamlPath& path, std::vector<std::pair<YamlPath, NodePtr>>& found)
{
  for (const auto& entry : node.entries()) {
    auto below = path;
    below.emplace_back(entry.key);
    if (entry.key == "file" && entry.value->is_string() && may_hold_file(path)) {
      found.emplace_back(below, entry.value);
    } else if (entry.key == "docs") {
      collect_docs(*entry.value, below, found);
    } else if (entry.key != "config") {
      collect(*entry.value, below, found);
    }
  }
  if (node.is_list() && overlay::is_keyed(node)) {
    for (const auto& item : node.items()) {
      auto below = path;
      below.emplace_back(item->get("key")->text());
      collect(*item, below, found);
    }
  }
}

// Uses of a file by written documents of the project.
std::size_t count_uses(const spec::Project& project, const std::string& file)
{
  std::size_t count = 0;
  for (const auto& [name, layer] : project.layers) {
    for (const auto& document : layer.documents) {
      for (const auto& [path, scalar] : used_files(*document.root)) {
        count += resolve_file(project.files->path(scalar->at.file), scalar->text()) == file ? 1U : 0U;
      }
    }
  }
  return count;
}

} // namespace

std::vector<std::pair<YamlPath, NodePtr>> used_files(const Node& node, const YamlPath& path)
{
  std::vector<std::pair<YamlPath, NodePtr>> found;
  const auto* const last = path.empty() ? nullptr : std::get_if<std::string>(&path.back());
  if (node.is_string() && last != nullptr && *last == "file" && may_hold_file({path.begin(), path.end() - 1})) {
    found.emplace_back(path, std::make_shared<Node>(node));
  }
  collect(node, path, found);
  return found;
}

std::string resolve_file(const std::string& document, const std::string& name)
{
  return (fs::path(document).parent_path() / name).lexically_normal().generic_string();
}

std::vector<spec::YamlEdit> move_used_files(const spec::Project& project, const FileMove& move, const Node& node,
                                            const YamlPath& path, DraftEditor& editor)
{
  const auto folder = "environments/" + move.from_layer + "/";
  std::vector<spec::YamlEdit> edits;
  for (const auto& [where, scalar] : used_files(node, path)) {
    auto file = resolve_file(move.from_file, scalar->text());
    const auto text = editor.text(file);
    if (file.starts_with(folder) && text) {
      auto target = "environments/" + move.to_layer + "/" + file.substr(folder.size());
      if (editor.text(target).value_or(*text) != *text) {
        target = editor.free_path(target);
      }
      editor.put(target, *text);
      if (!move.copies && count_uses(project, file) <= 1) {
        editor.remove(file);
      }
      file = target;
    }
    const auto name = fs::path(file).lexically_relative(fs::path(move.to_file).parent_path()).generic_string();
    if (name != scalar->text()) {
      edits.push_back(spec::set_value(where, make_scalar(NodeKind::string, name)));
    }
  }
  return edits;
}

} // namespace flowsync::promote
