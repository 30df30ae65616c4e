#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// What the first segment of a path names: a kind of resource, or the code containers that are transforms.
struct Collection
{
  Kind kind = Kind::source;
  std::string_view output_type; // "record" for /transforms, "attribute" for /attribute_transforms; else empty

  // Whether the path shows this resource.
  bool holds(const Object& object) const;
  // As sim::require(); what the path does not show is not found.
  ObjectPtr require(const Context& context, Id id, Role least) const;
  // The resource as it was written here; 400 when the path does not take such code.
  ObjectPtr checked(ObjectPtr object) const;
};

// The collection of a path, or nothing. Documents have none: they are reached through their nexset.
std::optional<Collection> collection_of_path(std::string_view path);

} // namespace flowsync::sim
