#include "sim/code_views.hpp"

#include "sim/code_rules.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

bool Collection::holds(const Object& object) const
{
  return object.kind == kind && (output_type.empty() || (object.text("resource_type") == "transform" &&
                                                         object.text("output_type") == output_type));
}

ObjectPtr Collection::require(const Context& context, Id id, Role least) const
{
  const auto object = context.world.find(kind, id);
  if (object && !holds(*object)) {
    throw Refusal(404, "", fmt::format("transform {} was not found", id));
  }
  return sim::require(context, kind, id, least);
}

ObjectPtr Collection::checked(ObjectPtr object) const
{
  if (!output_type.empty()) {
    check_transform(object->fields, output_type);
  }
  return object;
}

std::optional<Collection> collection_of_path(std::string_view path)
{
  if (path == "transforms") {
    return Collection{Kind::container, "record"};
  }
  if (path == "attribute_transforms") {
    return Collection{Kind::container, "attribute"};
  }
  const auto kind = kind_of_path(path);
  return kind && *kind != Kind::doc ? std::optional(Collection{*kind, {}}) : std::nullopt;
}

} // namespace flowsync::sim
