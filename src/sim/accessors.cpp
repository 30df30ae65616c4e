#include "sim/accessors.hpp"

#include "sim/fields.hpp"
#include "sim/replies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_body_fields = std::to_array<FieldRule>({
    {"accessors", FieldType::array, k_on_create | k_required},
});

constexpr auto k_user_fields = std::to_array<FieldRule>({
    {"type", FieldType::text, k_on_create | k_required},
    {"id", FieldType::integer, k_on_create},
    {"email", FieldType::text, k_on_create},
    {"org_id", FieldType::integer, k_on_create},
    {"access_roles", FieldType::array, k_on_create},
});

constexpr auto k_team_fields = std::to_array<FieldRule>({
    {"type", FieldType::text, k_on_create | k_required},
    {"id", FieldType::integer, k_on_create},
    {"name", FieldType::text, k_on_create},
    {"access_roles", FieldType::array, k_on_create},
});

constexpr auto k_org_fields = std::to_array<FieldRule>({
    {"type", FieldType::text, k_on_create | k_required},
    {"id", FieldType::integer, k_on_create},
    {"client_identifier", FieldType::text, k_on_create},
    {"email_domain", FieldType::text, k_on_create},
    {"access_roles", FieldType::array, k_on_create},
});

std::span<const FieldRule> fields_of(Grantee grantee)
{
  switch (grantee) {
  case Grantee::user:
    return k_user_fields;
  case Grantee::team:
    return k_team_fields;
  case Grantee::org:
    break;
  }
  return k_org_fields;
}

// The one in a list whom an entry means by its id or, without one, by the text under `key`.
template <typename Who>
const Who* meant(const std::vector<Who>& all, const json& entry, const char* key, std::string Who::*text)
{
  const auto id = id_field(entry, "id");
  const auto name = entry.value(key, std::string());
  const auto found = std::find_if(all.begin(), all.end(), [&](const Who& who) {
    return id != 0 ? who.id == id : !name.empty() && who.*text == name;
  });
  return found == all.end() ? nullptr : &*found;
}

Id user_of(const Context& context, const json& entry)
{
  const auto* const user = meant(context.people.users(), entry, "email", &User::email);
  const auto org = id_field(entry, "org_id");
  return user != nullptr && (org == 0 || org == user->org_id) ? user->id : 0;
}

Id team_of(const Context& context, const Object& object, const json& entry)
{
  const auto* const team = meant(context.people.teams(), entry, "name", &Team::name);
  return team != nullptr && team->org_id == object.org_id ? team->id : 0;
}

Id grantee_of(const Context& context, const Object& object, Grantee kind, const json& entry)
{
  switch (kind) {
  case Grantee::user:
    return user_of(context, entry);
  case Grantee::team:
    return team_of(context, object, entry);
  case Grantee::org:
    break;
  }
  const auto* const org = meant(context.people.orgs(), entry, "email_domain", &Org::email_domain);
  return org == nullptr ? 0 : org->id;
}

