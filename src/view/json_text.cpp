#include "view/json_text.hpp"

namespace flowsync::view {

std::string json_text(const nlohmann::json& document)
{
  return document.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + '\n';
}

std::string json_text(const nlohmann::ordered_json& document)
{
  return document.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

} // namespace flowsync::view
