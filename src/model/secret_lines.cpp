#include "model/secret_lines.hpp"

#include "base/secret.hpp"
#include "base/secret_shapes.hpp"
#include "base/text.hpp"
#include "base/withheld.hpp"
#include "model/sensitive_keys.hpp"

namespace flowsync {

namespace {

// The word right before a colon, without quotes.
std::string_view key_before(std::string_view line, std::size_t colon)
{
  auto text = trim(line.substr(0, colon));
  while (text.ends_with('"') || text.ends_with('\'')) {
    text.remove_suffix(1);
  }
  const auto before = text.find_last_of(" \t{[,\"'");
  return before == std::string_view::npos ? text : text.substr(before + 1);
}

// Whether what follows the colon may be a secret: not nothing, no reference, no map, list or block text below.
bool may_be_secret(std::string_view value)
{
  value = trim(value);
  while (value.starts_with('"') || value.starts_with('\'')) {
    value.remove_prefix(1);
  }
  return !value.empty() && !value.starts_with("${") && value.find_first_of("{[|>}]#") != 0;
}

} // namespace

std::string without_secrets(std::string_view written)
{
  const auto line = without_secret_shapes(withheld().conceal(written));
  for (auto colon = line.find(':'); colon != std::string::npos; colon = line.find(':', colon + 1)) {
    const auto value = std::string_view(line).substr(colon + 1);
    if (is_sensitive_key(key_before(line, colon)) && may_be_secret(value)) {
      return line.substr(0, colon + 1) + " " + std::string(k_sensitive_text);
    }
  }
  return line;
}

} // namespace flowsync
