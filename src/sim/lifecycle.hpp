#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

enum class Verb
{
  activate,
  pause
};
enum class Reach
{
  self,
  own, // a source with its detected sets, a sink with its generated source
  below,
  tree
};

// PUT .../activate and /pause: sets the status of a node, of it and everything below, or of its whole tree (API notes
// C2). A sink takes the source along that was generated from it. Throws Refusal.
void apply_verb(Context& context, const ObjectPtr& object, Verb verb, Reach reach);

// DELETE of one resource, with what the switches say about the rest. Throws Refusal.
void remove(Context& context, const ObjectPtr& object);

// DELETE of a flow at a node: it and everything below, or the whole tree; refused while any of it runs.
void remove_flow(Context& context, const ObjectPtr& object, Reach reach);

// The flow falls asleep as after 60 idle days (API notes C6): the object and everything below are Archived.
void archive(Context& context, const ObjectPtr& object);

} // namespace flowsync::sim
