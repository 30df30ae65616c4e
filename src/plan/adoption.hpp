#pragma once

#include "plan/binding.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace flowsync::plan {

// What adopting can do for one address.
struct Adoption
{
  enum class Outcome : std::uint8_t
  {
    found,   // one unmanaged resource fits: `id`
    listed,  // there is an `adopt` entry
    bound,   // by a record or a mark
    unclear, // `candidates` fit, and nobody can tell which, or whether (`why`)
    missing, // nothing fits: apply would create it, or Nexla has not detected it yet
    blocked  // the table of identity refuses it (see the diagnostics), or it hangs from such a one
  };
  const DesiredResource* desired = nullptr;
  Outcome outcome = Outcome::missing;
  ResourceId id = 0; // of found, listed and bound
  std::vector<const LiveResource*> candidates;
  std::string why;
};

// Looks for what every desired address may adopt, parents first, so that children of what is found here are found too.
// Detected sets are chosen by their selectors, others by type, parent and rendered name. Problems of the table of
// identity go to the diagnostics. Desired documents and inventory must outlive the result.
std::vector<Adoption> find_adoptions(const BindingInput& input, Diagnostics& diagnostics);

// Why this resource cannot be adopted by `desired`, whose `adopt` entry `input.desired` holds already; an empty `text`
// when it can. Looks at this address and what it hangs from only.
struct AdoptionRefusal
{
  std::string text;
  std::string hint;
  ExitCode exit = ExitCode::error;
  bool is_bound = false; // not refused: the address is bound to this id anyway
};
AdoptionRefusal check_adoption(const BindingInput& input, const DesiredResource& desired, ResourceId id,
                               Diagnostics& diagnostics);

} // namespace flowsync::plan
