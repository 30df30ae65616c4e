#include "exporter/lookup_document.hpp"

#include "base/text.hpp"
#include "spec/config_tree.hpp"
#include "spec/map_builder.hpp"

namespace flowsync::exporter {

namespace {

using nlohmann::json;

// An id that replies hold as a number or as text (API notes G27).
std::string id_text(const json& body, const char* key)
{
  const auto found = body.find(key);
  if (found == body.end() || found->is_null()) {
    return {};
  }
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string text_at(const json& body, const char* key)
{
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

bool is_dynamic_map(const LiveResource& map)
{
  const auto sink = id_text(map.body, "data_sink_id");
  return !sink.empty() && sink != "0";
}

const LiveResource* lookup_of_sink(const Inventory& inventory, const LiveResource& sink)
{
  const auto maps = inventory.resources.find(ResourceType::data_map);
  if (maps == inventory.resources.end()) {
    return nullptr;
  }
  const auto own = id_text(sink.body, "data_map_id");
  for (const auto& [id, map] : maps->second) {
    if (std::to_string(id) == own || id_text(map.body, "data_sink_id") == std::to_string(sink.id)) {
      return &map;
    }
  }
  return nullptr;
}

NodePtr lookup_words(const LiveResource& map)
{
  spec::MapBuilder words;
  if (!map.name.empty()) {
    words.put("name", spec::spec_text(map.name));
  }
  if (const auto key = text_at(map.body, "map_primary_key"); !key.empty()) {
    words.put("primary_key", spec::spec_text(key));
  }
  return words.build();
}

} // namespace flowsync::exporter
