#include "plan/equality.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "model/number_text.hpp"

#include <algorithm>
#include <set>

namespace flowsync::plan {

namespace {

using nlohmann::json;

bool is_scalar_text_of(const json& text, const json& typed)
{
  if (!text.is_string() || !(is_any_number(typed) || typed.is_boolean())) {
    return false;
  }
  const auto& words = text.get_ref<const std::string&>();
  return words == write_json(typed) || words == plain_numbers(typed).dump();
}

// A Quartz cron in one spelling: seven fields, "*" for "1/1", upper case.
std::string normal_cron(const std::string& text)
{
  std::string normal;
  std::size_t fields = 0;
  for (const auto field : split(text, ' ')) {
    if (field.empty()) {
      continue;
    }
    normal += fields > 0 ? " " : "";
    normal += (fields == 3 || fields == 4) && field == "1/1" ? "*" : upper(field);
    ++fields;
  }
  return fields == 6 ? normal + " *" : normal;
}

json without_schema_marks(const json& value)
{
  if (value.is_array()) {
    auto list = json::array();
    for (const auto& item : value) {
      list.push_back(without_schema_marks(item));
    }
    return list;
  }
  if (!value.is_object()) {
    return value;
  }
  auto map = json::object();
  for (const auto& [key, item] : value.items()) {
    if (key != "$schema" && key != "$schema-id") {
      map[key] = without_schema_marks(item);
    }
  }
  return map;
}

std::string normal_lines(std::string_view text)
{
  std::string normal;
  for (const auto line : split(text, '\n')) {
    normal += std::string(line.substr(0, line.find_last_not_of(" \t\r") + 1)) + "\n";
  }
  return std::string(trim(normal));
}

bool is_empty(const json& value)
{
  return value.is_null() || ((value.is_array() || value.is_object()) && value.empty()) || value == false;
}

} // namespace

bool same(const json& a, const json& b, std::string_view key)
{
  if (is_any_number(a) && is_any_number(b)) {
    return plain_numbers(a) == plain_numbers(b);
  }
  if (a.is_string() && b.is_string()) {
    const auto& left = a.get_ref<const std::string&>();
    const auto& right = b.get_ref<const std::string&>();
    return left == right || (key.ends_with("cron") && normal_cron(left) == normal_cron(right));
  }
  if (a.is_array() && b.is_array()) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const json& x, const json& y) { return same(x, y); });
  }
  if (a.is_object() && b.is_object()) {
    return a.size() == b.size() && std::all_of(a.items().begin(), a.items().end(), [&](const auto& item) {
             const auto found = b.find(item.key());
             return found != b.end() && same(item.value(), *found, item.key());
           });
  }
  return a == b || is_scalar_text_of(a, b) || is_scalar_text_of(b, a);
}

bool same_description(std::string_view a, std::string_view b)
{
  return a == b || normal_lines(a) == normal_lines(b);
}

bool same_set(const json& a, const json& b)
{
  if (!a.is_array() || !b.is_array()) {
    return is_empty(a) && is_empty(b);
  }
  return std::set<json>(a.begin(), a.end()) == std::set<json>(b.begin(), b.end());
}

bool same_body(const json& a, const json& b)
{
  return (is_empty(a) && is_empty(b)) || same(without_schema_marks(a), without_schema_marks(b));
}

bool same_code(const json& a, const json& b)
{
  if (!a.is_string() || !b.is_string() || a == b) {
    return same_body(a, b);
  }
  const auto left = decode_base64(a.get_ref<const std::string&>());
  return left && left == decode_base64(b.get_ref<const std::string&>());
}

bool same_transform(const json& a, const json& b)
{
  if (!a.is_object() || !b.is_object()) {
    return same_body(a, b);
  }
  std::set<std::string> keys;
  for (const auto* const side : {&a, &b}) {
    for (const auto& item : side->items()) {
      keys.insert(item.key());
    }
  }
  return std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const auto left = a.find(key);
    const auto right = b.find(key);
    if (left != a.end() && right != b.end()) {
      return same_body(*left, *right);
    }
    const auto& only = left != a.end() ? *left : *right;
    return is_empty(only) || (key == "version" && only == 1) || key == "$schema" || key == "$schema-id";
  });
}

} // namespace flowsync::plan
