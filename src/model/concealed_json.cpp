#include "model/concealed_json.hpp"

#include "base/withheld.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace flowsync {

namespace {

bool is_field_name(const std::string& key)
{
  return std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '.'; });
}

} // namespace

nlohmann::json concealed(nlohmann::json value)
{
  if (value.is_object()) {
    auto result = nlohmann::json::object();
    for (auto& [key, item] : value.items()) {
      result[is_field_name(key) ? key : withheld().conceal(key)] = concealed(std::move(item));
    }
    return result;
  }
  if (value.is_array()) {
    for (auto& item : value) {
      item = concealed(std::move(item));
    }
  } else if (value.is_string()) {
    value = withheld().conceal(value.get_ref<const std::string&>());
  }
  return value;
}

} // namespace flowsync
