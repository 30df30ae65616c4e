#include "compare/used_places.hpp"

#include "base/text.hpp"
#include "model/place_keys.hpp"
#include "spec/flow_parts.hpp"

#include <algorithm>

namespace flowsync::compare {

namespace {

std::string word_of(const Node& connector, std::string_view key)
{
  const auto* const value = connector.get(key);
  return value != nullptr && value->is_string() ? value->text() : std::string();
}

// A folder is the same with and without a slash behind it.
std::string without_slash(std::string text)
{
  while (text.size() > 1 && text.ends_with('/')) {
    text.pop_back();
  }
  return text;
}

class PlaceReader
{
public:
  PlaceReader(const Environment& environment, std::vector<UsedPlace>& places)
      : m_environment(environment),
        m_places(places)
  {
  }

  void read(const Node& connector, const Address& address)
  {
    const auto* const config = connector.get("config");
    const auto type = lower(word_of(connector, "type"));
    if (config == nullptr || type.empty()) {
      return;
    }
    const auto& keys = place_keys(type);
    UsedPlace place;
    place.address = address;
    place.connector = type;
    place.alias = word_of(connector, "credential");
    place.reach = keys.reach;
    auto whole = place;
    bool known = true;
    for (const auto key : keys.together) {
      if (const auto* const value = config->get(key)) {
        known = add(whole, key, *value) && known;
      }
    }
    if (known) {
      keep(std::move(whole));
    }
    read_each(*config, keys.each, place);
  }

private:
  // False for a value that nobody knows yet.
  static bool add(UsedPlace& place, std::string_view key, const Node& value)
  {
    if (!value.is_scalar() || value.tombstone || value.kind == NodeKind::null || value.text().empty()) {
      return true;
    }
    if (value.deferred) {
      return false;
    }
    place.parts.emplace_back(key, without_slash(value.text()));
    place.sensitive = place.sensitive || value.sensitive;
    place.at = value.at;
    if (value.provenance) {
      place.variables.insert(place.variables.end(), value.provenance->variables.begin(),
                             value.provenance->variables.end());
    }
    return true;
  }

  void read_each(const Node& config, const std::vector<std::string_view>& keys, const UsedPlace& like)
  {
    if (keys.empty()) {
      return;
    }
    for (const auto& entry : config.entries()) {
      if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) {
        auto place = like;
        if (add(place, entry.key, *entry.value)) {
          keep(std::move(place));
        }
      }
      read_each(*entry.value, keys, like);
    }
    for (const auto& item : config.items()) {
      read_each(*item, keys, like);
    }
  }

  void keep(UsedPlace place)
  {
    if (!place.parts.empty() && !is_meant_shared(place)) {
      m_places.push_back(std::move(place));
    }
  }

  bool is_meant_shared(const UsedPlace& place) const
  {
    const auto& patterns = m_environment.safety.shared_places;
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
      return matches_glob(place.address.text(), pattern) || matches_glob(place.text(), pattern) ||
             std::any_of(place.parts.begin(), place.parts.end(),
                         [&](const auto& part) { return matches_glob(part.second, pattern); });
    });
  }

  const Environment& m_environment;
  std::vector<UsedPlace>& m_places;
};

} // namespace

std::string UsedPlace::text() const
{
  if (sensitive) {
    return "(sensitive)";
  }
  if (parts.size() == 1) {
    return parts.front().second;
  }
  std::string text;
  for (const auto& [key, value] : parts) {
    text += (text.empty() ? "" : " ") + key + "=" + value;
  }
  return text;
}

EnvironmentPlaces used_places(const overlay::Rendered& rendered)
{
  EnvironmentPlaces result;
  result.environment = rendered.environment;
  PlaceReader reader(result.environment, result.places);
  for (const auto& flow : rendered.flows) {
    for (const auto& part : spec::flow_parts(*flow.document)) {
      if (!facts(part.kind).type_field.empty()) {
        reader.read(*part.node, {part.kind, flow.name, part.key});
      }
    }
  }
  return result;
}

} // namespace flowsync::compare
