#include "schema/rule_compiler.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace flowsync::schema {

namespace {

using nlohmann::json;

constexpr const char* k_reference = "#/definitions/reference";

[[noreturn]] void fail(const std::string& what)
{
  throw std::logic_error("schema: " + what);
}

Kinds kinds_of_word(const std::string& word)
{
  static const std::map<std::string, Kinds> k_words{
      {"null", bit(NodeKind::null)},       {"boolean", bit(NodeKind::boolean)},
      {"integer", bit(NodeKind::integer)}, {"number", bit(NodeKind::integer) | bit(NodeKind::real)},
      {"string", bit(NodeKind::string)},   {"array", bit(NodeKind::list)},
      {"object", bit(NodeKind::map)},
  };
  const auto found = k_words.find(word);
  return found != k_words.end() ? found->second : (fail("unknown type " + word), 0U);
}

Kinds kinds_of(const json& type)
{
  Kinds kinds = 0;
  for (const auto& word : type.is_array() ? type : json::array({type})) {
    kinds |= kinds_of_word(word.get<std::string>());
  }
  return kinds;
}

class Compiler
{
public:
  explicit Compiler(const json& definitions) : m_definitions(definitions) {}

  std::shared_ptr<const Rule> compile(const json& schema) const { return std::make_shared<const Rule>(rule(schema)); }

private:
  Rule rule(const json& schema) const;
  void apply(Rule& rule, const std::string& keyword, const json& value) const;
  void apply_map_keyword(Rule& rule, const std::string& keyword, const json& value) const;
  void apply_scalar_keyword(Rule& rule, const std::string& keyword, const json& value) const;
  void apply_values(Rule& rule, const json& values) const;
  void apply_free_prefixes(Rule& rule, const json& patterns) const;
  void apply_alternatives(Rule& rule, const json& alternatives) const;

  const json& m_definitions;
};

Rule Compiler::rule(const json& schema) const
{
  if (const auto reference = schema.find("$ref"); reference != schema.end()) {
    const auto pointer = reference->get<std::string>();
    constexpr std::string_view k_prefix = "#/definitions/";
    if (!pointer.starts_with(k_prefix)) {
      fail("$ref leads outside: " + pointer);
    }
    return rule(m_definitions.at(pointer.substr(k_prefix.size())));
  }
  Rule result;
  for (const auto& [keyword, value] : schema.items()) {
    apply(result, keyword, value);
  }
  return result;
}

void Compiler::apply(Rule& rule, const std::string& keyword, const json& value) const
{
  static const std::set<std::string> k_notes{"$schema", "title", "description", "examples", "default", "definitions"};
  if (k_notes.count(keyword) != 0) {
    return;
  }
  if (keyword == "type") {
    rule.kinds = kinds_of(value);
  } else if (keyword == "anyOf") {
    apply_alternatives(rule, value);
  } else if (keyword == "x-not-supported-yet") {
    rule.not_supported_yet = value.is_boolean() && value.get<bool>();
    if (value.is_array()) {
      rule.values_not_supported_yet = value.get<std::vector<std::string>>();
    }
  } else if (keyword == "x-elsewhere") {
    rule.elsewhere = value.get<std::map<std::string, std::string>>();
  } else if (keyword == "x-null") {
    rule.null_is_value = value.get<bool>();
  } else if (keyword == "items") {
    rule.items = compile(value);
  } else if (keyword == "minItems") {
    rule.min_items = value.get<std::size_t>();
  } else {
    apply_map_keyword(rule, keyword, value);
  }
}

void Compiler::apply_map_keyword(Rule& rule, const std::string& keyword, const json& value) const
{
  if (keyword == "properties") {
    for (const auto& [name, schema] : value.items()) { // sorted, as json keeps its keys
      rule.properties.push_back({name, compile(schema)});
    }
  } else if (keyword == "patternProperties") {
    apply_free_prefixes(rule, value);
  } else if (keyword == "additionalProperties") {
    rule.allows_other_keys = value.is_object() || value.get<bool>();
    rule.other_keys = value.is_object() ? compile(value) : nullptr;
  } else if (keyword == "propertyNames") {
    rule.key_rule = compile(value);
  } else if (keyword == "required") {
    rule.required = value.get<std::vector<std::string>>();
  } else if (keyword == "x-required") {
    rule.required_rendered = value.get<std::vector<std::string>>();
  } else {
    apply_scalar_keyword(rule, keyword, value);
  }
}

void Compiler::apply_scalar_keyword(Rule& rule, const std::string& keyword, const json& value) const
{
  if (keyword == "enum") {
    apply_values(rule, value);
  } else if (keyword == "const") {
    apply_values(rule, json::array({value}));
  } else if (keyword == "minLength") {
    rule.min_length = value.get<std::size_t>();
  } else if (keyword == "maxLength") {
    rule.max_length = value.get<std::size_t>();
  } else if (keyword == "pattern") {
    rule.pattern.emplace(value.get_ref<const std::string&>());
  } else if (keyword == "x-expects") {
    rule.expects = value.get<std::string>();
  } else if (keyword == "minimum") {
    rule.minimum = value.get<double>();
  } else {
    fail("unknown keyword " + keyword);
  }
}

void Compiler::apply_values(Rule& rule, const json& values) const
{
  rule.kinds = 0;
  for (const auto& value : values) {
    if (value.is_null()) {
      rule.kinds |= bit(NodeKind::null);
    } else {
      rule.kinds |= bit(NodeKind::string);
      rule.values.push_back(value.get<std::string>());
    }
  }
}

void Compiler::apply_free_prefixes(Rule& rule, const json& patterns) const
{
  for (const auto& [pattern, schema] : patterns.items()) {
    std::string prefix = pattern.substr(1);
    prefix.erase(std::remove(prefix.begin(), prefix.end(), '\\'), prefix.end());
    const bool is_literal = prefix.find_first_of("^.*+?()[]{}|") == std::string::npos;
    if (!pattern.starts_with('^') || !is_literal || !schema.empty()) {
      fail("patternProperties may only free a prefix, not " + pattern);
    }
    rule.free_prefixes.push_back(std::move(prefix));
  }
}

void Compiler::apply_alternatives(Rule& rule, const json& alternatives) const
{
  std::vector<std::shared_ptr<const Rule>> found;
  bool allows_reference = false;
  Kinds seen = 0;
  for (const auto& alternative : alternatives) {
    if (alternative.value("$ref", "") == k_reference) {
      allows_reference = true;
      continue;
    }
    found.push_back(compile(alternative));
    if ((seen & found.back()->kinds) != 0) {
      fail("alternatives of anyOf must have different types");
    }
    seen |= found.back()->kinds;
  }
  const bool not_supported_yet = rule.not_supported_yet;
  if (found.size() == 1) {
    auto values = std::move(rule.values_not_supported_yet);
    rule = *found[0];
    rule.values_not_supported_yet = std::move(values);
  } else {
    rule.kinds = seen;
    rule.alternatives = std::move(found);
  }
  rule.not_supported_yet = not_supported_yet;
  rule.allows_reference = allows_reference;
}

} // namespace

std::shared_ptr<const Rule> compile_schema(std::string_view text)
{
  const auto schema = json::parse(text);
  const auto definitions = schema.value("definitions", json::object());
  return Compiler(definitions).compile(schema);
}

} // namespace flowsync::schema
