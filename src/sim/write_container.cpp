#include "sim/change.hpp"
#include "sim/code_rules.hpp"
#include "sim/own_code.hpp"
#include "sim/write_parts.hpp"
#include "sim/writes.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_container_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both | k_required},
    {"description", FieldType::nullable_text, k_both},
    {"output_type", FieldType::text, k_both | k_required},
    {"reusable", FieldType::boolean, k_both | k_required},
    {"code_type", FieldType::text, k_both | k_required},
    {"code_encoding", FieldType::text, k_both | k_required},
    {"code", FieldType::any, k_both},
    {"resource_type", FieldType::text, k_both},
    {"ai_function_type", FieldType::text, k_both},
    {"tags", FieldType::array, k_both},
    {"custom_config", FieldType::object, k_both},
    {"code_config", FieldType::any, k_both},
    {"repo_type", FieldType::text, k_both},
    {"repo_config", FieldType::any, k_both},
    {"public", FieldType::boolean, k_both},
    {"data_credentials_id", FieldType::integer, k_both},
    {"runtime_data_credentials_id", FieldType::integer, k_both},
});

void store_container(Context& context, Object& object, const json& body)
{
  if (body.value("public", false)) {
    throw Refusal(403, "AUTH_004", "only a super user makes code public");
  }
  if (const auto id = credential_from(context, body); id != 0) {
    object.credential_id = id;
  }
  if (const auto id = id_field(body, "runtime_data_credentials_id"); id != 0) {
    require(context, Kind::credential, id, Role::collaborator);
  }
  copy_fields(object, body,
              {"output_type", "reusable", "code_type", "code_encoding", "code", "resource_type", "ai_function_type",
               "tags", "custom_config", "code_config", "repo_type", "repo_config", "runtime_data_credentials_id"});
  check_container(object.fields);
}

} // namespace

ObjectPtr create_container(Context& context, json body)
{
  check_fields(context, body, k_container_fields, k_on_create);
  Object object = begin_create(context, Kind::container, body);
  object.fields["resource_type"] = "transform";
  store_container(context, object, body);
  return keep(context, std::move(object));
}

ObjectPtr update_container(Context& context, const Object& before, json body)
{
  if (context.switches.at<"container_put">() == "whole") {
    for (const auto* key : {"name", "output_type", "code_type", "code_encoding", "code", "reusable"}) {
      require_key(body, key);
    }
  }
  Object object = begin_update(context, before, body, k_container_fields);
  store_container(context, object, body);
  return keep_container(context, std::move(object));
}

} // namespace flowsync::sim
