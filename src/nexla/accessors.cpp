#include "nexla/accessors.hpp"

#include "base/text.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/paging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::nexla {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> k_roles{"collaborator", "operator", "admin", "owner"};

// The highest role of a row; "" for none that is known.
std::string role_of(const json& row)
{
  std::string highest;
  std::ptrdiff_t rank = -1;
  const auto roles = row.value("access_roles", json::array());
  for (const auto& role : roles) {
    const auto word = role.is_string() ? lower(role.get<std::string>()) : std::string();
    const auto at = std::find(k_roles.begin(), k_roles.end(), word == "administrator" ? "admin" : word);
    if (at != k_roles.end() && at - k_roles.begin() > rank) {
      rank = at - k_roles.begin();
      highest = *at;
    }
  }
  return highest;
}

std::string team_name(const json& row, const PartNames& names)
{
  if (auto name = text_of(row, "name"); !name.empty()) {
    return name;
  }
  const auto id = id_of(row, "id");
  const auto known =
      std::find_if(names.teams.begin(), names.teams.end(), [&](const auto& team) { return team.second == id; });
  return known != names.teams.end() ? known->first : std::to_string(id.value_or(0));
}

// The entry that a row stands for; "" for one that says nothing.
std::string key_of(const json& row, const PartNames& names)
{
  const auto type = row.is_object() ? upper(text_of(row, "type")) : std::string();
  if (type == "USER") {
    const auto email = text_of(row, "email");
    return email.empty() ? fmt::format("user {}", id_of(row, "id").value_or(0)) : "user " + lower(email);
  }
  if (type == "TEAM") {
    return "team " + team_name(row, names);
  }
  return type == "ORG" ? "org" : "";
}

json accessor_of(const std::string& key, const PartNames& names)
{
  if (key == "org") {
    return names.org_id ? json{{"type", "ORG"}, {"id", *names.org_id}} : json{{"type", "ORG"}};
  }
  const auto name = key.substr(key.find(' ') + 1);
  if (key.starts_with("user ")) {
    return {{"type", "USER"}, {"email", name}};
  }
  const auto team = names.teams.find(name);
  return team != names.teams.end() ? json{{"type", "TEAM"}, {"id", team->second}}
                                   : json{{"type", "TEAM"}, {"name", name}};
}

// The rows of these entries as the service shows them, to be removed by their ids.
json rows_to_remove(const json& shown, const std::vector<std::string>& keys, const PartNames& names)
{
  auto rows = json::array();
  const auto* const items = page_items(shown);
  const auto none = json::array();
  for (const auto& row : items != nullptr ? *items : none) {
    if (std::find(keys.begin(), keys.end(), key_of(row, names)) == keys.end()) {
      continue;
    }
    json removed{{"type", row["type"]}};
    if (const auto id = id_of(row, "id")) {
      removed["id"] = *id;
    } else if (row.contains("email")) {
      removed["email"] = row["email"];
    }
    rows.push_back(std::move(removed));
  }
  return rows;
}

} // namespace

Part decode_accessors(const json& body, const PartNames& names)
{
  Part part;
  const auto* const items = page_items(body);
  const auto none = json::array();
  for (const auto& row : items != nullptr ? *items : none) {
    const auto key = key_of(row, names);
    if (key.empty()) {
      continue;
    }
    part.entries[key] = role_of(row);
    if (const auto id = key.starts_with("user ") ? id_of(row, "id") : std::nullopt) {
      part.users[*id] = key;
    }
  }
  return part;
}

ApiResult<Done> change_accessors(Api& api, const std::string& path, const PartChange& change, const PartNames& names,
                                 std::stop_token stop)
{
  auto gone = change.gone;
  auto rows = json::array();
  for (const auto& [key, role] : change.put.items()) {
    auto row = accessor_of(key, names);
    row["access_roles"] = json::array({role});
    rows.push_back(std::move(row));
    if (change.again) {
      gone.push_back(key);
    }
  }
  if (!gone.empty()) {
    const auto shown = api.read(path, "", stop);
    if (!shown.ok()) {
      return shown.error();
    }
    // Without a body a DELETE would empty the lot (API notes F10).
    if (const auto removed = rows_to_remove(*shown, gone, names); !removed.empty()) {
      if (auto done = api.write("DELETE", path, {{"accessors", removed}}, stop); !done) {
        return done.error();
      }
    }
  }
  if (!rows.empty()) {
    if (auto done = api.write("PUT", path, {{"accessors", rows}}, stop); !done) {
      return done.error();
    }
  }
  return Done{};
}

} // namespace flowsync::nexla
