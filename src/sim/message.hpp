#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::sim {

// A request as the handlers see it: no sockets, no header but the one they need.
struct Request
{
  std::string method; // upper case
  std::string path;   // decoded, begins with '/'
  std::map<std::string, std::string> query;
  std::string authorization; // the Authorization header as sent; empty without one
  std::string body;
  std::string agent{}; // the User-Agent header

  // The value of a query parameter, or nothing.
  std::optional<std::string> parameter(std::string_view name) const;
  // True for "1", "true" and Python's "True" (the flags all, full_tree, expand, flows_only are written all ways).
  bool flag(std::string_view name) const;
};

// What a handler answers. Without `body` the text is sent as it is.
struct Reply
{
  int status = 200;
  std::optional<nlohmann::json> body;
  std::string text;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;

  // The bytes of the reply body. Invalid UTF-8 is replaced, never thrown about.
  std::string content() const;
};

// An answer with this body, status 200.
Reply ok(nlohmann::json body);

// Thrown by handlers: the request is refused and nothing of it stays. `code` is one of the documented error codes
// (API notes A3) or empty; `details` is null or an object that names fields.
class Refusal : public std::runtime_error
{
public:
  Refusal(int status, std::string code, const std::string& message, nlohmann::json details = nullptr)
      : std::runtime_error(message),
        m_status(status),
        m_code(std::move(code)),
        m_details(std::move(details))
  {
  }

  int status() const { return m_status; }
  const std::string& code() const { return m_code; }
  const nlohmann::json& details() const { return m_details; }

private:
  int m_status;
  std::string m_code;
  nlohmann::json m_details;
};

// 400 with VAL_001; `field` may be empty.
Refusal invalid(const std::string& message, const std::string& field = {});

// Parses a request body that must be a JSON object; an empty body reads as {}. Throws Refusal 400 for anything else,
// also for nesting deeper than 200 and for numbers that are out of range.
nlohmann::json parse_object(const std::string& text);

// "/data_sources/12/activate" -> {"data_sources", "12", "activate"}.
std::vector<std::string> path_segments(std::string_view path);

// Reads a positive decimal number; nothing for anything else.
std::optional<std::int64_t> parse_id(std::string_view text);

} // namespace flowsync::sim
