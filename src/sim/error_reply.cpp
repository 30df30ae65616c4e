#include "sim/error_reply.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

std::string_view reason_of(int status)
{
  switch (status) {
  case 400:
    return "Bad Request";
  case 401:
    return "Unauthorized";
  case 403:
    return "Forbidden";
  case 404:
    return "Not Found";
  case 405:
    return "Method Not Allowed";
  case 409:
    return "Conflict";
  case 429:
    return "Too Many Requests";
  case 501:
    return "Not Implemented";
  case 502:
    return "Bad Gateway";
  case 503:
    return "Service Unavailable";
  case 504:
    return "Gateway Timeout";
  default:
    return status >= 500 ? "Internal Server Error" : "Error";
  }
}

json guide_body(const Refusal& refusal, const std::string& request_id, std::int64_t now_ms)
{
  json body{{"error", reason_of(refusal.status())},
            {"error_description", refusal.what()},
            {"timestamp", timestamp(now_ms)},
            {"request_id", request_id},
            {"details", refusal.details()}};
  if (!refusal.code().empty()) {
    body["error_code"] = refusal.code();
  }
  return body;
}

} // namespace

Reply error_reply(const Switches& switches, const Refusal& refusal, const std::string& request_id, std::int64_t now_ms)
{
  Reply reply;
  reply.status = refusal.status();
  const auto shape = switches.at<"error_shape">();
  const bool terse = shape == "terse";
  if (shape == "empty" || (terse && (refusal.status() == 401 || refusal.status() == 404)) ||
      (refusal.status() == 401 && switches.at<"unauthorized_body">() == "empty")) {
    return reply;
  }
  if (shape == "html") {
    reply.content_type = "text/html";
    reply.text =
        fmt::format("<html><body><h1>{} {}</h1></body></html>\n", refusal.status(), reason_of(refusal.status()));
  } else if (terse) {
    reply.body = json::object({{"message", refusal.what()}});
  } else if (shape == "sdk") {
    reply.body = {{"message", refusal.what()}, {"request_id", request_id}};
  } else if (shape == "status") {
    reply.body = {{"status", refusal.status()}, {"message", refusal.what()}};
  } else {
    reply.body = guide_body(refusal, request_id, now_ms);
  }
  return reply;
}

} // namespace flowsync::sim
