#include "spec/flow_parts.hpp"

#include <algorithm>

namespace flowsync::spec {

std::vector<FlowPart> flow_parts(const Node& document)
{
  std::vector<FlowPart> parts;
  const auto* const spec = document.get("spec");
  if (spec == nullptr) {
    return parts;
  }
  for (const auto kind : kinds_in_flow()) {
    const auto* const entry = spec->find(facts(kind).place);
    if (entry == nullptr) {
      continue;
    }
    if (facts(kind).written == SpecPlace::once_in_flow) {
      parts.push_back({kind, "", entry->value});
      continue;
    }
    for (const auto& item : entry->value->items()) {
      const auto* const key = item->get("key");
      parts.push_back({kind, key != nullptr && key->is_scalar() ? key->text() : std::string(), item});
    }
  }
  return parts;
}

NodePtr find_part(const Node& document, const Address& address)
{
  const auto parts = flow_parts(document);
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const FlowPart& part) {
    return part.kind == address.kind && part.key == address.key;
  });
  return found != parts.end() ? found->node : nullptr;
}

std::set<std::string> keys_of_parts(const Node& document, ResourceKind kind)
{
  std::set<std::string> keys;
  for (const auto& part : flow_parts(document)) {
    if (part.kind == kind && !part.key.empty()) {
      keys.insert(part.key);
    }
  }
  return keys;
}

YamlPath place_of(const Address& address)
{
  const auto& kind = facts(address.kind);
  YamlPath path{std::string("spec"), std::string(kind.place)};
  if (kind.written == SpecPlace::often_in_flow) {
    path.emplace_back(address.key);
  }
  return path;
}

std::optional<Address> part_at(const std::string& flow, const YamlPath& path)
{
  const auto key = [&](std::size_t index) {
    const auto* const text = index < path.size() ? std::get_if<std::string>(&path[index]) : nullptr;
    return text != nullptr ? *text : std::string();
  };
  if (key(0) != "spec") {
    return std::nullopt;
  }
  for (const auto kind : kinds_in_flow()) {
    if (key(1) == facts(kind).place) {
      const bool keyed = facts(kind).written == SpecPlace::often_in_flow;
      return !keyed || path.size() > 2 ? std::optional(Address{kind, flow, keyed ? key(2) : ""}) : std::nullopt;
    }
  }
  return std::nullopt;
}

} // namespace flowsync::spec
