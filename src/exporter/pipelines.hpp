#pragma once

#include "plan/tree.hpp"

#include <cstddef>
#include <vector>

namespace flowsync::exporter {

// One branch of a flow, from its origin to a sink, or to a nexset with nothing below it. The pointers go into the
// inventory.
struct Pipeline
{
  std::size_t number = 0;               // from 1, over all pipelines of one listing
  const LiveResource* source = nullptr; // absent in a flow that begins with a set derived from a shared nexset
  std::vector<const LiveResource*> nexsets;
  const LiveResource* sink = nullptr;

  // The source or, without one, the first nexset.
  const LiveResource& origin() const { return source != nullptr ? *source : *nexsets.front(); }
};

// Whether a flow begins here: with a source that no sink made, or with a set whose parent belongs to another flow
// (API notes B3: a set derived from a shared nexset starts its own flow).
bool is_origin(const LiveResource& resource, const Inventory& inventory);

// Every origin of the account: sources by id, then sets by id.
std::vector<const LiveResource*> origins_of(const Inventory& inventory);

// The branches of these origins, one after the other; within a flow in the order of the ids on the way down. An origin
// with nothing below it is a pipeline of its own.
std::vector<Pipeline> pipelines_of(const std::vector<const LiveResource*>& origins, const plan::LiveTree& tree);

} // namespace flowsync::exporter
