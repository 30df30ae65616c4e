#include "importer/left_out_secrets.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/address.hpp"
#include "model/alias.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

namespace {

// A variable that CI may set: FLOWSYNC_ORDERS_HASH_SECRET_KEY.
std::string environment_variable(const std::string& name)
{
  auto result = "FLOWSYNC_" + upper(name);
  std::replace(result.begin(), result.end(), '-', '_');
  return result;
}

} // namespace

std::string LeftOutSecrets::add(const std::string& flow, const std::string& field, Position at)
{
  const auto is_taken = [&](const std::string& name) {
    return std::any_of(m_secrets.begin(), m_secrets.end(),
                       [&](const LeftOutSecret& other) { return other.name == name; });
  };
  const auto name = unique_alias(make_alias(flow + "-" + field, k_longest_key, "secret"), k_longest_key, is_taken);
  auto where = m_files.locate(at);
  where.source_line.clear();
  m_diagnostics.warning(
      "secret-left-out", fmt::format("the value of `{}` is a secret and is not written to the spec", printable(field)),
      where,
      fmt::format("give it under `secrets:` of the environment: {}: {{env: {}}}", name, environment_variable(name)));
  m_secrets.push_back({name, std::move(where)});
  return name;
}

} // namespace flowsync::importer
