#include "sim/connectors.hpp"
#include "sim/fields.hpp"
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
});

} // namespace

ObjectPtr create_credential(Context& context, json body)
{
  check_fields(context, body, k_credential_fields, k_on_create);
  const auto type = body["credentials_type"].get<std::string>();
  check_connector(context, is_credential_type(type), type, body);
  const bool vendor = body.contains("vendor_id") || body.contains("auth_template_id");
  if (!vendor && !body.contains("credentials")) {
    throw invalid("property '#/' did not contain a required property of 'credentials'", "credentials");
  }
  Object object = make_object(context, Kind::credential);
  write_names(context, object, body);
  object.fields["credentials_type"] = type;
  object.fields["verified_status"] = nullptr;
  object.fields["verified_at"] = nullptr;
  copy_fields(object, body, {"template_config", "vendor_id", "auth_template_id"});
  store_credential_data(object, body.value("credentials", json::object()));
  const auto id = object.id;
  context.world.put(std::move(object));
  return context.world.find(Kind::credential, id);
}

ObjectPtr update_credential(Context& context, const Object& before, json body)
{
  check_fields(context, body, k_credential_fields, k_on_update);
  check_fixed_type(context, before, body, "credentials_type");
  Object object = before;
  write_names(context, object, body);
  if (body.contains("credentials")) {
    store_credential_data(object, body["credentials"]);
    object.fields["verified_status"] = nullptr;
    object.fields["verified_at"] = nullptr;
  }
  touch(context, object);
  context.world.put(std::move(object));
  return context.world.find(Kind::credential, before.id);
}

} // namespace flowsync::sim
