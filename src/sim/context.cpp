#include "sim/context.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

Role role_of(const Context& context, const Object& object)
{
  if (context.caller == nullptr || object.org_id != context.caller->org_id) {
    return Role::none;
  }
  if (object.owner_id == context.caller->id) {
    return Role::owner;
  }
  for (const auto& grant : object.grants) {
    if (grant.user_id == context.caller->id) {
      return grant.role;
    }
  }
  return Role::none;
}

bool may_read(const Context& context, const Object& object)
{
  const bool open = object.kind == Kind::container && object.field("public") == true;
  return open || role_of(context, object) >= Role::collaborator;
}

ObjectPtr require(const Context& context, Kind kind, Id id, Role least)
{
  auto object = context.world.find(kind, id);
  if (!object) {
    throw Refusal(404, "", fmt::format("{} {} was not found", word_of(kind), id));
  }
  const bool allowed = least <= Role::collaborator ? may_read(context, *object) : role_of(context, *object) >= least;
  if (!allowed) {
    throw Refusal(403, "AUTH_004", fmt::format("no permission for {} {}", word_of(kind), id));
  }
  return object;
}

std::string timestamp(std::int64_t ms)
{
  return format_timestamp(WallTime(std::chrono::milliseconds(ms)));
}

Object make_object(Context& context, Kind kind)
{
  Object object;
  object.kind = kind;
  object.id = context.world.next_id(kind);
  object.owner_id = context.caller->id;
  object.org_id = context.caller->org_id;
  const bool whole = context.switches.is("updated_at", "seconds");
  object.created_ms = whole ? context.now_ms / 1000 * 1000 : context.now_ms;
  object.updated_ms = object.created_ms;
  if (kind == Kind::source || kind == Kind::set || kind == Kind::sink) {
    object.node_id = context.world.next_node_id();
    object.origin_node_id = object.node_id;
    object.status = context.switches.get("status_after_create");
  }
  return object;
}

void touch(const Context& context, Object& object)
{
  const auto& mode = context.switches.get("updated_at");
  if (mode == "seconds") {
    object.updated_ms = context.now_ms / 1000 * 1000;
  } else if (mode != "frozen") {
    object.updated_ms = context.now_ms;
  }
}

void touch_status(const Context& context, Object& object)
{
  if (context.switches.is("updated_at", "on_status")) {
    object.updated_ms = context.now_ms;
  }
}

Refusal still_active(const Object& object, int status, const std::string& before_what)
{
  return Refusal(status, "",
                 fmt::format("{} {} must be paused before {}", word_of(object.kind), object.id, before_what));
}

} // namespace flowsync::sim
