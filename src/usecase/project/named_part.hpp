#pragma once

#include "base/fatal.hpp"
#include "base/rejected.hpp"
#include "model/target.hpp"
#include "spec/named_flows.hpp"

namespace flowsync::usecase {

// The flows that the targets name; nothing when they choose in another way (labels, patterns, what is left out) or do
// not choose at all.
spec::NamedFlows named_flows(const Targets& targets);

// What `load` makes of the part of the project that the targets need, which costs next to nothing; of all of it where
// they name no flows, and where that part is not without fault: then the fault is told as the whole project has it.
// `load` takes spec::NamedFlows, and throws Rejected or Fatal for what it cannot use.
template <typename Load>
auto load_named_part(const Targets& targets, const Load& load) -> decltype(load(spec::NamedFlows{}))
{
  if (auto named = named_flows(targets)) {
    try {
      return load(std::move(named));
    } catch (const Rejected&) {
    } catch (const Fatal&) {
    }
  }
  return load(spec::NamedFlows{});
}

} // namespace flowsync::usecase
