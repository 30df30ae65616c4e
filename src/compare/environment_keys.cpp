#include "compare/environment_keys.hpp"

#include "base/text.hpp"
#include "model/place_keys.hpp"
#include "spec/flow_parts.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace flowsync::compare {

namespace {

template <typename List>
bool holds(const List& list, std::string_view word)
{
  return std::find(list.begin(), list.end(), word) != list.end();
}

const std::string* key_at(const spec::YamlPath& path, std::size_t index)
{
  return index < path.size() ? std::get_if<std::string>(&path[index]) : nullptr;
}

bool is_key(const spec::YamlPath& path, std::size_t index, std::string_view text)
{
  const auto* const key = key_at(path, index);
  return key != nullptr && *key == text;
}

// How many steps lead to a word of a part of the flow, 2 below spec/source, 3 below spec/sinks/KEY; nothing elsewhere.
std::optional<std::size_t> part_depth(const spec::YamlPath& path)
{
  const auto part = spec::part_at("", path);
  return part ? std::optional(spec::place_of(*part).size()) : std::nullopt;
}

// The same of a part that has a connector.
std::optional<std::size_t> connector_depth(const spec::YamlPath& path)
{
  const auto part = spec::part_at("", path);
  return part && !facts(part->kind).type_field.empty() ? part_depth(path) : std::nullopt;
}

// The first step inside of a config.
std::optional<std::size_t> config_start(const spec::YamlPath& path)
{
  const auto depth = connector_depth(path);
  const bool inside = depth && is_key(path, *depth, "config") && path.size() > *depth + 1;
  return inside ? std::optional<std::size_t>(*depth + 1) : std::nullopt;
}

} // namespace

bool is_schedule(const spec::YamlPath& path)
{
  const auto start = config_start(path);
  const auto* const key = start ? key_at(path, path.size() - 1) : nullptr;
  if (key == nullptr) {
    return false;
  }
  const auto words = split(*key, '.');
  return holds(words, "cron");
}

bool is_place(const spec::YamlPath& path)
{
  if (path == spec::YamlPath{std::string("spec"), std::string("nexla_project"), std::string("id")}) {
    return true;
  }
  const auto start = config_start(path);
  const auto* const key = start ? key_at(path, path.size() - 1) : nullptr;
  if (key == nullptr) {
    return false;
  }
  for (auto at = *start; at + 1 < path.size(); ++at) {
    if (is_key(path, at, "mapping")) {
      return false;
    }
  }
  return is_place_key(*key);
}

bool is_credential(const spec::YamlPath& path)
{
  const auto depth = connector_depth(path);
  return depth && path.size() == *depth + 1 && is_key(path, *depth, "credential");
}

bool is_run_state(const spec::YamlPath& path)
{
  const auto steps = path.size();
  const auto depth = part_depth(path).value_or(1); // or of the flow as a whole
  return is_key(path, 0, "spec") && is_key(path, steps - 1, "state") && steps == depth + 1;
}

bool is_environments_own(const spec::YamlPath& path)
{
  return is_schedule(path) || is_place(path) || is_credential(path) || is_run_state(path);
}

} // namespace flowsync::compare
