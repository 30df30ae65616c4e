#include "overlay/render.hpp"

#include "base/natural_order.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "overlay/layers.hpp"
#include "overlay/merge.hpp"
#include "overlay/substitute.hpp"
#include "overlay/unmatched.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace flowsync::overlay {

namespace {

using Versions =
    std::map<std::string, std::vector<LayerVersion>, NaturalLess>; // by name, from the first layer to the last

// All of one kind.
Versions collect(const std::vector<const spec::Layer*>& layers, spec::Kind kind)
{
  Versions versions;
  for (const auto* const layer : layers) {
    for (const auto& document : layer->documents) {
      if (document.kind == kind) {
        versions[document.name].push_back({layer, document.root});
      }
    }
  }
  return versions;
}

bool matches_any(const std::string& name, const std::vector<std::string>& patterns)
{
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches_glob(name, pattern); });
}

// A name without wildcards in `flows:` that no flow has is a slip.
void check_patterns(const Node& document, const Versions& flows, const SourceFiles& files, Diagnostics& diagnostics)
{
  const auto* const spec = document.get("spec");
  const auto* const choice = spec != nullptr ? spec->get("flows") : nullptr;
  std::vector<std::string> names;
  for (const auto& [name, versions] : flows) {
    names.push_back(name);
  }
  for (const auto* const key : {"include", "exclude"}) {
    const auto* const patterns = choice != nullptr ? choice->get(key) : nullptr;
    for (const auto& pattern : patterns != nullptr ? patterns->items() : std::vector<NodePtr>{}) {
      const auto& text = pattern->text();
      if (pattern->is_string() && text.find_first_of("*?") == std::string::npos && !flows.contains(text)) {
        const auto meant = nearest(text, names);
        diagnostics.warning("unknown-flow", fmt::format("there is no flow `{}` to {}", text, key),
                            files.locate(pattern->at, text),
                            meant ? fmt::format("did you mean `{}`?", *meant) : std::string());
      }
    }
  }
}

// A later layer's document without what makes it the same document: that stays where it was first written.
NodePtr without_identity(const NodePtr& document)
{
  auto entries = document->entries();
  std::erase_if(entries, [](const Entry& entry) { return entry.key == "apiVersion" || entry.key == "kind"; });
  for (auto& entry : entries) {
    if (entry.key == "metadata" && entry.value->is_map()) {
      auto metadata = entry.value->entries();
      std::erase_if(metadata, [](const Entry& word) { return word.key == "name"; });
      entry.value = make_map(std::move(metadata), entry.value->at);
    }
  }
  return make_map(std::move(entries), document->at);
}

NodePtr merge_versions(const std::vector<LayerVersion>& versions, const SourceFiles& files, Diagnostics& diagnostics)
{
  std::vector<NodePtr> layers{versions.front().document};
  std::transform(versions.begin() + 1, versions.end(), std::back_inserter(layers),
                 [](const LayerVersion& version) { return without_identity(version.document); });
  return merge_layers(layers, files, diagnostics);
}

// Only of flows that the environment does not leave out.
void check_overlays(const Versions& flows, const spec::Project& project, std::string_view environment, Rendered& result)
{
  std::vector<std::string> names;
  for (const auto& [name, versions] : flows) {
    if (versions.front().layer->name == k_base_layer) {
      names.push_back(name);
    }
  }
  const auto pin = project.pins.find(std::string(environment));
  const auto base = pin != project.pins.end() ? fmt::format("`base` of {}", pin->second.ref) : std::string("`base`");
  for (const auto& flow : result.flows) {
    if (!check_unmatched(flows.at(flow.name), names, base, *project.files, result.diagnostics)) {
      result.fragments.insert(flow.name);
    }
  }
}

struct Job
{
  RenderedDocument* rendered = nullptr;
  const std::vector<LayerVersion>* versions = nullptr;
  Diagnostics diagnostics;
};

void render_document(Job& job, const Scope& scope, const SourceFiles& files)
{
  auto& diagnostics = job.diagnostics;
  const auto find = [&](const TemplatePiece& piece, const Node&) -> const Variable* {
    const auto found = scope.variables.find(piece.text);
    return found != scope.variables.end() ? &found->second : nullptr;
  };
  const auto merged = merge_versions(*job.versions, files, diagnostics);
  const auto plain = without_plain_tombstones(merged, job.rendered->removed);
  TextResolver resolver(scope, files, find, diagnostics, diagnostics);
  job.rendered->document = substitute_document(plain, resolver, files, diagnostics);
}

} // namespace

bool precedes(const RenderedDocument& a, const RenderedDocument& b)
{
  return a.kind != b.kind ? a.kind < b.kind : std::is_lt(natural_order(a.name, b.name));
}

std::optional<Rendered> render(const spec::Project& project, std::string_view environment,
                               const ProcessEnvironment& process, Diagnostics& diagnostics)
{
  const auto layers = layers_of(project, environment, diagnostics);
  if (layers.empty()) {
    return std::nullopt;
  }
  Rendered result;
  auto loaded = load_environment(project, layers, process, result.diagnostics);
  result.environment = std::move(loaded.environment);
  result.environment_document = std::move(loaded.document);
  const auto flows = collect(layers, spec::Kind::flow);
  if (result.environment_document && project.whole) {
    check_patterns(*result.environment_document, flows, *project.files, result.diagnostics);
  }
  std::vector<Job> jobs;
  result.flows.reserve(flows.size()); // jobs point into it
  for (const auto& [name, versions] : flows) {
    if (matches_any(name, result.environment.include) && !matches_any(name, result.environment.exclude)) {
      result.flows.push_back({spec::Kind::flow, name, nullptr, {}});
      jobs.push_back({&result.flows.back(), &versions, {}});
    } else {
      result.excluded.insert(name);
    }
  }
  check_overlays(flows, project, environment, result);
  std::map<spec::Kind, Versions> shared;
  std::size_t count = 0;
  for (const auto& kind : all_kinds()) {
    if (const auto document = spec::document_of(kind.kind)) {
      count += (shared[*document] = collect(layers, *document)).size();
    }
  }
  result.shared.reserve(count);
  for (const auto& [kind, documents] : shared) {
    for (const auto& [name, versions] : documents) {
      result.shared.push_back({kind, name, nullptr, {}});
      jobs.push_back({&result.shared.back(), &versions, {}});
    }
  }
  for_each_parallel(jobs.size(), [&](std::size_t i) { render_document(jobs[i], loaded.scope, *project.files); });
  for (auto& job : jobs) {
    result.diagnostics.append(std::move(job.diagnostics));
  }
  result.diagnostics.sort();
  return result;
}

} // namespace flowsync::overlay
