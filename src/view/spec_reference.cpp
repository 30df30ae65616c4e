#include "view/spec_reference.hpp"

#include "base/text.hpp"
#include "view/markdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <vector>

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

struct Section
{
  std::string path;
  const Json* schema;
};

std::string text_at(const Json& schema, const char* key)
{
  const auto found = schema.find(key);
  return found != schema.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string in_code(const Json& value)
{
  return markdown_code(value.is_string() ? value.get<std::string>() : value.dump());
}

// Text of a table's cell: our own words, in which code stands between backticks.
std::string in_cell(const std::string& text)
{
  std::string result;
  bool is_code = false;
  for (const char c : text) {
    is_code = c == '`' ? !is_code : is_code;
    const bool is_special = !is_code && (c == '<' || c == '*' || c == '_');
    result += c == '|' || is_special ? fmt::format("\\{}", c) : std::string(1, c);
  }
  return result;
}

void add_word(std::vector<std::string>& words, std::string word)
{
  if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) {
    words.push_back(std::move(word));
  }
}

std::string kind_words(const Json& schema);

// "map of text" where all values of a map are alike.
std::string map_words(const Json& schema)
{
  const auto more = schema.find("additionalProperties");
  const bool is_open = more != schema.end() && more->is_object() && !schema.contains("properties");
  const auto of = is_open ? kind_words(*more) : std::string();
  return of.empty() ? "map" : "map of " + of;
}

std::string type_word(const std::string& type, const Json& schema)
{
  if (type == "array") {
    const auto items = schema.find("items");
    const auto of = items != schema.end() ? kind_words(*items) : std::string();
    return of.empty() ? "list" : "list of " + of;
  }
  return type == "string"    ? "text"
         : type == "integer" ? "whole number"
         : type == "boolean" ? "true or false"
         : type == "object"  ? map_words(schema)
         : type == "null"    ? "" // removes the key of an earlier layer, everywhere
                             : type;
}

std::string kind_words(const Json& schema)
{
  std::vector<std::string> words;
  if (schema.contains("const")) {
    add_word(words, in_code(schema.at("const")));
  }
  for (const auto& value : schema.value("enum", Json::array())) {
    add_word(words, value.is_null() ? "" : in_code(value));
  }
  if (const auto type = schema.find("type"); type != schema.end()) {
    for (const auto& one : type->is_array() ? *type : Json::array({*type})) {
      add_word(words, type_word(one.get<std::string>(), schema));
    }
  }
  for (const auto* const key : {"anyOf", "oneOf"}) {
    for (const auto& choice : schema.value(key, Json::array())) {
      add_word(words, kind_words(choice)); // a reference such as ${var.X} may stand anywhere: it adds nothing
    }
  }
  return join_words(words, "or");
}

std::string meaning_of(const Json& schema)
{
  auto text = in_cell(text_at(schema, "description"));
  if (const auto expects = text_at(schema, "x-expects"); !expects.empty()) {
    text += fmt::format(" Written as {}.", in_cell(expects));
  }
  std::vector<std::string> examples;
  for (const auto& example : schema.value("examples", Json::array())) {
    examples.push_back(in_code(example));
  }
  return examples.empty() ? text : text + fmt::format(" Example: {}", fmt::join(examples, ", "));
}

bool is_listed(const Json& schema, const char* list, const std::string& key)
{
  const auto found = schema.find(list);
  return found != schema.end() && std::find(found->begin(), found->end(), key) != found->end();
}

// The objects with keys of their own in a value.
void add_sections(const std::string& path, const Json& schema, std::deque<Section>& sections)
{
  if (schema.contains("properties")) {
    sections.push_back({path, &schema});
  } else if (const auto more = schema.find("additionalProperties"); more != schema.end() && more->is_object()) {
    add_sections(path + ".NAME", *more, sections);
  }
  if (const auto items = schema.find("items"); items != schema.end()) {
    add_sections(path + "[]", *items, sections);
  }
  for (const auto* const key : {"anyOf", "oneOf"}) {
    if (const auto choices = schema.find(key); choices != schema.end()) {
      for (const auto& choice : *choices) {
        add_sections(path, choice, sections);
      }
    }
  }
}

std::string table_of(const Section& section, std::deque<Section>& below)
{
  std::string rows;
  std::vector<std::string> reserved;
  for (const auto& [key, value] : section.schema->at("properties").items()) {
    if (value.contains("x-not-supported-yet")) {
      reserved.push_back(markdown_code(key));
      continue;
    }
    const bool required = is_listed(*section.schema, "required", key) || is_listed(*section.schema, "x-required", key);
    const auto kind = kind_words(value);
    rows += fmt::format("| {} | {} | {} | {} |\n", markdown_code(key), kind.empty() ? "anything" : kind,
                        value.contains("default") ? in_code(value.at("default")) : (required ? "required" : ""),
                        meaning_of(value));
    add_sections(section.path.empty() ? key : section.path + "." + key, value, below);
  }
  auto text = rows.empty() ? std::string() : "| Key | Type | Default | Meaning |\n|---|---|---|---|\n" + rows;
  return reserved.empty() ? text
                          : text + fmt::format("\nReserved, not supported yet: {}.\n", fmt::join(reserved, ", "));
}

} // namespace

std::string spec_reference(const nlohmann::ordered_json& schema)
{
  const auto kind = schema.at("properties").at("kind").at("const").get<std::string>();
  auto out = fmt::format("## {}\n\n{}\n", kind, in_cell(text_at(schema, "description")));
  std::deque<Section> sections{{"", &schema}};
  while (!sections.empty()) {
    const auto section = sections.front();
    sections.pop_front();
    std::deque<Section> below;
    const auto table = table_of(section, below);
    out += section.path.empty() ? fmt::format("\n{}", table)
                                : fmt::format("\n### {}: {}\n\n{}\n\n{}", kind, markdown_code(section.path),
                                              in_cell(text_at(*section.schema, "description")), table);
    sections.insert(sections.begin(), below.begin(), below.end());
  }
  return out;
}

} // namespace flowsync::view
