#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/field_change.hpp"
#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace flowsync::plan {

// What the differing fields of a bound resource ask for, taken together.
struct FieldDemands
{
  bool any = false;
  bool fixed = false;     // one that can only be had by making the resource anew
  bool reference = false; // the credential, or the nexset of a sink: see Record::needs_replace
  bool runtime = false;   // one that takes a bounce on what runs
  bool status = false;
  bool starts = false;    // the status becomes ACTIVE
  bool document = false;  // one that goes with the document, and not by a path of its own
  bool plain_put = false; // the same, without any need of a bounce
  Reason reason;          // "spec_changed", "drifted" or "spec_changed_and_drifted"; none without a field
  bool operator==(const FieldDemands&) const = default;
};
FieldDemands demands_of(const std::vector<FieldChange>& fields);

// All that decides what becomes of a bound resource.
struct Situation
{
  enum class Mark
  {
    right,
    outdated,
    absent
  };
  FieldDemands fields;
  bool source = false;
  bool detected = false;
  Running running = Running::unknown;
  bool wanted_paused = false;
  bool parent_new = false;      // its parent is created or replaced by this very plan
  bool parent_replaced = false; // what hangs below something that goes has to go before it
  bool needs_replace = false;   // the service refused to change a reference in place (Record::needs_replace)
  bool strict = false;          // the service refuses every PUT on what runs (habit::k_strict_pause)
  Mark mark = Mark::right;
  bool mark_waits = false; // it was decided before that the mark goes along with a later write (Record::mark_pending)
  bool moved = false;
  bool adopting = false;
};

// What a verb reaches besides the resource itself.
enum class Reach
{
  nothing,
  below, // everything that hangs from it: it stops or starts with it
  users  // the nexsets that use it, which work differently from now on
};

struct Decision
{
  Action action = Action::no_op;
  Reason reason; // see ResourceChange
  bool write_mark = false;
  bool restarts = false;
  bool re_ingests = false;
  Reach reach = Reach::nothing;
  bool operator==(const Decision&) const = default;
};

// Pure: the same situation is always decided in the same way.
Decision decide(const Situation& situation);

} // namespace flowsync::plan
