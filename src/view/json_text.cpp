#include "view/json_text.hpp"

#include "base/log_commands.hpp"
#include "model/number_text.hpp"

namespace flowsync::view {

namespace {

// What a runner of CI jobs would obey in the middle of a line, written so that it means the same and is not a command.
std::string without_commands(const std::string& text)
{
  std::string result;
  result.reserve(text.size() + 1);
  std::size_t said = 0;
  for (auto at = text.find('['); at != std::string::npos; at = text.find('[', at + 1)) {
    if (completes_command(std::string_view(text).substr(0, at), '[')) {
      result.append(text, said, at - said);
      result += "\\u005b";
      said = at + 1;
    }
  }
  return result.append(text, said, std::string::npos);
}

} // namespace

std::string json_text(const nlohmann::json& document)
{
  return without_commands(write_json(document, 2, true)) + '\n';
}

std::string json_text(const nlohmann::ordered_json& document)
{
  return without_commands(write_json(document, 2, true)) + '\n';
}

nlohmann::ordered_json object_for(std::size_t keys)
{
  auto object = nlohmann::ordered_json::object();
  object.get_ref<nlohmann::ordered_json::object_t&>().reserve(keys);
  return object;
}

} // namespace flowsync::view
