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

Object own_container(Context& context, const Object& owner, const std::string& name)
{
  const auto existing = owner.container_id == 0 ? nullptr : context.world.find(Kind::container, owner.container_id);
  if (existing && existing->field("reusable") == false && existing->field("owner_node_id") == owner.node_id) {
    Object container = *existing;
    touch(context, container);
    return container;
  }
  Object container = make_object(context, Kind::container);
  container.owner_id = owner.owner_id;
  container.org_id = owner.org_id;
  container.name = name;
  container.fields["reusable"] = false;
  container.fields["owner_node_id"] = owner.node_id;
  return container;
}

bool has_custom_operation(const json& operations)
{
  return operations.is_array() && std::any_of(operations.begin(), operations.end(), [](const json& operation) {
           return operation.is_object() && operation.value("operation", json()) == "nexla.custom";
         });
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

void store_transform(Context& context, Object& owner, const json& transform)
{
  Object container = own_container(context, owner, fmt::format("Data set {} (Transform)", owner.id));
  const auto operations =
      transform.is_object() && transform.contains("transforms") ? transform["transforms"] : transform;
  container.fields["resource_type"] = "transform";
  container.fields["output_type"] = "record";
  container.fields["code_type"] = has_custom_operation(operations) ? "jolt_custom" : "jolt_standard";
  container.fields["code_encoding"] = "none";
  container.fields["code"] = operations;
  container.fields["data_set_id"] = owner.id;
  owner.container_id = container.id;
  owner.fields["transform"] = transform;
  context.world.put(std::move(container));
}

void store_code(Context& context, Object& owner, const json& code_container)
{
  Object container = own_container(context, owner, fmt::format("Data source {} (Code)", owner.id));
  container.fields["resource_type"] = "source";
  container.fields["output_type"] = "custom";
  container.fields["code_encoding"] = "none";
  container.fields["repo_type"] = "embedded";
  for (const auto* name : {"code", "resource_type", "code_type", "code_encoding", "code_config", "custom_config",
                           "repo_type", "repo_config"}) {
    if (code_container.contains(name)) {
      container.fields[name] = code_container[name];
    }
  }
  if (code_container.value("name", json()).is_string()) {
    container.name = code_container["name"].get<std::string>();
  }
  if (code_container.value("description", json()).is_string()) {
    container.description = code_container["description"].get<std::string>();
  }
  owner.container_id = container.id;
  context.world.put(std::move(container));
}

void drop_own_container(Context& context, Object& owner)
{
  const auto container = owner.container_id == 0 ? nullptr : context.world.find(Kind::container, owner.container_id);
  if (container && container->field("reusable") == false && container->field("owner_node_id") == owner.node_id) {
    context.world.erase(Kind::container, container->id);
  }
  owner.container_id = 0;
}

void check_fixed_type(const Context& context, const Object& object, const json& body, const char* name)
{
  const auto found = body.find(name);
  if (found != body.end() && *found != object.field(name) && context.switches.is("type_update", "refused")) {
    throw invalid(fmt::format("{} cannot be changed", name), name);
  }
}

void check_connector(const Context& context, bool known, const std::string& type, const json& body)
{
  const bool vendor =
      body.contains("vendor_endpoint_id") || body.contains("vendor_id") || body.contains("auth_template_id");
  if (!known && !vendor && context.switches.is("unknown_connectors", "refuse")) {
    throw invalid(fmt::format("'{}' is not a connector that can be used here", type));
  }
}

void check_cron(const json& config)
{
  const auto cron = config.find("start.cron");
  if (cron == config.end() || cron->is_null()) {
    return;
  }
  if (!cron->is_string()) {
    throw invalid("start.cron must be a string", "start.cron");
  }
  if (const auto problem = quartz_problem(cron->get_ref<const std::string&>())) {
    throw invalid(fmt::format("start.cron is not valid: {}", *problem), "start.cron");
  }
}

bool write_status(const Context& context, Object& object, const json& body)
{
  const auto found = body.find("status");
  const auto& choice = context.switches.get("status_in_put");
  const bool lenient = choice == "refuse" && context.switches.is("unknown_keys", "ignore");
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
