#include "model/parts.hpp"

#include "model/fields.hpp"

namespace flowsync {

bool is_part(std::string_view field)
{
  return field_facts(field).part;
}

bool is_in_part(std::string_view path)
{
  return path.starts_with('/') && is_part(path.substr(1, path.find('/', 1) - 1));
}

std::vector<std::string_view> parts_of(ResourceType type)
{
  return type == ResourceType::data_set ? std::vector{k_access_part, k_docs_part} : std::vector{k_access_part};
}

} // namespace flowsync
