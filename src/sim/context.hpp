#pragma once

#include "sim/message.hpp"
#include "sim/people.hpp"
#include "sim/switches.hpp"
#include "sim/world.hpp"

namespace flowsync::sim {

class AuditLog;
class Detection;

// What a handler works with. `caller` is set for every request that carries a valid bearer.
struct Context
{
  World& world;
  Detection& detection;
  AuditLog& audit;
  const Switches& switches;
  const People& people;
  const User* caller = nullptr;
  std::int64_t now_ms = 0;
  std::string base_url;        // for Link headers, without a final '/'
  bool forget_changes = false; // set by a handler that answers as if it had written
};

// What the caller may do with a resource: owner, or what was granted to the caller or to a team or organisation of the
// caller.
Role role_of(const Context& context, const Object& object);

// What the caller may do with the flow from this node on: the same, or what was granted for the flow.
Role flow_role_of(const Context& context, const Object& node);

// Whether the caller may read it: what role_of() says, or code that is public.
bool may_read(const Context& context, const Object& object);

// The resource, or 404, or 403 when the caller's role is lower than `least`.
ObjectPtr require(const Context& context, Kind kind, Id id, Role least);

// "2026-11-22T09:41:17.250Z".
std::string timestamp(std::int64_t ms);

// A new resource of the caller with its next id, dates, and, for sources, sets and sinks, its next node and the status
// that new resources have. Not yet in the world.
Object make_object(Context& context, Kind kind);

// Moves updated_at, as the switch says.
void touch(const Context& context, Object& object);
// The same for a change of status alone.
void touch_status(const Context& context, Object& object);

// 400 or 405 with "must be paused before ...".
Refusal still_active(const Object& object, int status, const std::string& before_what);

} // namespace flowsync::sim
