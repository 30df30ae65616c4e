#include "sim/replies.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

Refusal no_path(const Request& request)
{
  return Refusal(404, "", fmt::format("there is no {} {}", request.method, request.path));
}

Reply deleted(const Context& context)
{
  const auto mode = context.switches.at<"delete_reply">();
  if (mode == "object") {
    return ok({{"code", "200"}, {"message", "Ok"}});
  }
  if (mode == "number") {
    return ok({{"code", 200}, {"message", "Ok"}});
  }
  if (mode == "word") {
    return ok({{"code", "OK"}, {"message", "Ok"}});
  }
  Reply reply;
  reply.status = mode == "204" ? 204 : 200;
  return reply;
}

Reply limits()
{
  const auto window = [](std::int64_t most) {
    json result;
    for (const auto* weight : {"common", "light", "medium", "high"}) {
      result[weight] = {{"limit", most}, {"count", 0}};
    }
    return result;
  };
  return ok({{"second", window(1000)}, {"day", window(1000000)}});
}

Reply probe(Context& context, const Object& credential)
{
  Object checked = credential;
  checked.fields["verified_status"] = "VERIFIED";
  checked.fields["verified_at"] = timestamp(context.now_ms);
  context.world.put(std::move(checked));
  const auto mode = context.switches.at<"probe_body">();
  if (mode == "object") {
    return ok({{"status", "ok"}, {"message", "Ok"}, {"connection_type", credential.field("credentials_type")}});
  }
  Reply reply;
  reply.content_type = "text/plain";
  reply.text = mode == "text" ? "Ok" : "";
  return reply;
}

} // namespace flowsync::sim
