#include "overlay/pinned_base.hpp"

#include "overlay/layers.hpp"
#include "spec/base_pin.hpp"
#include "spec/base_revision.hpp"

namespace flowsync::overlay {

namespace {

std::optional<spec::BasePin> pin_of(const std::vector<const spec::Layer*>& layers)
{
  std::optional<spec::BasePin> pin;
  for (const auto* const layer : layers) {
    if (auto written = layer->name != k_base_layer ? spec::written_pin(*layer) : std::nullopt) {
      pin = std::move(written);
    }
  }
  return pin && !pin->ref.empty() ? pin : std::nullopt;
}

void check_base_itself(const spec::Project& project, Diagnostics& diagnostics)
{
  const auto base = project.layers.find(std::string(k_base_layer));
  if (base == project.layers.end()) {
    return;
  }
  if (const auto pin = spec::written_pin(base->second)) {
    diagnostics.error("misplaced-pin", "`base` cannot say which revision of itself is read",
                      project.files->locate(pin->at, pin->ref),
                      "write `base: {ref: ...}` into the environments that read it");
  }
}

} // namespace

void load_pinned_bases(spec::Project& project, const std::vector<std::string>& environments, Diagnostics& diagnostics)
{
  check_base_itself(project, diagnostics);
  for (const auto& name : environments.empty() ? environment_names(project) : environments) {
    Diagnostics reported_later; // by whoever renders the environment
    auto pin = pin_of(layers_of(project, name, reported_later));
    if (!pin) {
      continue;
    }
    if (pin->ref.find("${") != std::string::npos) {
      diagnostics.error("reference-not-allowed", "a revision is written out: no reference may stand here",
                        project.files->locate(pin->at, pin->ref), "write the tag or the commit");
    } else {
      spec::load_base_revision(project, *pin, diagnostics);
    }
    project.pins[name] = std::move(*pin);
  }
}

} // namespace flowsync::overlay
