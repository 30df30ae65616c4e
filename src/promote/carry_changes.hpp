#pragma once

#include "promote/bring.hpp"

namespace flowsync::promote {

// Where a change goes to.
enum class Destination
{
  base,   // the document of `base`, and out of the overlay of `from`
  overlay // the overlay of `to`
};

// Writes what own layers of `from` say about a flow that both environments have, and `to` does not say for itself, to
// its destination. Places and schedules are left alone, but those of a nexset or sink that is new to `to` come along as
// values of its own. False when something is refused.
bool carry_changes(const DraftedProject& drafted, const Promotion& request, Destination destination,
                   DraftEditor& editor, Brought& brought);

} // namespace flowsync::promote
