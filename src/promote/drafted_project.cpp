#include "promote/drafted_project.hpp"

#include "base/text.hpp"
#include "overlay/layers.hpp"
#include "overlay/pinned_base.hpp"
#include "overlay/tombstones.hpp"
#include "promote/used_files.hpp"
#include "spec/file_finder.hpp"
#include "spec/work_tree.hpp"

#include <algorithm>
#include <set>

namespace flowsync::promote {

namespace {

using DocumentIndex = std::map<std::pair<spec::Kind, std::string>, NodePtr>;

// The text of the file that a rendered scalar names; its name when it cannot be read.
std::string content_of(const Node& name, const spec::Project& project)
{
  constexpr std::size_t k_largest = std::size_t{16} << 20U; // bytes
  const auto tree = project.files->tree(name.at.file);
  const auto& document = project.files->path(name.at.file);
  const auto content = tree ? tree->read_beside(document, name.text(), k_largest)
                            : spec::WorkTree(project.root).read_beside(document, name.text(), k_largest);
  return content ? *content : name.text();
}

// The tree with what files hold in place of their names: a file may have another name and still be the same.
NodePtr with_contents(const NodePtr& node, const std::set<const Node*>& names, const spec::Project& project)
{
  if (names.contains(node.get())) {
    return make_scalar(NodeKind::string, content_of(*node, project));
  }
  if (node->is_map()) {
    auto entries = node->entries();
    for (auto& entry : entries) {
      entry.value = with_contents(entry.value, names, project);
    }
    return make_map(std::move(entries));
  }
  if (node->is_list()) {
    auto items = node->items();
    for (auto& item : items) {
      item = with_contents(item, names, project);
    }
    return make_list(std::move(items));
  }
  return node;
}

// A key that a `null` took out is as good as one that was never there.
NodePtr comparable(const NodePtr& document, const spec::Project& project)
{
  const auto plain = overlay::without_tombstones(document);
  std::set<const Node*> names;
  for (const auto& [path, name] : used_files(*plain)) {
    names.insert(name.get());
  }
  return names.empty() ? plain : with_contents(plain, names, project);
}

// Most documents are the very same, and what files hold can only differ where a draft moves some.
bool same_document(const DraftedProject& before, const NodePtr& was, const DraftedProject& after, const NodePtr& is)
{
  const bool same_text = same_value(*was, *is);
  if (same_text && !before.moves_files && !after.moves_files) {
    return true;
  }
  return same_value(*comparable(was, before.project), *comparable(is, after.project));
}

DocumentIndex documents_of(const DraftedProject& drafted, const std::string& environment)
{
  DocumentIndex documents;
  const auto found = drafted.rendered.find(environment);
  if (found != drafted.rendered.end()) {
    for (const auto* const list : {&found->second.flows, &found->second.shared}) {
      for (const auto& one : *list) {
        documents[{one.kind, one.name}] = one.document;
      }
    }
  }
  return documents;
}

} // namespace

const overlay::RenderedDocument* DraftedProject::find(const std::string& environment, spec::Kind kind,
                                                      const std::string& name) const
{
  const auto found = rendered.find(environment);
  if (found == rendered.end()) {
    return nullptr;
  }
  const auto& list = kind == spec::Kind::flow ? found->second.flows : found->second.shared;
  const auto one =
      std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.kind == kind && item.name == name; });
  return one != list.end() ? &*one : nullptr;
}

std::unique_ptr<DraftedProject> load_drafted(const std::filesystem::path& folder, const Promotion& request,
                                             const overlay::ProcessEnvironment& process,
                                             const spec::ProjectDraft& draft)
{
  auto drafted = std::make_unique<DraftedProject>();
  drafted->project =
      spec::load_project(folder, drafted->problems, {request.from, request.to}, draft, {}, request.cached);
  drafted->moves_files =
      std::any_of(draft.begin(), draft.end(), [](const auto& file) { return !spec::is_yaml_file(file.first); });
  for (const auto& name : overlay::environment_names(drafted->project)) {
    const bool takes_part = name == request.from || name == request.to;
    Diagnostics others; // what is wrong with a third environment is not in the way
    auto& problems = takes_part ? drafted->problems : others;
    if (request.by_pin || name != request.to) {
      overlay::load_pinned_bases(drafted->project, {name}, problems);
    }
    if (auto rendered = overlay::render(drafted->project, name, process, problems)) {
      drafted->layers[name] = overlay::layers_of(drafted->project, name, others);
      for (const auto& problem : rendered->diagnostics.items()) {
        if (problem.severity == Severity::error) {
          drafted->errors[name].insert(problem.message);
        }
      }
      drafted->rendered.emplace(name, std::move(*rendered));
    }
  }
  return drafted;
}

std::vector<std::string> changed_documents(const DraftedProject& before, const DraftedProject& after,
                                           const std::string& environment)
{
  const auto old_documents = documents_of(before, environment);
  const auto new_documents = documents_of(after, environment);
  std::set<std::pair<spec::Kind, std::string>> names;
  for (const auto* const documents : {&old_documents, &new_documents}) {
    for (const auto& [key, node] : *documents) {
      names.insert(key);
    }
  }
  std::vector<std::string> changed;
  for (const auto& key : names) {
    const auto was = old_documents.find(key);
    const auto is = new_documents.find(key);
    if (was == old_documents.end() || is == new_documents.end() ||
        !same_document(before, was->second, after, is->second)) {
      changed.push_back(lower(spec::kind_name(key.first)) + " " + key.second);
    }
  }
  return changed;
}

} // namespace flowsync::promote
