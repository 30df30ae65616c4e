#include "model/variable_rules.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync {

namespace {

constexpr std::string_view k_value_prefix = "FLOWSYNC_VAR_";
constexpr std::array<std::string_view, 3> k_prefixes{"NEXLA_", "FLOWSYNC_", "AWS_"};
constexpr std::array<std::string_view, 4> k_withheld_parts{"TOKEN", "KEY", "SECRET", "PASSWORD"};

// Settings whose names look like credentials and whose meaning is known: they hold none.
constexpr std::array<std::string_view, 17> k_settings{
    "AWS_CA_BUNDLE",      "AWS_CONFIG_FILE",       "AWS_DEFAULT_OUTPUT",
    "AWS_DEFAULT_REGION", "AWS_DEFAULT_PROFILE",   "AWS_EC2_METADATA_DISABLED",
    "AWS_ENDPOINT_URL",   "AWS_PROFILE",           "AWS_REGION",
    "AWS_ROLE_ARN",       "AWS_ROLE_SESSION_NAME", "AWS_SHARED_CREDENTIALS_FILE",
    "FLOWSYNC_ENV",       "FLOWSYNC_ENVIRONMENT",  "FLOWSYNC_ALLOW_COMMANDS",
    "FLOWSYNC_HOSTS",     "FLOWSYNC_URL"};

std::string renamed(std::string_view name)
{
  for (const auto prefix : k_prefixes) {
    name.remove_prefix(name.starts_with(prefix) ? prefix.size() : 0);
  }
  return std::string(k_value_prefix) + std::string(name);
}

} // namespace

VariableRules::VariableRules(std::string_view listed)
{
  while (!listed.empty()) {
    const auto end = std::min(listed.find_first_of(",: \t\n"), listed.size());
    if (end > 0) {
      m_listed.emplace(listed.substr(0, end));
    }
    listed.remove_prefix(std::min(end + 1, listed.size()));
  }
}

bool VariableRules::is_value(std::string_view name) const
{
  return name.starts_with(k_value_prefix) || m_listed.contains(name);
}

bool VariableRules::may_be_credential(std::string_view name) const
{
  if (is_value(name) || std::find(k_settings.begin(), k_settings.end(), name) != k_settings.end()) {
    return false;
  }
  const auto plain = upper(name);
  return std::any_of(k_prefixes.begin(), k_prefixes.end(), [&](auto prefix) { return plain.starts_with(prefix); }) ||
         std::any_of(k_withheld_parts.begin(), k_withheld_parts.end(),
                     [&](auto part) { return plain.find(part) != std::string::npos; });
}

std::string renaming_hint(std::string_view name)
{
  return fmt::format("values come from variables called FLOWSYNC_VAR_…, such as {}, or from those that FLOWSYNC_ENV "
                     "lists where flowsync runs; keys and passwords come in by `secrets:`",
                     renamed(name));
}

std::string credential_hint(std::string_view name)
{
  return name.starts_with(k_value_prefix)
             ? "variables called FLOWSYNC_VAR_… are values that specs may show; give the key another name"
             : fmt::format("take {} out of FLOWSYNC_ENV, which lists what specs may show, or use another variable",
                           name);
}

} // namespace flowsync
