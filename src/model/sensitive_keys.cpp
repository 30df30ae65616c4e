#include "model/sensitive_keys.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "model/number_text.hpp"
#include "model/parts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace flowsync {

namespace {

constexpr std::array<std::string_view, 14> k_whole{
    "service_key", "pwd",        "access_key",   "access_key_id", "api_key",       "apikey",        "private_key",
    "token",       "auth_token", "access_token", "bearer",        "authorization", "refresh_token", "passphrase"};
constexpr std::array<std::string_view, 5> k_parts{"password", "passwd", "secret", "private_key", "credentials_json"};
// Words that make a key the place or kind of a secret, not the secret.
constexpr std::array<std::string_view, 8> k_about{"path", "name", "type", "field", "param", "expiry", "expires", "url"};

bool contains(const auto& words, std::string_view word)
{
  return std::find(words.begin(), words.end(), word) != words.end();
}

void mask_under(const std::string& key, nlohmann::json& item)
{
  if (is_sensitive_key(key) && (item.is_string() || is_any_number(item))) {
    item = k_sensitive_text;
  } else {
    mask_sensitive_keys(item);
  }
}

} // namespace

bool is_sensitive_key(std::string_view key)
{
  std::string plain = lower(key);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  const auto last_word =
      std::string_view(plain).substr(plain.rfind('_') == std::string::npos ? 0 : plain.rfind('_') + 1);
  if (contains(k_about, last_word)) {
    return false;
  }
  const bool whole = std::any_of(k_whole.begin(), k_whole.end(), [&](std::string_view word) {
    return plain.ends_with(word) && (plain.size() == word.size() || plain[plain.size() - word.size() - 1] == '_');
  });
  const bool paging = plain.find("next_token") != std::string::npos || plain.find("page_token") != std::string::npos;
  return (whole && !paging) || std::any_of(k_parts.begin(), k_parts.end(), [&](std::string_view part) {
           return plain.find(part) != std::string::npos;
         });
}

bool is_masked_text(std::string_view text)
{
  return text == k_sensitive_text || (text.size() >= 3 && text.find_first_not_of('*') == std::string::npos);
}

void mask_sensitive_keys(nlohmann::json& value)
{
  if (value.is_array()) {
    for (auto& item : value) {
      mask_sensitive_keys(item);
    }
  }
  if (!value.is_object()) {
    return;
  }
  for (auto& [key, item] : value.items()) {
    mask_under(key, item);
  }
}

void mask_sensitive_fields(nlohmann::json& document)
{
  if (!document.is_object()) {
    return;
  }
  for (auto& [field, value] : document.items()) {
    if (!is_part(field)) {
      mask_under(field, value);
    }
  }
}

} // namespace flowsync
