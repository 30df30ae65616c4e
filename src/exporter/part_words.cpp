#include "exporter/part_words.hpp"

#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "spec/config_tree.hpp"
#include "spec/map_builder.hpp"

namespace flowsync::exporter {

using nlohmann::json;
using spec::MapBuilder;

json part_entries(const LiveResource& live, std::string_view part)
{
  const auto found = live.body.find(std::string(part));
  auto entries = json::object();
  if (found == live.body.end() || !found->is_object()) {
    return entries;
  }
  const auto path = pointer_below("", std::string(part));
  for (const auto& [key, value] : found->items()) {
    if (!live.irremovable.contains(pointer_below(path, key))) {
      entries[key] = value;
    }
  }
  return entries;
}

NodePtr access_words(const json& entries)
{
  std::vector<NodePtr> rows;
  for (const auto& [key, role] : entries.items()) {
    const auto blank = key.find(' ');
    MapBuilder row;
    if (blank == std::string::npos) {
      row.put("org", make_scalar(NodeKind::boolean, "true"));
    } else {
      row.put(key.substr(0, blank), spec::spec_text(key.substr(blank + 1)));
    }
    rows.push_back(row.put("role", spec::spec_text(role.get<std::string>())).build());
  }
  return make_list(std::move(rows));
}

NodePtr docs_words(const json& entries, const std::set<std::string>& templates)
{
  std::vector<NodePtr> docs;
  for (const auto& [name, text] : entries.items()) {
    const bool refers = templates.contains(pointer_below(pointer_below("", std::string(k_docs_part)), name));
    docs.push_back(MapBuilder{}
                       .put("name", spec::spec_text(name))
                       .put("text", refers ? from_json(text, {""}) : spec::spec_text(text.get<std::string>()))
                       .build());
  }
  return make_list(std::move(docs));
}

} // namespace flowsync::exporter