std::vector<Role> roles_of(const json& entry, bool needed)
{
  std::vector<Role> roles;
  for (const auto& word : entry.value("access_roles", json::array())) {
    const auto role = word.is_string() ? parse_role(word.get<std::string>()) : std::nullopt;
    if (!role) {
      throw invalid("access_roles holds collaborator, operator, admin or owner", "access_roles");
    }
    roles.push_back(*role);
  }
  if (roles.empty() && needed) {
    throw missing_key("access_roles");
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

Grant parse_accessor(const Context& context, const Object& object, json entry, bool roles_needed)
{
  if (!entry.is_object()) {
    throw invalid("accessors holds objects", "accessors");
  }
  const auto type = entry.find("type");
  const auto kind = type != entry.end() && type->is_string() ? parse_grantee(type->get<std::string>()) : std::nullopt;
  if (!kind) {
    throw invalid("type of an accessor is USER, TEAM or ORG", "type");
  }
  check_fields(context, entry, fields_of(*kind), k_on_create);
  Grant grant;
  grant.to = *kind;
  grant.roles = roles_of(entry, roles_needed);
  grant.id = grantee_of(context, object, *kind, entry);
  if (grant.id == 0) {
    throw invalid(fmt::format("accessor {} was not found", entry.dump(-1, ' ', false, json::error_handler_t::replace)),
                  "accessors");
  }
  grant.created_ms = context.now_ms;
  grant.updated_ms = context.now_ms;
  return grant;
}

std::vector<Grant> named(const Context& context, const Object& object, const Request& request, bool roles_needed)
{
  auto body = parse_object(request.body);
  check_fields(context, body, k_body_fields, k_on_create);
  return parse_accessors(context, object, body["accessors"], roles_needed);
}

std::vector<Grant>::iterator place_of(std::vector<Grant>& list, const Grant& grant)
{
  return std::find_if(list.begin(), list.end(),
                      [&](const Grant& known) { return known.to == grant.to && known.id == grant.id; });
}

void give(std::vector<Grant>& list, const Grant& grant)
{
  const auto known = place_of(list, grant);
  if (known == list.end()) {
    list.push_back(grant);
  } else if (known->roles != grant.roles) {
    known->roles = grant.roles;
    known->updated_ms = grant.updated_ms;
  }
}

// Without roles all of them go.
void take(std::vector<Grant>& list, const Grant& grant)
{
  const auto known = place_of(list, grant);
  if (known == list.end()) {
    return;
  }
  std::erase_if(known->roles, [&](Role role) {
    return grant.roles.empty() || std::find(grant.roles.begin(), grant.roles.end(), role) != grant.roles.end();
  });
  known->updated_ms = grant.updated_ms;
  if (known->roles.empty()) {
    list.erase(known);
  }
}

json shown_accessor(const Context& context, const Grant& grant)
{
  json roles = json::array();
  for (const auto role : grant.roles) {
    roles.push_back(role_name(role));
  }
  json reply{{"type", grantee_name(grant.to)},
             {"id", grant.id},
             {"access_roles", std::move(roles)},
             {"created_at", timestamp(grant.created_ms)},
             {"updated_at", timestamp(grant.updated_ms)}};
  if (const auto* const user = grant.to == Grantee::user ? context.people.user(grant.id) : nullptr) {
    reply["email"] = user->email;
    reply["org_id"] = user->org_id;
  }
  if (const auto* const team = grant.to == Grantee::team ? context.people.team(grant.id) : nullptr) {
    reply["name"] = team->name;
  }
  if (const auto* const org = grant.to == Grantee::org ? context.people.org(grant.id) : nullptr) {
    reply["client_identifier"] = nullptr;
    reply["email_domain"] = org->email_domain;
  }
  return reply;
}

} // namespace

std::vector<Grant> parse_accessors(const Context& context, const Object& object, const json& entries, bool roles_needed)
{
  std::vector<Grant> grants;
  for (const auto& entry : entries) {
    grants.push_back(parse_accessor(context, object, entry, roles_needed));
  }
  return grants;
}

Reply accessors(Context& context, const Request& request, const Object& before, std::vector<Grant> Object::*list)
{
  Object object = before;
  auto& grants = object.*list;
  if (request.method == "POST" || request.method == "PUT") {
    if (request.method == "POST") {
      grants.clear();
    }
    for (const auto& grant : named(context, object, request, true)) {
      give(grants, grant);
    }
  } else if (request.method == "DELETE" && request.body.empty()) {
    grants.clear();
  } else if (request.method == "DELETE") {
    for (const auto& grant : named(context, object, request, false)) {
      take(grants, grant);
    }
  } else if (request.method != "GET") {
    throw no_path(request);
  }
  json reply = json::array();
  for (const auto& grant : grants) {
    reply.push_back(shown_accessor(context, grant));
  }
  if (grants != before.*list) {
    context.world.put(std::move(object));
  }
  return ok(std::move(reply));
}

} // namespace flowsync::sim
