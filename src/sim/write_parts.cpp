#include "sim/write_parts.hpp"

#include "sim/quartz.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace flowsync::sim {

using nlohmann::json;

namespace {

bool is_secret_key(std::string_view key)
{
  constexpr std::array<std::string_view, 9> k_parts{"password", "secret", "token",      "key",      "passphrase",
                                                    "private",  "cred",   "access_key", "signature"};
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(k_parts.begin(), k_parts.end(),
                     [&](std::string_view part) { return lower.find(part) != std::string::npos; }) &&
         lower != "credentials_type";
}

json without_secrets(const json& value)
{
  if (!value.is_object()) {
    return value;
  }
  json result = json::object();
  for (const auto& [key, element] : value.items()) {
    if (!is_secret_key(key)) {
      result[key] = without_secrets(element);
    }
  }
  return result;
}

} // namespace

Id credential_from(Context& context, const json& body)
{
  Id id = id_field(body, "data_credentials_id");
  const auto inline_form = body.find("data_credentials");
  if (id == 0 && inline_form != body.end()) {
    if (inline_form->is_object() && !inline_form->contains("id")) {
      return create_credential(context, *inline_form)->id;
    }
    id = inline_form->is_object() ? id_field(*inline_form, "id") : id_field(body, "data_credentials");
  }
  if (id == 0) {
    return 0;
  }
  const auto credential = context.world.find(Kind::credential, id);
  if (!credential) {
    throw invalid(fmt::format("data_credentials_id {} was not found", id), "data_credentials_id");
  }
  if (role_of(context, *credential) == Role::none) {
    throw Refusal(403, "AUTH_004", fmt::format("no permission for data_credential {}", id));
  }
  return id;
}

void store_credential_data(Object& credential, const json& data)
{
  credential.fields["credentials_non_secure_data"] = without_secrets(data);
}

void check_cron(const Context& context, const json& config)
{
  const auto cron = config.find("start.cron");
  if (cron == config.end() || cron->is_null()) {
    return;
  }
  if (!cron->is_string()) {
    throw invalid("start.cron must be a string", "start.cron");
  }
  const auto problem = quartz_problem(cron->get_ref<const std::string&>());
  if (problem && context.switches.at<"cron_dialect">() == "quartz") {
    throw invalid(fmt::format("start.cron is not valid: {}", *problem), "start.cron");
  }
}

bool write_status(const Context& context, Object& object, const json& body)
{
  const auto found = body.find("status");
  const auto choice = context.switches.at<"status_in_put">();
  const bool lenient = choice == "refuse" && context.switches.at<"unknown_keys">() == "ignore";
  if (found == body.end() || choice == "ignore" || lenient) {
    return false;
  }
  if (choice == "refuse") {
    throw invalid("property '#/' contains additional properties [\"status\"] outside of the schema", "status");
  }
  if (*found != "ACTIVE" && *found != "PAUSED" && *found != "INIT") {
    throw invalid("status must be ACTIVE, PAUSED or INIT", "status");
  }
  const auto before = object.status;
  object.status = found->get<std::string>();
  return before != object.status;
}

} // namespace flowsync::sim
