#include "nexla/parse_json.hpp"

#include "base/text.hpp"

namespace flowsync::nexla {

namespace {

// Flow trees nest by two levels per generation of nexsets; beyond this, recursive code would run out of stack.
constexpr std::size_t k_deepest = 1000;

bool is_too_deep(std::string_view body)
{
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (quoted) {
      i += c == '\\' ? 1U : 0U;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > k_deepest) {
        return true;
      }
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

} // namespace

ParsedJson parse_json(std::string_view body)
{
  using Problem = ParsedJson::Problem;
  body = trim(body);
  if (body.empty()) {
    return {};
  }
  if (body.front() == '<') {
    return {nullptr, Problem::html};
  }
  if (is_too_deep(body)) {
    return {nullptr, Problem::other};
  }
  try {
    return {nlohmann::json::parse(body), Problem::none};
  } catch (const nlohmann::json::parse_error& error) {
    return {nullptr, error.byte > body.size() ? Problem::cut_short : Problem::other};
  } catch (const nlohmann::json::exception&) { // a number out of range
    return {nullptr, Problem::other};
  }
}

} // namespace flowsync::nexla
