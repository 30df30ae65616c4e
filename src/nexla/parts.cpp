#include "nexla/parts.hpp"

#include "model/events.hpp"
#include "model/parts.hpp"
#include "nexla/accessors.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/docs.hpp"
#include "nexla/notifications.hpp"
#include "nexla/rows.hpp"
#include "nexla/triggers.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

namespace {

std::string path_of(std::string_view part, const LiveKey& key)
{
  const auto& [type, id] = key;
  if (part == k_notifications_part) {
    return fmt::format("/notification_settings/{}/{}", notified_type(type), id);
  }
  // A reusable transform is a code container (API notes B8).
  const auto of = type == ResourceKind::transform ? ResourceKind::code : type;
  return fmt::format("/{}/{}/{}", type_path(of), id, part == k_access_part ? "accessors" : "docs");
}

} // namespace

ApiResult<Part> read_part(Api& api, std::string_view part, const LiveKey& of, const PartNames& names,
                          std::stop_token stop)
{
  if (part == k_triggers_part) {
    return read_triggers(api, of, names, stop);
  }
  const auto path = path_of(part, of);
  if (part == k_notifications_part) {
    return read_notifications(api, path, names, stop);
  }
  const auto reply = api.read(path, "", stop);
  if (!reply.ok()) {
    return reply.error();
  }
  return part == k_access_part ? decode_accessors(*reply, names) : decode_docs(*reply);
}

ApiResult<Done> change_part(Api& api, std::string_view part, const LiveKey& of, const PartChange& change,
                            const PartNames& names, std::stop_token stop)
{
  if (part == k_triggers_part) {
    return change_triggers(api, of, change, names, stop);
  }
  const auto path = path_of(part, of);
  if (part == k_notifications_part) {
    return change_notifications(api, path, of, change, names, stop);
  }
  return part == k_access_part ? change_accessors(api, path, change, names, stop)
                               : change_docs(api, path, change, stop);
}

ApiResult<std::optional<std::map<std::string, ResourceId>>> list_people(Api& api, const std::string& path,
                                                                        const std::string& key, std::stop_token stop)
{
  const auto rows = read_rows(api, path, stop);
  if (!rows.ok()) {
    if (is_withheld(rows.error())) {
      return std::optional<std::map<std::string, ResourceId>>();
    }
    return rows.error();
  }
  std::map<std::string, ResourceId> people;
  for (const auto& row : *rows) {
    if (const auto name = text_of(row, key); !name.empty()) {
      people.emplace(name, id_of(row, "id").value_or(0));
    }
  }
  return std::optional(std::move(people));
}

} // namespace flowsync::nexla
