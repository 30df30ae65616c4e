#include "exporter/lookup_document.hpp"

#include "spec/map_builder.hpp"

#include <algorithm>

namespace flowsync::exporter {

const LiveResource* lookup_of_sink(const Inventory& inventory, const LiveResource& sink)
{
  const auto maps = inventory.resources.find(ResourceKind::lookup);
  if (maps == inventory.resources.end()) {
    return nullptr;
  }
  const auto found = std::find_if(maps->second.begin(), maps->second.end(),
                                  [&](const auto& map) { return map.second.sink_id == sink.id; });
  return found != maps->second.end() ? &found->second : nullptr;
}

NodePtr lookup_words(const LiveResource& map, const spec::NameSecret& name_secret)
{
  spec::MapBuilder words;
  if (!map.name.empty()) {
    words.put("name", spec::spec_text(map.name));
  }
  const auto key = map.body.find("map_primary_key");
  if (key != map.body.end() && key->is_string()) {
    words.put("primary_key", spec::spec_text(key->get<std::string>()));
  }
  const auto defaults = map.body.find("data_defaults");
  const bool has_defaults = defaults != map.body.end() && defaults->is_object() && !defaults->empty();
  const auto emit = map.body.find("emit_data_default");
  if (emit != map.body.end() && emit->is_boolean() && *emit != has_defaults) {
    words.put("emit_defaults", from_json(*emit));
  }
  if (has_defaults) {
    words.put("defaults", spec::spec_config(*from_json(*defaults), name_secret));
  }
  return words.build();
}

} // namespace flowsync::exporter
