#include "schema/rule.hpp"

#include "base/text.hpp"
#include "schema/rule_compiler.hpp"
#include "schema/schema_texts.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace flowsync::schema {

namespace {

using Rules = std::map<std::string, std::shared_ptr<const Rule>, std::less<>>;

Rules compile_all()
{
  Rules rules;
  for (const auto& schema : schema_texts()) {
    if (schema.name != "plan") { // describes our output, not specifications
      rules[schema.name] = compile_schema(schema.text);
    }
  }
  return rules;
}

} // namespace

const Rule* Rule::property(std::string_view name) const
{
  const auto found =
      std::lower_bound(properties.begin(), properties.end(), name,
                       [](const Property& candidate, std::string_view wanted) { return candidate.name < wanted; });
  return found != properties.end() && found->name == name ? found->rule.get() : nullptr;
}

bool Rule::is_free_key(std::string_view name) const
{
  return std::any_of(free_prefixes.begin(), free_prefixes.end(),
                     [&](const std::string& prefix) { return name.starts_with(prefix); });
}

std::vector<std::string> Rule::property_names() const
{
  std::vector<std::string> names;
  for (const auto& property : properties) {
    names.push_back(property.name);
  }
  return names;
}

const Rule& rule_of(std::string_view kind)
{
  static const Rules k_rules = compile_all();
  const auto found = k_rules.find(lower(kind));
  if (found == k_rules.end()) {
    throw std::logic_error("no schema for kind " + std::string(kind));
  }
  return *found->second;
}

} // namespace flowsync::schema
