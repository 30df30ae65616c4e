#include "plan/unread.hpp"

#include "model/pointer.hpp"
#include "plan/pointer.hpp"

#include <set>

namespace flowsync::plan {

namespace {

using nlohmann::json;

constexpr const char* k_custom = "custom";

std::set<std::string> unread_keys(const PartlyRead& read, const json& shown)
{
  const bool transform = read.field == "transform";
  const bool borrowed = read.live.borrowed.contains(read.field);
  std::set<std::string> keys;
  for (const auto* const side : {&read.wanted, read.applied}) {
    if (side == nullptr || !side->is_object()) {
      continue;
    }
    for (const auto& [key, value] : side->items()) {
      const bool the_only_one = transform && key == "version" && value == 1; // there is no other
      if (!shown.contains(key) && !the_only_one && (borrowed || (transform && key == k_custom))) {
        keys.insert(key);
      }
    }
  }
  return keys;
}

} // namespace

std::vector<std::string> take_unread(const PartlyRead& read,
                                     const std::function<json(const std::string& path, const json& value)>& resolve,
                                     json& shown)
{
  if (!shown.is_object() || !read.wanted.is_object()) {
    return {};
  }
  if (read.field == "transform" && !read.wanted.contains(k_custom)) {
    shown.erase(k_custom);
  }
  std::vector<std::string> paths;
  for (const auto& key : unread_keys(read, shown)) {
    const auto path = pointer_below(pointer_below("", read.field), key);
    const auto* const is = member(&read.wanted, key);
    const auto* const was = member(read.applied, key);
    if (is != nullptr && (!read.recorded || (was != nullptr && *was == *is))) {
      shown[key] = resolve(path, *is); // what was applied may be known by a reference only
    } else if (was != nullptr) {
      shown[key] = *was;
    }
    if (!read.recorded) {
      paths.push_back(path);
    }
  }
  return paths;
}

} // namespace flowsync::plan
