#pragma once

#include "model/address.hpp"
#include "plan/binding.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace flowsync::exporter {

// Something of an account that no project owns: the beginning of a flow, a part that hangs below what somebody owns, or
// a lookup, transform or code container. `live` goes into the inventory.
struct Unmanaged
{
  const LiveResource* live = nullptr;
  std::string below;                // address or mark of what it hangs from; "" where a flow begins
  std::size_t nexsets = 0;          // below it
  std::size_t sinks = 0;            // below it
  std::vector<std::string> take_in; // words behind `flowsync export -e ENV` that take it in; none: its owner's affair
};

// What no project owns, sorted by type and id: neither bound here nor adopted by another environment, and without the
// mark of any project. A copy made in the UI has nobody's mark, whatever its description says. `bound`: what this
// environment's specs, state and marks are bound to.
std::vector<Unmanaged> unmanaged_in(const plan::BindingInput& input, const plan::MarkIndex& marks,
                                    const std::map<Address, plan::LiveKey>& bound);

} // namespace flowsync::exporter
