#pragma once

#include "exec/run.hpp"

namespace flowsync::exec {

// Work on the state that belongs to no change of the plan. All throw Fatal when the state cannot be written.

// Gives each record the address that the plan has bound its resource to, all at once and before anything is written to
// the service: where things take one another's places, none may lose what was applied last. Marks decide meanwhile.
void move_records(state::Store& store, const Desired& desired, const plan::Plan& plan);

// Cascades that an earlier run could not undo are undone now; what cannot be is warned about and stays for the next.
void finish_restorations(Run& run);

// Creates of an earlier run that the plan has found bound, or that nobody asks for any more and that are long settled.
void settle_intents(Run& run);

// Forgets records that nothing needs any more: the specs do not name them, and what they stood for was deleted by
// somebody else or is a detected set, which belongs to its source.
void forget_gone(Run& run, const Inventory& inventory);

// Records resources that are as the specs want them and are not recorded so: bound by their mark after the state was
// lost, moved, or brought there by somebody else. No requests. So a plan without changes leaves a whole state.
void record_unchanged(Run& run, const Inventory& inventory);

} // namespace flowsync::exec
