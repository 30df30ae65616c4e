#include "model/parts.hpp"

#include "model/fields.hpp"

#include <algorithm>
#include <iterator>

namespace flowsync {

bool is_part(std::string_view field)
{
  return field_facts(field).part;
}

bool is_in_part(std::string_view path)
{
  return path.starts_with('/') && is_part(path.substr(1, path.find('/', 1) - 1));
}

std::vector<std::string_view> parts_of(ResourceKind type)
{
  std::vector<std::string_view> parts;
  std::copy_if(k_all_parts.begin(), k_all_parts.end(), std::back_inserter(parts),
               [&](std::string_view part) { return own_field(type, part) != nullptr; });
  return parts;
}

} // namespace flowsync
