#include "sim/message.hpp"

#include <charconv>

namespace flowsync::sim {

using nlohmann::json;

std::optional<std::string> Request::parameter(std::string_view name) const
{
  const auto found = query.find(std::string(name));
  if (found == query.end()) {
    return std::nullopt;
  }
  return found->second;
}

bool Request::flag(std::string_view name) const
{
  const auto value = parameter(name);
  return value && (*value == "1" || *value == "true" || *value == "True");
}

Reply ok(nlohmann::json body)
{
  Reply reply;
  reply.body = std::move(body);
  return reply;
}

std::string Reply::content() const
{
  return body ? body->dump(-1, ' ', false, json::error_handler_t::replace) : text;
}

Refusal invalid(const std::string& message, const std::string& field)
{
  json details = nullptr;
  if (!field.empty()) {
    details = json::object({{field, message}});
  }
  return Refusal(400, "VAL_001", message, details);
}

json parse_object(const std::string& text)
{
  if (text.empty()) {
    return json::object();
  }
  constexpr int k_deepest = 200;
  const auto guard = [](int depth, json::parse_event_t, json&) {
    if (depth > k_deepest) {
      throw invalid("the body is nested too deeply");
    }
    return true;
  };
  json body;
  try {
    body = json::parse(text, guard);
  } catch (const json::exception&) { // not JSON, or a number that none can hold
    throw invalid("the body is not valid JSON");
  }
  if (!body.is_object()) {
    throw invalid("the body must be a JSON object");
  }
  return body;
}

std::vector<std::string> path_segments(std::string_view path)
{
  std::vector<std::string> segments;
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (!part.empty()) {
      segments.emplace_back(part);
    }
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return segments;
}

std::optional<std::int64_t> parse_id(std::string_view text)
{
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value <= 0) {
    return std::nullopt;
  }
  return value;
}

} // namespace flowsync::sim
