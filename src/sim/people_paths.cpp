#include "sim/people_paths.hpp"

#include "sim/replies.hpp"
#include "sim/session.hpp"

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

// How many of the user's resources of a kind there are, by status.
json resource_counts(const Context& context, const User& user, Kind kind)
{
  json counts{{"total", 0}, {"active", 0}, {"paused", 0}};
  for (const auto& [id, object] : context.world.all(kind)) {
    if (object->owner_id == user.id) {
      counts["total"] = counts["total"].get<int>() + 1;
      const auto* const key = is_running(*object) ? "active" : "paused";
      counts[key] = counts[key].get<int>() + 1;
    }
  }
  return {{"counts", std::move(counts)}};
}

json shown_user(const Context& context, const User& user, bool expanded)
{
  const auto* const org = context.people.org(user.org_id);
  json reply = render_user(context, user);
  reply.erase("org");
  reply["super_user"] = false;
  reply["default_org"] = {{"id", org->id}, {"name", org->name}};
  reply["user_tier"] = nullptr;
  reply["org_memberships"] = json::array({{{"id", org->id},
                                           {"name", org->name},
                                           {"is_admin?", false},
                                           {"org_membership_status", "ACTIVE"},
                                           {"api_key", nullptr}}});
  if (expanded) {
    reply["account_summary"] = {{"data_sources", resource_counts(context, user, Kind::source)},
                                {"data_sets", resource_counts(context, user, Kind::set)},
                                {"data_sinks", resource_counts(context, user, Kind::sink)},
                                {"data_maps", resource_counts(context, user, Kind::map)}};
  }
  return reply;
}

json shown_members(const Context& context, const Team& team)
{
  json members = json::array();
  for (const auto& member : team.members) {
    members.push_back(
        {{"id", member.user_id}, {"email", context.people.user(member.user_id)->email}, {"admin", member.admin}});
  }
  return members;
}

json shown_team(const Context& context, const Team& team)
{
  const auto* const owner = context.people.user(team.owner_id);
  const auto* const org = context.people.org(team.org_id);
  const bool member = std::any_of(team.members.begin(), team.members.end(),
                                  [&](const Member& one) { return one.user_id == context.caller->id; });
  const bool mine = owner->id == context.caller->id;
  return {{"id", team.id},
          {"name", team.name},
          {"description", team.description},
          {"owner", {{"id", owner->id}, {"full_name", owner->full_name}, {"email", owner->email}}},
          {"org", {{"id", org->id}, {"name", org->name}, {"email_domain", org->email_domain}}},
          {"member", member},
          {"members", shown_members(context, team)},
          {"access_roles", json::array({mine ? "owner" : "collaborator"})},
          {"tags", json::array()},
          {"created_at", timestamp(context.people.since_ms())},
          {"updated_at", timestamp(context.people.since_ms())}};
}

template <typename Who>
std::vector<Id> of_org(const std::vector<Who>& all, Id org)
{
  std::vector<Id> ids;
  for (const auto& who : all) {
    if (who.org_id == org) {
      ids.push_back(who.id);
    }
  }
  return ids;
}

// Of the caller's organisation, or 404.
template <typename Who>
const Who& colleague(const Context& context, const Who* who)
{
  if (who == nullptr || who->org_id != context.caller->org_id) {
    throw Refusal(404, "", "there is nobody of that id");
  }
  return *who;
}

Reply users(Context& context, const Request& request, const std::vector<std::string>& path, Listing& listing)
{
  const bool expanded = request.flag("expand");
  if (path.size() == 2) {
    return ok(shown_user(context, colleague(context, context.people.user(parse_id(path[1]).value_or(0))), expanded));
  }
  return listing.page(context, request, "users", of_org(context.people.users(), context.caller->org_id),
                      [&](Id id) { return shown_user(context, *context.people.user(id), expanded); });
}

Reply teams(Context& context, const Request& request, const std::vector<std::string>& path, Listing& listing)
{
  if (path.size() == 1) {
    return listing.page(context, request, "teams", of_org(context.people.teams(), context.caller->org_id),
                        [&](Id id) { return shown_team(context, *context.people.team(id)); });
  }
  const auto& team = colleague(context, context.people.team(parse_id(path[1]).value_or(0)));
  return ok(path.size() == 2 ? shown_team(context, team) : shown_members(context, team));
}

} // namespace

Reply people_paths(Context& context, const Request& request, const std::vector<std::string>& path, Listing& listing)
{
  const bool is_users = path[0] == "users";
  const bool known = path.size() <= 2 || (path.size() == 3 && !is_users && path[2] == "members");
  if (request.method != "GET" || !known) {
    throw no_path(request);
  }
  if (is_users && path.size() == 2 && path[1] == "current") {
    return ok(render_user(context, *context.caller));
  }
  if (context.switches.at<"people">() == "refused") {
    throw Refusal(403, "AUTH_004", "you may not list the people of the organisation");
  }
  return is_users ? users(context, request, path, listing) : teams(context, request, path, listing);
}

} // namespace flowsync::sim
