#include "sim/writes.hpp"

namespace flowsync::sim {

using nlohmann::json;

ObjectPtr create(Context& context, Kind kind, json body)
{
  switch (kind) {
  case Kind::credential:
    return create_credential(context, std::move(body));
  case Kind::source:
    return create_source(context, std::move(body));
  case Kind::set:
    return create_set(context, std::move(body));
  case Kind::sink:
    return create_sink(context, std::move(body));
  case Kind::project:
    return create_project(context, std::move(body));
  case Kind::container:
    return create_container(context, std::move(body));
  case Kind::map:
    return create_map(context, std::move(body));
  case Kind::channel:
    return create_channel(context, std::move(body));
  case Kind::notification:
    return create_notification(context, std::move(body));
  case Kind::trigger:
    return create_trigger(context, std::move(body));
  case Kind::doc:
    break; // with the others of its nexset
  }
  return nullptr;
}

ObjectPtr update(Context& context, const Object& before, json body)
{
  const auto strict = context.switches.at<"strict_pause">();
  const bool only_config = strict == "source_config";
  if (only_config && before.kind == Kind::source && is_running(before) && body.contains("source_config")) {
    throw still_active(before, 405, "its source_config is changed");
  }
  if (strict != "off" && !only_config && is_resource(before.kind) && is_running(before)) {
    throw still_active(before, strict == "400" ? 400 : 405, "it is changed");
  }
  switch (before.kind) {
  case Kind::credential:
    return update_credential(context, before, std::move(body));
  case Kind::source:
    return update_source(context, before, std::move(body));
  case Kind::set:
    return update_set(context, before, std::move(body));
  case Kind::sink:
    return update_sink(context, before, std::move(body));
  case Kind::project:
    return update_project(context, before, std::move(body));
  case Kind::container:
    return update_container(context, before, std::move(body));
  case Kind::map:
    return update_map(context, before, std::move(body));
  case Kind::channel:
    return update_channel(context, before, std::move(body));
  case Kind::notification:
    return update_notification(context, before, std::move(body));
  case Kind::trigger:
  case Kind::doc:
    break; // has no PUT
  }
  return nullptr;
}

} // namespace flowsync::sim
