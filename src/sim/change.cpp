#include "sim/change.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

std::string connector_named(const Context& context, const json& body, const char* key,
                            bool (*is_known)(std::string_view))
{
  auto type = body.at(key).get<std::string>();
  const bool vendor =
      body.contains("vendor_endpoint_id") || body.contains("vendor_id") || body.contains("auth_template_id");
  if (!is_known(type) && !vendor && context.switches.at<"unknown_connectors">() == "refuse") {
    throw invalid(fmt::format("'{}' is not a connector that can be used here", type));
  }
  return type;
}

Object begin_create(Context& context, Kind kind, const json& body)
{
  Object object = make_object(context, kind);
  write_names(context, object, body);
  return object;
}

Object begin_update(const Context& context, const Object& before, json& body, std::span<const FieldRule> rules,
                    const char* type_key)
{
  check_fields(context, body, rules, k_on_update);
  const auto type = type_key == nullptr ? body.end() : body.find(type_key);
  if (type != body.end() && *type != before.field(type_key) && context.switches.at<"type_update">() == "refused") {
    throw invalid(fmt::format("{} cannot be changed", type_key), type_key);
  }
  Object object = before;
  write_names(context, object, body);
  touch(context, object);
  return object;
}

ObjectPtr keep(Context& context, Object object)
{
  const Ref ref{object.kind, object.id};
  context.world.put(std::move(object));
  return context.world.find(ref);
}

} // namespace flowsync::sim
