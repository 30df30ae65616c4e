#include "sim/context.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

namespace {

// Whether the caller is among those that access was given to.
bool reaches_caller(const Context& context, const Grant& grant)
{
  switch (grant.to) {
  case Grantee::user:
    return grant.id == context.caller->id;
  case Grantee::org:
    return grant.id == context.caller->org_id;
  case Grantee::team: {
    const auto* const team = context.people.team(grant.id);
    return team != nullptr && std::any_of(team->members.begin(), team->members.end(),
                                          [&](const Member& member) { return member.user_id == context.caller->id; });
  }
  }
  return false;
}

Role granted(const Context& context, const std::vector<Grant>& grants)
{
  Role most = Role::none;
  for (const auto& grant : grants) {
    if (reaches_caller(context, grant)) {
      most = std::max(most, grant.most());
    }
  }
  return most;
}

} // namespace

Role role_of(const Context& context, const Object& object)
{
  if (context.caller == nullptr) {
    return Role::none;
  }
  return object.owner_id == context.caller->id ? Role::owner : granted(context, object.grants);
}

Role flow_role_of(const Context& context, const Object& node)
{
  return context.caller == nullptr ? Role::none : std::max(role_of(context, node), granted(context, node.flow_grants));
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
  const bool whole = context.switches.at<"updated_at">() == "seconds";
  object.created_ms = whole ? context.now_ms / 1000 * 1000 : context.now_ms;
  object.updated_ms = object.created_ms;
  if (kind == Kind::source || kind == Kind::set || kind == Kind::sink) {
    object.node_id = context.world.next_node_id();
    object.origin_node_id = object.node_id;
    object.status = context.switches.at<"status_after_create">().text();
  }
  return object;
}

void touch(const Context& context, Object& object)
{
  const auto mode = context.switches.at<"updated_at">();
  if (mode == "seconds") {
    object.updated_ms = context.now_ms / 1000 * 1000;
  } else if (mode != "frozen") {
    object.updated_ms = context.now_ms;
  }
}

void touch_status(const Context& context, Object& object)
{
  if (context.switches.at<"updated_at">() == "on_status") {
    object.updated_ms = context.now_ms;
  }
}

Refusal still_active(const Object& object, int status, const std::string& before_what)
{
  return Refusal(status, "",
                 fmt::format("{} {} must be paused before {}", word_of(object.kind), object.id, before_what));
}

} // namespace flowsync::sim
