#include "plan/secret_memory.hpp"

#include "base/secret_digest.hpp"
#include "model/number_text.hpp"
#include "plan/pointer.hpp"

namespace flowsync::plan {

namespace {

using nlohmann::json;

std::string text_to_digest(const json& value)
{
  return value.is_string() ? value.get<std::string>() : write_json(plain_numbers(value));
}

} // namespace

std::map<std::string, std::string> remembered_secrets(const DesiredResource& desired, const json& document,
                                                      const std::string& salt)
{
  std::map<std::string, std::string> digests;
  for (const auto& path : desired.sensitive) {
    const json::json_pointer place(path);
    if (!salt.empty() && document.is_object() && document.contains(place)) {
      digests[path] = secret_digest(text_to_digest(document.at(place)), salt);
    }
  }
  return digests;
}

std::optional<bool> was_applied(const Record* record, const std::string& path, const json& value)
{
  if (record == nullptr) {
    return std::nullopt;
  }
  std::optional<bool> same;
  for (const auto& [secret, digest] : record->secrets.within(path)) {
    const json::json_pointer place(std::string(secret.substr(path.size())));
    const auto* const found = place.empty()                                    ? &value
                              : value.is_structured() && value.contains(place) ? &value.at(place)
                                                                               : nullptr;
    same = same.value_or(true) && found != nullptr && is_secret_digest_of(digest, text_to_digest(*found));
  }
  return same;
}

} // namespace flowsync::plan
