#include "sim/request_log.hpp"

#include "sim/context.hpp"
#include "sim/faults.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr std::size_t k_most_entries = 20000;
constexpr std::size_t k_longest_body = 16384;

void redact(json& value)
{
  if (!value.is_structured()) {
    return;
  }
  for (auto& [key, element] : value.items()) {
    if (key == "credentials" || key == "access_token") {
      element = "(not logged)";
    } else {
      redact(element);
    }
  }
}

std::string kept(const std::string& body)
{
  if (body.find("\"credentials\"") != std::string::npos || body.find("\"access_token\"") != std::string::npos) {
    auto value = json::parse(body, nullptr, false);
    if (value.is_discarded()) {
      return "(not logged)";
    }
    redact(value);
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, k_longest_body);
  }
  return body.substr(0, k_longest_body);
}

// Bodies show as JSON where they are, as text otherwise.
json shown(const std::string& body)
{
  if (body.empty()) {
    return nullptr;
  }
  auto value = json::parse(body, nullptr, false);
  return value.is_discarded() ? json(body) : value;
}

} // namespace

void RequestLog::add(const Request& request, int status, const std::string& content, const std::string& request_id,
                     std::int64_t now_ms, const std::string& fate)
{
  ++m_total;
  m_mutating += is_mutating(request) ? 1U : 0U;
  m_entries.push_back({m_total, now_ms, request.method, request.path, request.query, status, request_id, fate,
                       kept(request.body), kept(content)});
  if (m_entries.size() > k_most_entries) {
    m_entries.pop_front();
  }
}

void RequestLog::clear()
{
  m_entries.clear();
  m_total = 0;
  m_mutating = 0;
}

json RequestLog::to_json() const
{
  json entries = json::array();
  for (const auto& entry : m_entries) {
    entries.push_back({{"n", entry.number},
                       {"at", timestamp(entry.at_ms)},
                       {"method", entry.method},
                       {"path", entry.path},
                       {"query", entry.query},
                       {"status", entry.status},
                       {"request_id", entry.request_id},
                       {"fate", entry.fate},
                       {"request", shown(entry.request)},
                       {"reply", shown(entry.reply)}});
  }
  return {{"total", m_total}, {"mutating", m_mutating}, {"entries", std::move(entries)}};
}

} // namespace flowsync::sim
