#include "spec/needed_layers.hpp"

#include "base/text.hpp"
#include "spec/base_pin.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

// The names in `spec.extends`: a text or a list of texts.
std::vector<std::string> extended(const Layer& layer)
{
  std::vector<std::string> names;
  const auto* const spec = layer.environment ? layer.environment->root->get("spec") : nullptr;
  const auto* const extends = spec != nullptr ? spec->get("extends") : nullptr;
  if (extends == nullptr) {
    return names;
  }
  if (extends->is_string()) {
    names.push_back(extends->text());
  }
  for (const auto& item : extends->items()) {
    names.push_back(item->text());
  }
  return names;
}

// `base`, the environment and all that it extends.
std::set<std::string> chain(const Project& project, const std::string& environment)
{
  std::set<std::string> names{"base"};
  std::vector<std::string> open{environment};
  while (!open.empty()) {
    const auto name = std::move(open.back());
    open.pop_back();
    const auto layer = project.layers.find(name);
    if (names.insert(name).second && layer != project.layers.end()) {
      const auto more = extended(layer->second);
      open.insert(open.end(), more.begin(), more.end());
    }
  }
  return names;
}

// Whether it reads `base` from a revision, so that what the folder holds does not matter.
bool is_pinned(const Project& project, const std::string& environment, const std::set<std::string>& layers)
{
  const auto pin_of = [&](const std::string& name) {
    const auto layer = project.layers.find(name);
    return layer != project.layers.end() ? written_pin(layer->second) : std::nullopt;
  };
  if (const auto own = pin_of(environment)) {
    return !own->ref.empty();
  }
  return std::any_of(layers.begin(), layers.end(), [&](const auto& name) {
    const auto pin = pin_of(name);
    return name != "base" && pin && !pin->ref.empty();
  });
}

// The layer that a path relative to the root lies in; empty for none.
std::string layer_of(const std::string& file)
{
  const auto parts = split(file, '/');
  return parts.size() > 2 && parts[0] == "environments" ? std::string(parts[1]) : std::string();
}

} // namespace

std::set<std::string> needed_layers(const Project& project, const std::vector<std::string>& environments)
{
  std::set<std::string> needed;
  for (const auto& environment : environments) {
    const auto layers = chain(project, environment);
    const bool reads_base = !is_pinned(project, environment, layers);
    for (const auto& layer : layers) {
      if (layer != "base" || reads_base) {
        needed.insert(layer);
      }
    }
  }
  return needed;
}

Diagnostics problems_of_layers(const Diagnostics& problems, const std::set<std::string>& layers)
{
  Diagnostics kept;
  for (const auto& item : problems.items()) {
    const auto layer = layer_of(item.where.file);
    if (layer.empty() || layers.count(layer) != 0) {
      kept.add(item);
    }
  }
  return kept;
}

} // namespace flowsync::spec
