#include "nexla/audit.hpp"

#include "base/timestamp.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/paging.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::nexla {

namespace {

std::string who_of(const nlohmann::json& entry)
{
  const auto user = entry.find("user");
  const auto name = user != entry.end() && user->is_object() ? text_of(*user, "full_name") : std::string();
  const auto mail = user != entry.end() && user->is_object() ? text_of(*user, "email") : std::string();
  if (name.empty() || mail.empty()) {
    const auto id = user != entry.end() ? decode_id(*user) : std::nullopt;
    return name.empty() && mail.empty() && id ? fmt::format("user {}", *id) : name + mail;
  }
  return fmt::format("{} <{}>", name, mail);
}

std::set<std::string> fields_of(const nlohmann::json& entry)
{
  std::set<std::string> fields;
  if (const auto changes = entry.find("object_changes"); changes != entry.end() && changes->is_object()) {
    for (const auto& change : changes->items()) {
      fields.insert(change.key());
    }
  }
  return fields;
}

} // namespace

ApiResult<std::optional<std::vector<AuditEntry>>> audit_log(Api& api, ResourceKind type, ResourceId id, WallTime since,
                                                            std::stop_token stop)
{
  const auto day = format_timestamp(since).substr(0, 10);
  const auto reply = api.read(fmt::format("/{}/{}/audit_log", type_path(type), id), fmt::format("from={}", day), stop);
  if (reply.ok()) {
    return std::optional(decode_audit_log(*reply));
  }
  return is_withheld(reply.error())
             ? ApiResult<std::optional<std::vector<AuditEntry>>>(std::optional<std::vector<AuditEntry>>())
             : reply.error();
}

std::vector<AuditEntry> decode_audit_log(const nlohmann::json& body)
{
  std::vector<AuditEntry> entries;
  const auto* const items = page_items(body);
  for (const auto& item : items != nullptr ? *items : nlohmann::json::array()) {
    if (!item.is_object()) {
      continue;
    }
    AuditEntry entry{who_of(item), parse_timestamp(text_of(item, "created_at")), text_of(item, "request_user_agent"),
                     fields_of(item)};
    if (!entry.who.empty()) {
      entries.push_back(std::move(entry));
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const AuditEntry& a, const AuditEntry& b) { return a.at > b.at; });
  return entries;
}

} // namespace flowsync::nexla
