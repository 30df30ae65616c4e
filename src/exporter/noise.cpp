#include "exporter/noise.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace flowsync::exporter {

namespace {

using nlohmann::json;

struct Default
{
  std::string_view key;
  std::string_view value; // as text; configs hold numbers and booleans as such or as text (API notes B2)
};

constexpr std::array k_source_defaults{
    Default{"csv.delimiter", ","},
    Default{"mode", "none"},
    Default{"commit.on.read", "false"},
    Default{"cdc.enabled", "false"},
    Default{"cdc.snapshot.enabled", "false"},
    Default{"cdc.capture.delete", "false"},
};
constexpr std::array k_sink_defaults{
    Default{"csv.delimiter", ","},
    Default{"upsert.nulls", "true"},
    Default{"max.file.size.mb", "4096"},
    Default{"output.dir.name.pattern", "{YYYY}/{MM}/{dd}"},
    Default{"content.type", "application/json"},
    Default{"body.template", "{message.json}"},
};
constexpr std::array k_iteration_defaults{
    Default{"date.format", "yyyy-MM-dd"},
    Default{"date.time.unit", "dd"},
};

std::string text_of(const json& value)
{
  return value.is_string() ? value.get<std::string>() : value.is_primitive() ? value.dump() : std::string();
}

template <typename Table>
void drop(json& map, const Table& defaults)
{
  for (const auto& [key, value] : defaults) {
    const auto found = map.find(key);
    if (found != map.end() && text_of(*found) == value) {
      map.erase(found);
    }
  }
}

} // namespace

json without_noise(ResourceKind type, const std::string& kind, json config)
{
  if (!config.is_object()) {
    return config;
  }
  if (type == ResourceKind::sink) {
    if (const auto repeated = config.find("sink_type");
        repeated != config.end() && lower(text_of(*repeated)) == lower(kind)) {
      config.erase(repeated);
    }
    config.erase("ingest.datasource.id");
    drop(config, k_sink_defaults);
    return config;
  }
  drop(config, k_source_defaults);
  if (const auto iterations = config.find("rest.iterations"); iterations != config.end() && iterations->is_array()) {
    for (auto& iteration : *iterations) {
      if (iteration.is_object()) {
        drop(iteration, k_iteration_defaults);
      }
    }
  }
  return config;
}

} // namespace flowsync::exporter
