#include "plan/credential_types.hpp"

#include "base/printable.hpp"
#include "model/connectors.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace flowsync::plan {

namespace {

// The type of a source or sink; "" for others.
std::string connector_of(const DesiredResource& resource)
{
  const auto field = facts(resource.type).type_field;
  const auto found = field.empty() ? resource.document.end() : resource.document.find(field);
  return found != resource.document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

Diagnostics check_credential_types(const Desired& desired, const Inventory& inventory, const plan::Plan& plan)
{
  Diagnostics diagnostics;
  std::set<std::pair<std::string, std::string>> seen; // alias, type
  for (const auto& resource : desired.resources) {
    const auto bound = plan.bindings.credentials.find(resource.credential_alias);
    const auto credential = bound != plan.bindings.credentials.end() ? inventory.credentials.find(bound->second)
                                                                     : inventory.credentials.end();
    const auto connector = connector_of(resource);
    if (credential == inventory.credentials.end() || connector.empty() || credential->second.kind.empty() ||
        may_open(credential->second.kind, connector) || !seen.emplace(resource.credential_alias, connector).second) {
      continue;
    }
    const auto& origin = desired.credential_origins.at(resource.credential_alias);
    diagnostics.warning("wrong-credential-type",
                        fmt::format("`{}` stands for credential {} (`{}`) of type {}, but {} is of type {}",
                                    resource.credential_alias, credential->first, printable(credential->second.name),
                                    credential->second.kind, resource.address.text(), connector),
                        {origin.file, origin.line, origin.column, 1, {}},
                        fmt::format("`flowsync credentials -e {} --type {}` lists those that fit",
                                    desired.environment.name, connector));
  }
  return diagnostics;
}

} // namespace flowsync::plan
