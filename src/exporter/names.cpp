#include "exporter/names.hpp"

#include "exporter/secret_references.hpp"
#include "model/alias.hpp"
#include "model/detected_name.hpp"
#include "plan/credentials.hpp"
#include "spec/flow_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exporter {

namespace {

Desired identity_of(const Target& target)
{
  Desired desired;
  desired.project = target.project.name;
  desired.environment = target.environment;
  return desired;
}

plan::MarkIndex read_marks(const Desired& identity, const Inventory& inventory)
{
  Diagnostics unused; // what is wrong with marks is for `plan` to say
  return {identity, inventory, unused};
}

// What a key is made from: "Orders" for the detected set "1 - Orders".
std::string base_of(const LiveResource& live)
{
  return is_detected(live) ? split_detected_name(live.name).rest : live.name;
}

} // namespace

Names::Names(const Target& target, const Inventory& inventory)
    : m_target(target),
      m_inventory(inventory),
      m_identity(identity_of(target)),
      m_marks(read_marks(m_identity, inventory))
{
  for (const auto& [address, key] : target.bound) {
    m_known.emplace(key, address);
  }
  m_aliases = plan::aliases_by_id(m_identity, inventory.credentials);
}

const Address* Names::known(ResourceKind type, ResourceId id) const
{
  const auto found = m_known.find({type, id});
  return found != m_known.end() ? &found->second : nullptr;
}

void Names::give(const std::map<plan::LiveKey, Address>& addresses)
{
  m_given.insert(addresses.begin(), addresses.end());
}

const Address* Names::called(ResourceKind type, ResourceId id) const
{
  const auto given = m_given.find({type, id});
  return given != m_given.end() ? &given->second : known(type, id);
}

std::string Names::foreign_owner(const LiveResource& live) const
{
  const auto seen = m_marks.read(live);
  return seen.is_of_others() ? fmt::format("{}/{}", seen.mark.project, seen.mark.environment) : std::string();
}

bool Names::is_bound(const Address& address, const LiveResource& live) const
{
  const auto bound = m_target.bound.find(address);
  if (bound != m_target.bound.end() && bound->second == plan::LiveKey{live.type, live.id}) {
    return true;
  }
  const auto seen = m_marks.read(live);
  return seen.is_own();
}

std::string Names::flow(const LiveResource& origin, const std::vector<const LiveResource*>& parts)
{
  if (const auto* const address = known(origin.type, origin.id)) {
    return address->flow;
  }
  for (const auto* const part : parts) {
    if (const auto* const address = known(part->type, part->id)) {
      return address->flow;
    }
  }
  auto name = base_of(origin);
  if (is_reserved_flow_name(make_alias(name, k_longest_flow, ""))) {
    name += " flow";
  }
  return new_name(spec::Kind::flow, "flows", name, fmt::format("flow-{}", origin.id));
}

