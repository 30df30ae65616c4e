#pragma once

#include "sim/world.hpp"

namespace flowsync::sim {

// The nodes directly below a source, set or sink in its flow, sets before sinks. A source generated from a sink's
// replies and a set derived from a shared nexset begin flows of their own and are not among them.
std::vector<ObjectPtr> children_of(const World& world, const Object& object);

// The object and everything below it, parents first.
std::vector<ObjectPtr> downstream(const World& world, const ObjectPtr& object);

// The object at the root of its flow.
ObjectPtr origin_of(const World& world, const Object& object);

} // namespace flowsync::sim
