#include "plan/list_pairs.hpp"

#include <algorithm>
#include <set>

namespace flowsync::plan {

namespace {

using nlohmann::json;

bool all_maps(const json& list)
{
  return list.is_array() && std::all_of(list.begin(), list.end(), [](const json& item) { return item.is_object(); });
}

// Whether every element is a map with a `key` that no other element has.
bool is_keyed(const json& list)
{
  std::set<json> keys;
  return all_maps(list) && std::all_of(list.begin(), list.end(), [&](const json& item) {
           const auto key = item.find("key");
           return key != item.end() && key->is_string() && keys.insert(*key).second;
         });
}

} // namespace

std::optional<std::size_t> counterpart(const json& list, std::size_t index, const json& other)
{
  if (!all_maps(list) || !all_maps(other) || index >= list.size()) {
    return std::nullopt;
  }
  if (is_keyed(list) && is_keyed(other)) {
    for (std::size_t i = 0; i < other.size(); ++i) {
      if (other[i]["key"] == list[index]["key"]) {
        return i;
      }
    }
    return std::nullopt;
  }
  return list.size() == other.size() ? std::optional(index) : std::nullopt;
}

bool pairs_up(const json& a, const json& b)
{
  if (!all_maps(a) || !all_maps(b) || a.size() != b.size() || a.empty()) {
    return false;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (counterpart(a, i, b) != i) {
      return false;
    }
  }
  return true;
}

} // namespace flowsync::plan
