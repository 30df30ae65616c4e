#include "usecase/project/shield.hpp"

#include "base/atomic_file.hpp"
#include "model/target.hpp"

#include <algorithm>
#include <map>

namespace flowsync::usecase {

namespace {

// The documents of one file, by the line that they begin in.
using Documents = std::map<std::uint32_t, const spec::Document*>;

std::map<std::string, Documents> documents_by_file(const spec::Project& project)
{
  std::map<std::string, Documents> files;
  for (const auto* const layer : project.all_layers()) {
    for (const auto& document : layer->documents) {
      files[project.files->path(document.root->at.file)].emplace(document.root->at.line, &document);
    }
  }
  return files;
}

// The document that a place lies in; nullptr when no known one does.
const spec::Document* document_at(const std::map<std::string, Documents>& files, const Location& where)
{
  const auto file = files.find(where.file);
  if (file == files.end() || where.line <= 0) {
    return nullptr;
  }
  const auto next = file->second.upper_bound(static_cast<std::uint32_t>(where.line));
  return next == file->second.begin() ? nullptr : std::prev(next)->second;
}

Labels labels_of(const spec::Document& document)
{
  Labels labels;
  const auto* const metadata = document.root->get("metadata");
  const auto* const own = metadata != nullptr ? metadata->get("labels") : nullptr;
  for (const auto& entry : own != nullptr ? own->entries() : std::vector<Entry>{}) {
    labels.emplace(entry.key, entry.value->text());
  }
  return labels;
}

// Whether a target says by its name alone which flow it means.
bool is_name_of_flow(const std::string& target)
{
  return !is_exclusion(target) && !is_label_target(target) && !is_target_pattern(target);
}

// Flows that the targets mean or that these come from, as far as the documents say.
std::set<std::string> wanted_flows(const spec::Project& project, const std::vector<std::string>& targets)
{
  std::set<std::string> wanted;
  for (const auto& target : targets) {
    if (is_name_of_flow(target)) {
      wanted.insert(target.substr(0, target.find('/')));
    }
  }
  const auto chosen = selecting(targets);
  for (const auto* const layer : project.all_layers()) {
    for (const auto& document : layer->documents) {
      if (document.kind != spec::Kind::flow) {
        continue;
      }
      const auto labels = labels_of(document);
      const bool meant = chosen.empty() || std::any_of(chosen.begin(), chosen.end(), [&](const auto& target) {
                           return target_means_flow(target, document.name, labels, true);
                         });
      const bool excluded = std::any_of(targets.begin(), targets.end(), [&](const auto& target) {
        return is_exclusion(target) && target_means_flow(target, document.name, labels, false);
      });
      if (meant && !excluded) {
        wanted.insert(document.name);
      }
    }
  }
  return wanted;
}

// Whether a file may hold documents, unknown because it is broken, that the targets need: of a flow that they name, or
// (when nothing of it is known) anything but flows. Names stand in the text as they are.
bool may_hide(const spec::Project& project, const std::map<std::string, Documents>& files, const Location& where,
              const std::vector<std::string>& targets, const std::set<std::string>& wanted, bool known)
{
  const auto text = where.file.starts_with("environments/") ? read_file(project.root / where.file) : std::nullopt;
  if (!text) {
    return !known;
  }
  std::set<std::string> names;
  if (const auto file = files.find(where.file); file != files.end()) {
    for (const auto& [line, document] : file->second) {
      names.insert(document->name);
    }
  }
  const bool names_wanted = std::any_of(wanted.begin(), wanted.end(), [&](const auto& name) {
    return !names.contains(name) && text->find(name) != std::string::npos;
  });
  if (known || names_wanted) {
    return names_wanted;
  }
  constexpr std::string_view k_kind = "kind:";
  constexpr std::string_view k_flow = " Flow";
  const bool by_more = !std::all_of(targets.begin(), targets.end(), is_name_of_flow);
  bool only_flows = text->find(k_kind) != std::string::npos;
  for (auto at = text->find(k_kind); at != std::string::npos; at = text->find(k_kind, at + 1)) {
    only_flows = only_flows && text->compare(at + k_kind.size(), k_flow.size(), k_flow) == 0;
  }
  return by_more || !only_flows;
}

} // namespace

std::optional<std::set<std::string>> flows_to_leave_aside(const spec::Project& project, const Diagnostics& problems,
                                                          const std::vector<std::string>& targets)
{
  const auto wanted = wanted_flows(project, targets);
  const auto files = documents_by_file(project);
  std::set<std::string> flows;
  for (const auto& problem : problems.items()) {
    if (problem.severity != Severity::error) {
      continue;
    }
    const auto* document = document_at(files, problem.where);
    if (document == nullptr && !problem.related.empty()) { // of a script: where the flow names it
      document = document_at(files, problem.related.front().where);
    }
    if (document != nullptr && (document->kind != spec::Kind::flow || wanted.contains(document->name))) {
      return std::nullopt;
    }
    if (may_hide(project, files, problem.where, targets, wanted, document != nullptr)) {
      return std::nullopt;
    }
    if (document != nullptr) {
      flows.insert(document->name);
    }
  }
  return flows;
}

void leave_aside(const std::set<std::string>& flows, spec::Project& project)
{
  for (auto* const layers : {&project.layers, &project.revisions}) {
    for (auto& [name, layer] : *layers) {
      std::erase_if(layer.documents, [&](const auto& document) {
        return document.kind == spec::Kind::flow && flows.contains(document.name);
      });
    }
  }
}

} // namespace flowsync::usecase
