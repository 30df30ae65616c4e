#include "plan/pointer.hpp"

namespace flowsync::plan {

std::string first_segment(std::string_view path)
{
  std::string segment;
  for (std::size_t i = 1; i < path.size() && path[i] != '/'; ++i) {
    if (path[i] == '~' && i + 1 < path.size()) {
      ++i;
      segment += path[i] == '0' ? '~' : '/';
    } else {
      segment += path[i];
    }
  }
  return segment;
}

const nlohmann::json* member(const nlohmann::json* value, const std::string& key)
{
  if (value == nullptr || !value->is_object()) {
    return nullptr;
  }
  const auto found = value->find(key);
  return found != value->end() ? &*found : nullptr;
}

} // namespace flowsync::plan
