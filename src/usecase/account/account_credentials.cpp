#include "usecase/account/account_credentials.hpp"

#include "base/natural_order.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::usecase {

namespace {

bool fits(const CredentialSelector& selector, const LiveResource& credential)
{
  if (selector.id) {
    return *selector.id == credential.id;
  }
  return selector.name == credential.name &&
         (selector.type.empty() || lower(selector.type) == lower(credential.kind)) &&
         (!selector.owner || selector.owner == credential.owner_id);
}

std::string text_at(const nlohmann::json& body, const std::string& key)
{
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string owner_of(const LiveResource& credential)
{
  if (const auto owner = credential.body.find("owner"); owner != credential.body.end() && owner->is_object()) {
    if (auto name = text_at(*owner, "full_name"); !name.empty()) {
      return name;
    }
  }
  return credential.owner_id ? std::to_string(*credential.owner_id) : std::string();
}

} // namespace

std::vector<CredentialRow> credential_rows(const std::vector<LiveResource>& credentials,
                                           const std::vector<LiveResource>& resources, const Environment& environment,
                                           const std::string& type)
{
  std::map<ResourceId, std::vector<std::string>> users;
  for (const auto& resource : resources) {
    if (resource.credential_id) {
      users[*resource.credential_id].push_back(
          fmt::format("{} \"{}\" ({})", type_name(resource.type), resource.name, resource.id));
    }
  }
  std::vector<CredentialRow> rows;
  for (const auto& credential : credentials) {
    if (!type.empty() && lower(type) != lower(credential.kind)) {
      continue;
    }
    CredentialRow row{credential.id,
                      credential.name,
                      credential.kind,
                      owner_of(credential),
                      text_at(credential.body, "verified_status"),
                      {},
                      users[credential.id]};
    std::sort(row.used_by.begin(), row.used_by.end(), NaturalLess());
    for (const auto& [alias, selector] : environment.credentials) {
      if (fits(selector, credential)) {
        row.aliases.push_back(alias);
      }
    }
    std::sort(row.aliases.begin(), row.aliases.end(), NaturalLess());
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return rows;
}

} // namespace flowsync::usecase
