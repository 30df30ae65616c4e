#include "plan/decision.hpp"

#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"

#include <algorithm>

namespace flowsync::plan {

namespace {

Reason reason_of(const std::vector<FieldChange>& fields)
{
  bool spec = false;
  bool drift = false;
  for (const auto& field : fields) {
    spec = spec || field.cause == Cause::spec || field.cause == Cause::both || field.cause == Cause::unknown;
    drift = drift || field.cause == Cause::drift || field.cause == Cause::both;
  }
  return spec && drift ? Reason("spec_changed_and_drifted") : drift ? Reason("drifted") : Reason("spec_changed");
}

bool mark_is_due(const Situation& now)
{
  const bool wrong = now.mark != Situation::Mark::right;
  return !now.detected && ((wrong && !now.mark_waits) || now.moved);
}

bool is_replaced(const Situation& now)
{
  return now.parent_replaced || now.fields.fixed || (now.needs_replace && now.fields.reference);
}

bool is_restarted(const Situation& now, bool write_mark)
{
  // A service that refuses every PUT on what runs makes even a new name, or the mark, cost a bounce. A mark that is
  // only outdated waits for another write, and so does that of an adopted resource.
  const bool written = write_mark || now.fields.plain_put;
  const bool mark_can_wait = now.mark == Situation::Mark::outdated && !now.fields.any;
  const bool costs = now.strict && written && !now.adopting && !mark_can_wait;
  return (now.fields.runtime || costs) && now.running == Running::yes;
}

} // namespace

FieldDemands demands_of(const std::vector<FieldChange>& fields)
{
  FieldDemands demands;
  demands.any = !fields.empty();
  for (const auto& field : fields) {
    const auto name = first_segment(field.path);
    const bool part = is_part(name);
    demands.fixed = demands.fixed || field.field_class == FieldClass::fixed;
    demands.reference = demands.reference || field.path == pointer_below("", k_credential_field) ||
                        field.path == pointer_below("", k_sink_parent_field);
    demands.runtime = demands.runtime || field.field_class == FieldClass::runtime;
    demands.status = demands.status || field.field_class == FieldClass::status;
    demands.starts = demands.starts || (field.path == pointer_below("", k_status_field) && field.after == "ACTIVE");
    demands.document = demands.document || !part;
    demands.plain_put = demands.plain_put || (field.field_class == FieldClass::cosmetic &&
                                              field.path != pointer_below("", k_project_field) && !part);
  }
  demands.reason = demands.any ? reason_of(fields) : Reason();
  return demands;
}

Decision decide(const Situation& now)
{
  Decision decision;
  const bool mark_due = mark_is_due(now);
  const bool replaced = is_replaced(now);
  decision.write_mark = mark_due || (now.detected && now.mark == Situation::Mark::absent && now.fields.document);
  decision.restarts = !replaced && is_restarted(now, decision.write_mark);
  decision.re_ingests = now.source && (decision.restarts || replaced || now.fields.starts) && !now.wanted_paused;
  if (!replaced) {
    decision.reach = decision.restarts || now.fields.status ? Reach::below
                     : now.fields.runtime                   ? Reach::users
                                                            : Reach::nothing;
  }
  if (replaced) {
    decision.action = Action::replace;
    decision.reason = now.parent_new || now.parent_replaced ? Reason("parent_replaced") : Reason("cannot_update");
  } else if (now.fields.any) {
    decision.action = Action::update;
    decision.reason = now.fields.reason;
  } else if (mark_due && !now.adopting) {
    decision.action = Action::update;
    decision.reason = now.moved                               ? Reason("moved")
                      : now.mark == Situation::Mark::outdated ? Reason("mark_outdated")
                                                              : Reason("mark_missing");
  } else {
    decision.reason = now.adopting ? Reason("adopted") : Reason();
  }
  return decision;
}

} // namespace flowsync::plan
