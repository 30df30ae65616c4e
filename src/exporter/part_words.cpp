#include "exporter/part_words.hpp"

#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "spec/config_tree.hpp"
#include "spec/map_builder.hpp"

namespace flowsync::exporter {

using nlohmann::json;
using spec::MapBuilder;

namespace {

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

// What is paused, nobody wants to be told of.
NodePtr notification_words(const json& entries)
{
  std::vector<NodePtr> rows;
  for (const auto& [key, state] : entries.items()) {
    const auto blank = key.find(' ');
    if (state == "active" && blank != std::string::npos) {
      rows.push_back(MapBuilder{}
                         .put("event", key.substr(0, blank))
                         .put("channel", spec::spec_text(key.substr(blank + 1)))
                         .build());
    }
  }
  return rows.empty() ? nullptr : make_list(std::move(rows));
}

// What is paused does not let the flow run.
NodePtr trigger_words(const json& entries)
{
  std::vector<NodePtr> rows;
  for (const auto& [after, state] : entries.items()) {
    if (state == "active") {
      rows.push_back(MapBuilder{}.put("after", spec::spec_text(after)).build());
    }
  }
  return rows.empty() ? nullptr : make_list(std::move(rows));
}

NodePtr words_of(std::string_view part, const json& entries, const std::set<std::string>& templates)
{
  if (part == k_notifications_part) {
    return notification_words(entries);
  }
  if (part == k_triggers_part) {
    return trigger_words(entries);
  }
  return part == k_docs_part ? docs_words(entries, templates) : access_words(entries);
}

} // namespace

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

void put_parts(MapBuilder& map, const json& document, const std::set<std::string>& templates)
{
  for (const auto part : k_all_parts) {
    const auto entries = document.find(std::string(part));
    if (entries == document.end()) {
      continue;
    }
    if (auto words = words_of(part, *entries, templates)) {
      map.put(std::string(part), std::move(words));
    }
  }
}

} // namespace flowsync::exporter
