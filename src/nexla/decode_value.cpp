#include "nexla/decode_value.hpp"

#include <charconv>
#include <limits>

namespace flowsync::nexla {

std::optional<ResourceId> decode_id(const nlohmann::json& value)
{
  ResourceId id = 0;
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    id = number <= static_cast<std::uint64_t>(std::numeric_limits<ResourceId>::max()) ? static_cast<ResourceId>(number)
                                                                                      : 0;
  } else if (value.is_number_integer()) {
    id = value.get<ResourceId>();
  } else if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
      return std::nullopt;
    }
  } else if (value.is_object()) {
    const auto found = value.find("id");
    return found != value.end() && !found->is_object() ? decode_id(*found) : std::nullopt;
  }
  return id > 0 ? std::optional(id) : std::nullopt;
}

std::optional<ResourceId> id_of(const nlohmann::json& object, std::string_view key)
{
  const auto found = object.find(std::string(key));
  return found != object.end() ? decode_id(*found) : std::nullopt;
}

std::string text_of(const nlohmann::json& object, std::string_view key)
{
  const auto found = object.find(std::string(key));
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace flowsync::nexla
