#include "importer/environment_edit.hpp"

#include "model/template_text.hpp"
#include "spec/map_builder.hpp"

namespace flowsync::importer {

namespace {

NodePtr tree_of(const CredentialSelector& selector)
{
  spec::MapBuilder map;
  if (selector.id) {
    map.put("id", make_scalar(NodeKind::integer, std::to_string(*selector.id)));
  }
  if (!selector.name.empty()) {
    map.put("name", escape_template(selector.name));
  }
  if (!selector.type.empty()) {
    map.put("type", escape_template(selector.type));
  }
  if (selector.owner) {
    map.put("owner", make_scalar(NodeKind::integer, std::to_string(*selector.owner)));
  }
  return map.build();
}

} // namespace

std::vector<spec::YamlEdit> credential_edits(const std::map<std::string, CredentialSelector>& added)
{
  std::vector<spec::YamlEdit> edits;
  for (const auto& [alias, selector] : added) {
    auto edit = spec::insert_key({"spec", "credentials", alias}, tree_of(selector));
    edit.one_line = true;
    edits.push_back(std::move(edit));
  }
  return edits;
}

std::vector<spec::YamlEdit> adopt_edits(const std::map<Address, ResourceId>& adopted)
{
  std::vector<spec::YamlEdit> edits;
  for (const auto& [address, id] : adopted) {
    edits.push_back(
        spec::set_value({"spec", "adopt", address.text()}, make_scalar(NodeKind::integer, std::to_string(id))));
  }
  return edits;
}

} // namespace flowsync::importer
