#include "plan/credentials.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/pointer.hpp"
#include "plan/fields.hpp"
#include "plan/place.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

namespace flowsync::plan {

namespace {

std::string shown(const LiveResource& credential)
{
  std::string text = fmt::format("{} \"{}\"", credential.id, printable(credential.name));
  if (!credential.kind.empty()) {
    text += fmt::format(" ({})", printable(credential.kind));
  }
  return text;
}

Location place_of(const Desired& desired, const std::string& alias)
{
  const auto found = desired.credential_origins.find(alias);
  return found != desired.credential_origins.end() ? location(found->second) : Location{};
}

bool fits(const LiveResource& credential, const CredentialSelector& selector)
{
  return credential.name == selector.name &&
         (selector.type.empty() || lower(selector.type) == lower(credential.kind)) &&
         (!selector.owner || selector.owner == credential.owner_id);
}

std::string names_of(const std::map<ResourceId, LiveResource>& credentials, const CredentialSelector& selector)
{
  std::vector<std::string> names;
  for (const auto& [id, credential] : credentials) {
    if (selector.type.empty() || lower(selector.type) == lower(credential.kind)) {
      names.push_back(credential.name);
    }
  }
  const auto near = nearest(selector.name, names);
  return near ? fmt::format("did you mean \"{}\"? ", printable(*near)) : "";
}

} // namespace

std::map<std::string, ResourceId> resolve_credentials(const Desired& desired, const std::set<std::string>& used,
                                                      const std::map<ResourceId, LiveResource>& credentials,
                                                      Diagnostics& diagnostics)
{
  std::map<std::string, ResourceId> ids;
  const std::string list_them = fmt::format("`flowsync credentials -e {}` lists them", desired.environment.name);
  for (const auto& alias : used) {
    const auto selector = desired.environment.credentials.find(alias);
    if (selector == desired.environment.credentials.end()) {
      continue; // reported where it is used, when the specs are read
    }
    const auto where = place_of(desired, alias);
    if (selector->second.id) {
      const auto& wanted = selector->second.name;
      if (const auto live = credentials.find(*selector->second.id); live != credentials.end()) {
        ids[alias] = *selector->second.id;
        if (!wanted.empty() && !live->second.name.empty() && live->second.name != wanted) {
          diagnostics.warning("credential-renamed",
                              fmt::format("the alias `{}` names \"{}\", but its id is {} in Nexla", alias,
                                          printable(wanted), shown(live->second)),
                              where, "the id binds; correct the one that is wrong, since reviewers read names");
        }
      } else {
        diagnostics.error(
            "credential-not-visible",
            fmt::format("credential {} (alias `{}`) is not visible to this user", *selector->second.id, alias), where,
            list_them + "; it may belong to somebody else or to another organisation");
      }
      continue;
    }
    std::vector<std::string> found;
    for (const auto& [id, credential] : credentials) {
      if (fits(credential, selector->second)) {
        found.push_back(shown(credential));
        ids[alias] = id;
      }
    }
    if (found.size() > 1) {
      ids.erase(alias);
      diagnostics.error("ambiguous-credential",
                        fmt::format("{} credentials are called \"{}\" (alias `{}`): {}", found.size(),
                                    printable(selector->second.name), alias, join_words(found)),
                        where, "name the one that is meant by `id:`, or narrow it with `type:` or `owner:`");
    } else if (found.empty()) {
      diagnostics.error(
          "credential-not-found",
          fmt::format(
              "no credential called \"{}\"{} is visible to this user (alias `{}`)", printable(selector->second.name),
              selector->second.type.empty() ? "" : fmt::format(" of type {}", printable(selector->second.type)), alias),
          where, names_of(credentials, selector->second) + list_them);
    }
  }
  return ids;
}

std::map<ResourceId, std::string> aliases_by_id(const Desired& desired,
                                                const std::map<ResourceId, LiveResource>& credentials)
{
  std::set<std::string> names;
  for (const auto& [alias, selector] : desired.environment.credentials) {
    names.insert(alias);
  }
  std::map<ResourceId, std::string> aliases;
  Diagnostics unused; // an alias that stands for nothing is of no use here
  for (const auto& [alias, id] : resolve_credentials(desired, names, credentials, unused)) {
    aliases.emplace(id, alias);
  }
  return aliases;
}

void name_credentials(const Desired& desired, const std::map<ResourceId, LiveResource>& credentials, Plan& plan)
{
  const auto path = pointer_below("", k_credential_field);
  const auto name = [&](const FieldChange& field) {
    for (const auto* const value : {&field.before, &field.after}) {
      const auto known =
          *value && (*value)->is_number_integer() ? credentials.find((*value)->get<ResourceId>()) : credentials.end();
      if (known != credentials.end()) {
        plan.credential_names[known->first] = known->second.name;
      }
    }
  };
  for (auto& change : plan.changes) {
    const auto* const resource = desired.find(change.address);
    for (auto& field : change.fields) {
      if (field.path != path) {
        continue;
      }
      name(field);
      const auto place = resource != nullptr && field.after
                             ? desired.credential_origins.find(resource->credential_alias)
                             : desired.credential_origins.end();
      if (place != desired.credential_origins.end()) {
        field.origin.variables.emplace_back(std::string(k_alias_place) + place->first, place->second);
      }
    }
  }
  for (const auto& drift : plan.drift) {
    for (const auto& field : drift.fields) {
      if (field.path == path) {
        name(field);
      }
    }
  }
}

} // namespace flowsync::plan
