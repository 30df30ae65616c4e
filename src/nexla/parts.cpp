#include "nexla/parts.hpp"

#include "model/parts.hpp"
#include "nexla/accessors.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/docs.hpp"
#include "nexla/paging.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

namespace {

// A reusable transform is a code container (API notes B8).
std::string path_of(std::string_view part, ResourceType type, ResourceId id)
{
  const auto of = type == ResourceType::transform ? ResourceType::code_container : type;
  return fmt::format("/{}/{}/{}", type_path(of), id, part == k_access_part ? "accessors" : "docs");
}

} // namespace

ApiResult<Part> read_part(Api& api, std::string_view part, ResourceType type, ResourceId id, const PartNames& names,
                          std::stop_token stop)
{
  const auto reply = api.read(path_of(part, type, id), "", stop);
  if (!reply.ok()) {
    return reply.error();
  }
  return part == k_access_part ? decode_accessors(*reply, names) : decode_docs(*reply);
}

ApiResult<Done> change_part(Api& api, std::string_view part, ResourceType type, ResourceId id, const PartChange& change,
                            const PartNames& names, std::stop_token stop)
{
  const auto path = path_of(part, type, id);
  return part == k_access_part ? change_accessors(api, path, change, names, stop)
                               : change_docs(api, path, change, stop);
}

ApiResult<std::optional<std::map<std::string, ResourceId>>> list_people(Api& api, const std::string& path,
                                                                        const std::string& key, std::stop_token stop)
{
  constexpr std::size_t k_most_pages = 1000;
  std::map<std::string, ResourceId> people;
  for (std::size_t page = 1; page <= k_most_pages; ++page) {
    const auto reply = api.read(path, fmt::format("page={}&per_page=100", page), stop);
    if (!reply.ok()) {
      if (is_withheld(reply.error())) {
        return std::optional<std::map<std::string, ResourceId>>();
      }
      return reply.error();
    }
    const auto before = people.size();
    const auto* const items = page_items(*reply);
    const auto none = nlohmann::json::array();
    for (const auto& item : items != nullptr ? *items : none) {
      const auto id = item.is_object() ? id_of(item, "id") : std::nullopt;
      if (const auto name = id ? text_of(item, key) : std::string(); !name.empty()) {
        people.emplace(name, *id);
      }
    }
    if (people.size() == before) { // an empty page, or the same again
      break;
    }
  }
  return std::optional(std::move(people));
}

} // namespace flowsync::nexla
