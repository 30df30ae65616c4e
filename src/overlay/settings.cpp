#include "overlay/settings.hpp"

#include "overlay/environment_values.hpp"
#include "overlay/merge.hpp"
#include "overlay/process_access.hpp"
#include "overlay/substitute.hpp"
#include "overlay/tombstones.hpp"
#include "overlay/variables.hpp"

#include <algorithm>

namespace flowsync::overlay {

namespace {

// The settings that a layer hands on: without what is its own.
NodePtr inherited(const NodePtr& spec)
{
  auto entries = spec->entries();
  std::erase_if(entries, [](const Entry& entry) { return entry.key == "extends" || entry.key == "abstract"; });
  return make_map(std::move(entries), spec->at);
}

NodePtr with_spec(const Node& document, const NodePtr& spec)
{
  auto entries = document.entries();
  const auto found =
      std::find_if(entries.begin(), entries.end(), [](const Entry& entry) { return entry.key == "spec"; });
  if (found != entries.end()) {
    found->value = spec;
  } else {
    entries.push_back({"spec", document.at, spec});
  }
  return make_map(std::move(entries), document.at);
}

// The Environment documents of the layers as one; null when none has any.
NodePtr merge_documents(const std::vector<const spec::Layer*>& layers, const SourceFiles& files,
                        Diagnostics& diagnostics)
{
  const Node* last = nullptr;
  std::vector<NodePtr> specs;
  for (const auto* const layer : layers) {
    if (!layer->environment) {
      continue;
    }
    last = layer->environment->root.get();
    const auto* const spec = last->find("spec");
    if (spec != nullptr && spec->value->is_map()) {
      specs.push_back(layer == layers.back() ? spec->value : inherited(spec->value));
    }
  }
  if (last == nullptr) {
    return nullptr;
  }
  const auto merged = specs.empty() ? make_map({}, last->at) : merge_layers(specs, files, diagnostics);
  return without_tombstones(with_spec(*last, merged));
}

Scope make_scope(const spec::Project& project, const Environment& environment, const Node* settings,
                 const ProcessEnvironment& process)
{
  Scope scope{environment.name, {}, {}, process, auth_names(project)};
  if (const auto* const secrets = settings != nullptr ? settings->get("secrets") : nullptr; secrets != nullptr) {
    for (const auto& entry : secrets->entries()) {
      scope.secrets.insert(entry.key);
    }
  }
  return scope;
}

} // namespace

LoadedEnvironment load_environment(const spec::Project& project, const std::vector<const spec::Layer*>& layers,
                                   const ProcessEnvironment& process, Diagnostics& diagnostics)
{
  LoadedEnvironment result;
  auto& environment = result.environment;
  const auto& files = *project.files;
  environment.name = layers.back()->name;
  for (const auto* const layer : layers) {
    environment.layers.push_back(layer->name);
  }
  const auto merged = merge_documents(layers, files, diagnostics);
  const auto* const settings = merged ? merged->get("spec") : nullptr;
  result.scope = make_scope(project, environment, settings, process);
  if (!merged) {
    return result;
  }
  resolve_variables(settings->get("variables"), result.scope, files, diagnostics);
  for (const auto& [name, variable] : result.scope.variables) {
    if (variable.value) {
      environment.variables[name] = variable.value;
    }
  }
  const auto find = [&](const TemplatePiece& piece, const Node&) -> const Variable* {
    const auto found = result.scope.variables.find(piece.text);
    return found != result.scope.variables.end() ? &found->second : nullptr;
  };
  TextResolver resolver(result.scope, files, find, diagnostics, diagnostics);
  result.document = substitute_environment(merged, resolver, files, diagnostics);
  read_settings(*result.document, environment);
  check_process_access(*result.document, result.scope, files, diagnostics);
  return result;
}

} // namespace flowsync::overlay
