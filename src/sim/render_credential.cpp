#include "sim/render.hpp"

namespace flowsync::sim {

using nlohmann::json;

json render_credential(const Context& context, const Object& object, View view)
{
  json reply = common_fields(context, object);
  const auto type = object.text("credentials_type");
  reply["credentials_version"] = "1";
  reply["credentials_type"] = type;
  reply["connector"] = connector_of(type);
  reply["verified_status"] = object.field("verified_status");
  reply["verified_at"] = object.field("verified_at");
  if (view == View::list) {
    add_vendor(reply, object, type);
    reply.erase("vendor_endpoint"); // a field of sources and sinks
    reply.erase("has_template");
    reply["template_config"] = object.field("template_config");
    return reply;
  }
  reply["managed"] = false;
  reply["api_keys"] = json::array();
  const auto& readable = object.field("credentials_non_secure_data");
  reply["credentials_non_secure_data"] = readable.is_null() ? json::object() : readable;
  reply["tags"] = tags_of(object);
  return reply;
}

} // namespace flowsync::sim
