#include "spec/base_pin.hpp"

namespace flowsync::spec {

std::optional<BasePin> written_pin(const Layer& layer)
{
  const auto* const spec = layer.environment ? layer.environment->root->get("spec") : nullptr;
  const auto* const base = spec != nullptr ? spec->get("base") : nullptr;
  if (base == nullptr) {
    return std::nullopt;
  }
  const auto* const ref = base->get("ref");
  if (base->kind == NodeKind::null || (ref != nullptr && ref->kind == NodeKind::null)) {
    return BasePin{"", base->at, ""};
  }
  // Anything else than text is reported by the schema.
  return ref != nullptr && ref->is_string() ? std::optional(BasePin{ref->text(), ref->at, ""}) : std::nullopt;
}

} // namespace flowsync::spec
