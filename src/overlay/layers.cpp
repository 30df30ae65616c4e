#include "overlay/layers.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::overlay {

namespace {

const Node* setting(const spec::Layer& layer, std::string_view key)
{
  const auto* const spec = layer.environment ? layer.environment->root->get("spec") : nullptr;
  return spec != nullptr ? spec->get(key) : nullptr;
}

bool is_abstract(const spec::Layer& layer)
{
  const auto* const value = setting(layer, "abstract");
  return layer.name == k_base_layer ||
         (value != nullptr && value->kind == NodeKind::boolean && value->text() == "true");
}

struct Extension
{
  std::string name;
  Position at; // unknown for the implicit base
};

std::vector<Extension> extensions_of(const spec::Layer& layer)
{
  const auto* const value = setting(layer, "extends");
  if (value == nullptr || value->kind == NodeKind::null) {
    return layer.name == k_base_layer ? std::vector<Extension>{}
                                      : std::vector{Extension{std::string(k_base_layer), {}}};
  }
  std::vector<Extension> result;
  if (value->is_string()) {
    result.push_back({value->text(), value->at});
  }
  for (const auto& item : value->items()) {
    if (item->is_string()) {
      result.push_back({item->text(), item->at});
    }
  }
  return result;
}

class Walk
{
public:
  // `base`: the one to be used instead of the folder's; nullptr for the folder's.
  Walk(const spec::Project& project, const spec::Layer* base, Diagnostics& diagnostics)
      : m_project(project),
        m_base(base),
        m_diagnostics(diagnostics)
  {
  }

  bool visit(const spec::Layer& layer)
  {
    if (std::find(m_done.begin(), m_done.end(), &layer) != m_done.end()) {
      return true;
    }
    m_path.push_back(&layer);
    bool good = true;
    for (const auto& extension : extensions_of(layer)) {
      good = follow(extension) && good;
    }
    m_path.pop_back();
    m_done.push_back(&layer);
    return good;
  }

  std::vector<const spec::Layer*> take() { return std::move(m_done); }

private:
  bool follow(const Extension& extension)
  {
    const auto* const layer = find(extension.name);
    if (layer == nullptr) {
      return !extension.at.known() || report_unknown(extension); // a project without a base folder is fine
    }
    if (std::find(m_path.begin(), m_path.end(), layer) != m_path.end()) {
      return report_cycle(extension, *layer);
    }
    return visit(*layer);
  }

  const spec::Layer* find(const std::string& name) const
  {
    if (name == k_base_layer && m_base != nullptr) {
      return m_base;
    }
    const auto found = m_project.layers.find(name);
    return found != m_project.layers.end() ? &found->second : nullptr;
  }

  bool report_unknown(const Extension& extension)
  {
    std::vector<std::string> names;
    for (const auto& [name, layer] : m_project.layers) {
      names.push_back(name);
    }
    const auto meant = nearest(extension.name, names);
    m_diagnostics.error(
        "unknown-layer", fmt::format("there is no folder environments/{}", extension.name), place(extension),
        meant ? fmt::format("did you mean `{}`?", *meant) : fmt::format("there are {}", join_words(names)));
    return false;
  }

  bool report_cycle(const Extension& extension, const spec::Layer& start)
  {
    std::string names;
    for (auto at = std::find(m_path.begin(), m_path.end(), &start); at != m_path.end(); ++at) {
      names += (*at)->name + " -> ";
    }
    m_diagnostics.error("cyclic-layers", fmt::format("environments extend one another: {}{}", names, start.name),
                        place(extension));
    return false;
  }

  Location place(const Extension& extension) const { return m_project.files->locate(extension.at, extension.name); }

  const spec::Project& m_project;
  const spec::Layer* m_base;
  Diagnostics& m_diagnostics;
  std::vector<const spec::Layer*> m_path; // being visited, the outermost first
  std::vector<const spec::Layer*> m_done;
};

void report_no_environment(const spec::Project& project, std::string_view environment, Diagnostics& diagnostics)
{
  const auto names = environment_names(project);
  const auto choices = names.empty() ? std::string("the project has none: add environments/NAME/environment.yaml")
                                     : fmt::format("there {} {}", names.size() == 1 ? "is" : "are", join_words(names));
  const auto layer = project.layers.find(std::string(environment));
  if (layer != project.layers.end()) {
    const auto* const flag = setting(layer->second, "abstract");
    diagnostics.error("abstract-environment", fmt::format("`{}` is only a layer for other environments", environment),
                      flag != nullptr ? project.files->locate(flag->at) : Location{}, choices);
    return;
  }
  const auto meant = nearest(environment, names);
  diagnostics.error("unknown-environment", fmt::format("there is no environment `{}`", environment), {},
                    meant ? fmt::format("did you mean `{}`? {}", *meant, choices) : choices);
}

} // namespace

std::vector<std::string> environment_names(const spec::Project& project)
{
  std::vector<std::string> names;
  for (const auto& [name, layer] : project.layers) {
    if (!is_abstract(layer)) {
      names.push_back(name);
    }
  }
  return names;
}

std::vector<const spec::Layer*> layers_of(const spec::Project& project, std::string_view environment,
                                          Diagnostics& diagnostics)
{
  const auto found = project.layers.find(std::string(environment));
  if (found == project.layers.end() || is_abstract(found->second)) {
    report_no_environment(project, environment, diagnostics);
    return {};
  }
  const auto pin = project.pins.find(std::string(environment));
  if (pin != project.pins.end() && pin->second.commit.empty()) {
    return {}; // reported when it was read
  }
  Walk walk(project, pin != project.pins.end() ? &project.revisions.at(pin->second.commit) : nullptr, diagnostics);
  return walk.visit(found->second) ? walk.take() : std::vector<const spec::Layer*>{};
}

} // namespace flowsync::overlay