std::map<plan::LiveKey, Address> Names::parts(const std::string& flow,
                                              const std::vector<const LiveResource*>& parts) const
{
  std::map<plan::LiveKey, Address> result;
  std::map<ResourceKind, std::set<std::string>> taken;
  for (const auto* const document : documents(spec::Kind::flow, flow)) {
    for (const auto kind : kinds_in_flow()) {
      taken[kind].merge(spec::keys_of_parts(*document->root, kind));
    }
  }
  std::vector<const LiveResource*> fresh;
  for (const auto* const part : parts) {
    if (const auto* const address = known(part->type, part->id); address == nullptr) {
      fresh.push_back(part);
    } else if (address->flow == flow) {
      result.emplace(plan::LiveKey{part->type, part->id}, *address);
      taken[address->kind].insert(address->key);
    }
  }
  std::sort(fresh.begin(), fresh.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  for (const auto* const part : fresh) {
    const auto kind = part->type;
    const auto fallback = fmt::format("{}-{}", kind_word(kind), part->id);
    auto& of_kind = taken[kind];
    const auto key = unique_alias(make_alias(base_of(*part), k_longest_key, fallback), k_longest_key,
                                  [&](const std::string& candidate) { return of_kind.contains(candidate); });
    of_kind.insert(key);
    result.emplace(plan::LiveKey{part->type, part->id}, Address{kind, flow, key});
  }
  return result;
}

Address Names::shared(ResourceKind kind, const LiveResource& live)
{
  if (const auto* const address = known(kind, live.id)) {
    m_used.emplace(*address, &live);
    return *address;
  }
  const auto document = spec::document_of(kind).value();
  const std::string folder(facts(kind).folder);
  const Address address{kind, "",
                        new_name(document, folder, live.name, fmt::format("{}-{}", kind_word(kind), live.id))};
  m_known.emplace(plan::LiveKey{kind, live.id}, address);
  m_used.emplace(address, &live);
  return address;
}

void Names::add_credentials(const std::set<ResourceId>& ids)
{
  for (const auto id : ids) {
    const auto credential = m_inventory.credentials.find(id);
    if (m_aliases.contains(id) || credential == m_inventory.credentials.end()) {
      continue;
    }
    const auto alias =
        unique_alias(make_alias(credential->second.name, k_longest_key, fmt::format("credential-{}", id)),
                     k_longest_key, [&](const std::string& candidate) {
                       return m_target.environment.credentials.contains(candidate) || m_new_aliases.contains(candidate);
                     });
    m_aliases.emplace(id, alias);
    m_new_aliases.emplace(alias, id);
  }
}

std::string Names::alias(ResourceId credential) const
{
  const auto found = m_aliases.find(credential);
  return found != m_aliases.end() ? found->second : std::string();
}

std::string Names::secret(const std::string& flow, const std::string& key, const std::string& value)
{
  for (const auto& [name, known] : m_target.secrets) {
    if (known.reveal() == value) {
      return name;
    }
  }
  const auto plain = secret_name(flow, key);
  auto name = plain;
  for (int number = 2;; ++number) {
    const auto mine = m_secret_values.find(name);
    if (mine != m_secret_values.end() && mine->second == value) {
      return name;
    }
    if (mine == m_secret_values.end() && !m_target.environment.secrets.contains(name)) {
      break;
    }
    name = fmt::format("{}_{}", plain, number);
  }
  m_secret_values.emplace(name, value);
  m_new_secrets.insert(name);
  return name;
}

std::string Names::file(const std::string& stem, const std::string& extension)
{
  auto path = stem + extension;
  for (int number = 2; m_target.exists(path) || m_files.contains(path); ++number) {
    path = fmt::format("{}-{}{}", stem, number, extension);
  }
  m_files.insert(path);
  return path;
}

const spec::Document* Names::document(spec::Kind kind, const std::string& name) const
{
  const auto all = documents(kind, name);
  return all.empty() ? nullptr : all.front();
}

const spec::Document* Names::own_document(spec::Kind kind, const std::string& name) const
{
  const auto own = m_target.project.layers.find(m_target.environment.name);
  return own != m_target.project.layers.end() ? own->second.find(kind, name) : nullptr;
}

std::vector<const spec::Document*> Names::documents(spec::Kind kind, const std::string& name) const
{
  std::vector<const spec::Document*> all;
  for (const auto& layer : m_target.environment.layers) {
    const auto found = m_target.project.layers.find(layer);
    const auto* const document = found != m_target.project.layers.end() ? found->second.find(kind, name) : nullptr;
    if (document != nullptr) {
      all.push_back(document);
    }
  }
  return all;
}

std::string Names::new_name(spec::Kind kind, const std::string& folder, const std::string& name,
                            const std::string& fallback)
{
  auto given =
      unique_alias(make_alias(name, k_longest_flow, fallback), k_longest_flow, [&](const std::string& candidate) {
        return m_names.contains({kind, candidate}) || document(kind, candidate) != nullptr ||
               m_target.exists(fmt::format("{}/{}.yaml", folder_of(m_target.environment, folder), candidate));
      });
  m_names.emplace(kind, given);
  return given;
}

std::string folder_of(const Environment& environment, const std::string& kind)
{
  return fmt::format("environments/{}/{}", environment.name, kind);
}

} // namespace flowsync::exporter
