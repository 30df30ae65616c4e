#include "sim/writes.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

Refusal not_served(Kind kind)
{
  return Refusal(501, "", fmt::format("the simulator only reads {} so far", path_of(kind)));
}

} // namespace

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
  case Kind::map:
    break;
  }
  throw not_served(kind);
}

ObjectPtr update(Context& context, const Object& before, json body)
{
  const auto& strict = context.switches.get("strict_pause");
  if (strict != "off" && is_running(before)) {
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
  case Kind::map:
    break;
  }
  throw not_served(before.kind);
}

} // namespace flowsync::sim
