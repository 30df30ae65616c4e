#include "exporter/environment_entries.hpp"

#include "base/text.hpp"
#include "spec/config_tree.hpp"
#include "spec/map_builder.hpp"
#include "spec/yaml_edit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exporter {

namespace {

using spec::MapBuilder;

NodePtr number(ResourceId id)
{
  return make_scalar(NodeKind::integer, std::to_string(id));
}

spec::YamlEdit entry(const char* map, const std::string& key, NodePtr value)
{
  auto edit = spec::set_value({"spec", map, key}, std::move(value));
  edit.one_line = true;
  return edit;
}

// The id binds, the name is for those who read it.
NodePtr credential_entry(const Inventory& inventory, ResourceId id)
{
  MapBuilder entry;
  entry.put("id", number(id));
  const auto live = inventory.credentials.find(id);
  if (live != inventory.credentials.end() && !live->second.name.empty()) {
    entry.put("name", spec::spec_text(live->second.name));
  }
  return entry.build();
}

Diagnostics conflicts(const Target& target, const Exported& exported)
{
  Diagnostics problems;
  for (const auto& [address, id] : exported.adopted) {
    const auto found = target.environment.adopt.find(address);
    if (found != target.environment.adopt.end() && found->second.id != id) {
      problems.error("adopt-conflict",
                     fmt::format("{} is to be {}, but `adopt` says {} already", address.text(), id, found->second.id),
                     target.project.files->locate(found->second.at, address.text()),
                     "remove the entry, if that resource is gone; nothing was written");
    }
  }
  return problems;
}

} // namespace

std::string variable_of_secret(const std::string& name)
{
  auto variable = "FLOWSYNC_SECRET_" + upper(name);
  std::replace(variable.begin(), variable.end(), '-', '_');
  return variable;
}

Result<std::optional<FileChange>, Diagnostics> environment_change(const Target& target, const Inventory& inventory,
                                                                  const Exported& exported)
{
  if (auto problems = conflicts(target, exported); problems.has_errors()) {
    return problems;
  }
  std::vector<spec::YamlEdit> edits;
  for (const auto& [alias, id] : exported.aliases) {
    edits.push_back(entry("credentials", alias, credential_entry(inventory, id)));
  }
  for (const auto& name : exported.secrets) {
    edits.push_back(entry("secrets", name, MapBuilder{}.put("env", variable_of_secret(name)).build()));
  }
  for (const auto& [address, id] : exported.adopted) {
    edits.push_back(entry("adopt", address.text(), number(id)));
  }
  if (edits.empty()) {
    return std::optional<FileChange>();
  }
  const auto& document = target.project.layers.at(target.environment.name).environment;
  const auto& files = *target.project.files;
  const auto file = document->root->at.file;
  auto edited =
      spec::edit_yaml(files.text(file), files.path(file), {spec::Kind::environment, target.environment.name}, edits);
  if (!edited) {
    return edited.error();
  }
  return std::optional(FileChange{files.path(file), std::move(edited).value(), false});
}

} // namespace flowsync::exporter
