#include "state/lock_info.hpp"

#include "base/digest.hpp"
#include "base/timestamp.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace flowsync::state {

namespace {

using Json = nlohmann::json;

// Some servers keep the ID as a UUID.
std::string new_id()
{
  constexpr std::size_t k_bytes = 16;
  const auto hex = random_hex(k_bytes);
  return fmt::format("{}-{}-4{}-a{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3), hex.substr(17, 3),
                     hex.substr(20));
}

std::string text_at(const Json& json, const char* key)
{
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

LockInfo new_lock_info(const Holder& holder)
{
  const auto id = new_id();
  const auto created = holder.started_at.empty() ? format_timestamp(WallTime{}) : holder.started_at;
  const Json json{{"ID", id},
                  {"Operation", holder.what},
                  {"Info", holder_text(holder)},
                  {"Who", holder.host.empty() ? holder.who : fmt::format("{}@{}", holder.who, holder.host)},
                  {"Version", "flowsync"},
                  {"Created", created},
                  {"Path", ""}};
  return {{holder, id}, json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

std::optional<LockInfo> parse_lock_info(std::string_view text)
{
  const auto json = Json::parse(text, nullptr, false);
  const auto id = json.is_object() ? text_at(json, "ID") : std::string();
  if (id.empty()) {
    return std::nullopt;
  }
  auto holder = parse_holder(text_at(json, "Info"));
  if (!holder || holder->id.empty()) {
    holder.emplace();
    holder->what = text_at(json, "Operation");
    holder->who = text_at(json, "Who");
    holder->started_at = text_at(json, "Created");
  }
  return LockInfo{{*std::move(holder), id}, std::string(text)};
}

} // namespace flowsync::state
