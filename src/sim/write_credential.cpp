#include "sim/change.hpp"
#include "sim/connectors.hpp"
#include "sim/write_parts.hpp"
#include "sim/writes.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_credential_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both | k_required},
    {"description", FieldType::nullable_text, k_both},
    {"credentials_type", FieldType::text, k_both | k_required},
    {"credentials", FieldType::object, k_both},
    {"auth_template_id", FieldType::integer, k_on_create},
    {"vendor_id", FieldType::integer, k_on_create},
    {"template_config", FieldType::object, k_on_create},
    {"tags", FieldType::array, k_both},
});

} // namespace

ObjectPtr create_credential(Context& context, json body)
{
  check_fields(context, body, k_credential_fields, k_on_create);
  const auto type = connector_named(context, body, "credentials_type", is_credential_type);
  if (!body.contains("vendor_id") && !body.contains("auth_template_id")) {
    require_key(body, "credentials");
  }
  Object object = begin_create(context, Kind::credential, body);
  object.fields["credentials_type"] = type;
  object.fields["verified_status"] = nullptr;
  object.fields["verified_at"] = nullptr;
  copy_fields(object, body, {"template_config", "vendor_id", "auth_template_id"});
  write_tags(context, object, body);
  store_credential_data(object, body.value("credentials", json::object()));
  return keep(context, std::move(object));
}

ObjectPtr update_credential(Context& context, const Object& before, json body)
{
  Object object = begin_update(context, before, body, k_credential_fields, "credentials_type");
  write_tags(context, object, body);
  if (body.contains("credentials")) {
    store_credential_data(object, body["credentials"]);
    object.fields["verified_status"] = nullptr;
    object.fields["verified_at"] = nullptr;
  }
  return keep(context, std::move(object));
}

} // namespace flowsync::sim
