#include "view/json_text.hpp"

#include "base/log_commands.hpp"

namespace flowsync::view {

namespace {

// What a runner of CI jobs would obey in the middle of a line, written so that it means the same and is not a command.
std::string without_commands(const std::string& text)
{
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    result += completes_command(result, c) ? std::string("\\u005b") : std::string(1, c);
  }
  return result;
}

} // namespace

std::string json_text(const nlohmann::json& document)
{
  return without_commands(document.dump(2, ' ', true, nlohmann::json::error_handler_t::replace)) + '\n';
}

std::string json_text(const nlohmann::ordered_json& document)
{
  return without_commands(document.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace)) + '\n';
}

} // namespace flowsync::view
