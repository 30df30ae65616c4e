#include "importer/environment_edit.hpp"

#include "model/template_text.hpp"
#include "spec/map_builder.hpp"
#include "spec/yaml_edit.hpp"

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

Result<std::string, Diagnostics> add_credentials(const std::string& text, const std::string& shown_path,
                                                 const std::map<std::string, CredentialSelector>& added)
{
  if (added.empty()) {
    return text;
  }
  std::vector<spec::YamlEdit> edits;
  for (const auto& [alias, selector] : added) {
    auto edit = spec::insert_key({"spec", "credentials", alias}, tree_of(selector));
    edit.one_line = true;
    edits.push_back(std::move(edit));
  }
  return spec::edit_yaml(text, shown_path, {spec::Kind::environment, ""}, edits);
}

} // namespace flowsync::importer
