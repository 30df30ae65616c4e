#include "nexla/decode_error.hpp"

#include "nexla/decode_value.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

namespace {

// All that it says, each part once: `error` may hold a code and `error_description` the reason.
std::string message_of(const nlohmann::json& body)
{
  std::string message;
  const auto add = [&](const std::string& text) {
    if (message.find(text) == std::string::npos) {
      message += (message.empty() ? "" : ": ") + text;
    }
  };
  for (const auto* const key : {"message", "error", "error_description"}) {
    const auto found = body.find(key);
    if (found != body.end() && found->is_string()) {
      add(found->get<std::string>());
    } else if (found != body.end() && found->is_object()) {
      add(message_of(*found));
    }
  }
  return message;
}

} // namespace

ErrorBody decode_error(const nlohmann::json& body)
{
  ErrorBody result;
  if (body.is_string()) {
    result.message = body.get<std::string>();
  }
  if (!body.is_object()) {
    return result;
  }
  result.message = message_of(body);
  for (const auto* const key : {"details", "errors"}) { // names the fields of a rejected body
    const auto found = body.find(key);
    if (found != body.end() && !found->empty()) {
      const auto text = found->is_string() ? found->get<std::string>()
                                           : found->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      if (result.message.find(text) == std::string::npos) {
        result.message += fmt::format("{}{}", result.message.empty() ? "" : ": ", text);
      }
    }
  }
  result.request_id = text_of(body, "request_id");
  if (const auto seconds = body.find("retry_after"); seconds != body.end() && seconds->is_number()) {
    constexpr double k_most = 1e9;
    const auto value = seconds->get<double>();
    if (value >= 0 && value < k_most) {
      result.retry_after = Duration{static_cast<Duration::rep>(value * 1000)};
    }
  }
  return result;
}

std::optional<int> status_in_body(const nlohmann::json& body)
{
  if (!body.is_object() || body.contains("id")) {
    return std::nullopt;
  }
  for (const auto* const key : {"status", "code"}) {
    if (const auto found = body.find(key); found != body.end()) {
      const auto status = decode_id(*found);
      if (status && *status >= 400 && *status < 600) {
        return static_cast<int>(*status);
      }
    }
  }
  return std::nullopt;
}

} // namespace flowsync::nexla
