#include "overlay/reposition.hpp"

#include "overlay/scope.hpp"

namespace flowsync::overlay {

namespace {

NodePtr moved(const Node& value, const std::string& name, Position at, const NodePtr& overrides)
{
  auto copy = std::make_shared<Node>(value);
  copy->at = at;
  auto provenance = std::make_shared<Provenance>();
  provenance->overrides = overrides;
  provenance->variables.push_back({name, value.at});
  if (value.provenance) {
    const auto& inner = value.provenance->variables;
    provenance->variables.insert(provenance->variables.end(), inner.begin(), inner.end());
  }
  copy->provenance = std::move(provenance);
  if (auto* const items = std::get_if<std::vector<NodePtr>>(&copy->content); items != nullptr) {
    for (auto& item : *items) {
      item = moved(*item, name, at, nullptr);
    }
  }
  if (auto* const entries = std::get_if<std::vector<Entry>>(&copy->content); entries != nullptr) {
    for (auto& entry : *entries) {
      entry.value = moved(*entry.value, name, at, nullptr);
    }
  }
  return copy;
}

} // namespace

std::size_t weigh(const Node& value)
{
  std::size_t weight = sizeof(Node) + value.text().size();
  for (const auto& item : value.items()) {
    weight += weigh(*item);
  }
  for (const auto& entry : value.entries()) {
    weight += entry.key.size() + weigh(*entry.value);
  }
  return weight;
}

NodePtr place_variable(const Node& value, const std::string& name, const Node& use)
{
  return moved(value, name, use.at, use.provenance ? use.provenance->overrides : nullptr);
}

} // namespace flowsync::overlay
