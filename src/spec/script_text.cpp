#include "spec/script_text.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "model/number_text.hpp"
#include "spec/script_bytes.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

using nlohmann::json;

constexpr std::size_t k_largest_script = 1U << 20U; // what a spec may read from one file, in bytes

std::string word_at(const json& map, const char* key)
{
  const auto found = map.is_object() ? map.find(key) : map.end();
  return found != map.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string extension_of(const std::string& type)
{
  return type.starts_with("python")       ? ".py"
         : type.starts_with("javascript") ? ".js"
         : type.ends_with("sql")          ? ".sql"
                                          : ".txt";
}

bool is_language(const std::string& type)
{
  return type.starts_with("python") || type.starts_with("javascript");
}

// Whether a spec that names a file with this text would read just that.
bool fits_into_a_file(const std::string& text)
{
  return !trim(text).empty() && text.size() <= k_largest_script && is_utf8(text) &&
         text.find('\0') == std::string::npos && plain_text(text) == text && !find_foreign(text);
}

// The text behind base64, if encoding it again gives the same.
std::optional<std::string> decoded(const std::string& base64)
{
  auto text = decode_base64(base64);
  return text && fits_into_a_file(*text) && encode_base64(*text) == base64 ? text : std::nullopt;
}

bool is_nothing(const json& value)
{
  return value.is_null() || (value.is_structured() && value.empty()) || value == false;
}

} // namespace

std::optional<ScriptText> script_of_operations(const json& operations)
{
  if (!operations.is_array() || operations.size() != 1 || !operations[0].is_object()) {
    return std::nullopt;
  }
  const auto& operation = operations[0];
  const auto spec = operation.find("spec");
  if (operation.size() != 2 || word_at(operation, "operation") != "nexla.custom" || spec == operation.end() ||
      !spec->is_object() || spec->size() != 3 || word_at(*spec, "encoding") != "base64") {
    return std::nullopt;
  }
  const auto language = word_at(*spec, "language");
  if (language != "python" && language != "python3" && language != "javascript") {
    return std::nullopt;
  }
  const auto text = decoded(word_at(*spec, "script"));
  return text ? std::optional(ScriptText{*text, language, extension_of(language)}) : std::nullopt;
}

std::optional<ScriptText> script_of_transform(const json& transform)
{
  const auto plain = plain_transform(transform);
  if (plain.size() != 3 || plain.value("version", json()) != 1 || !plain["data_maps"].empty()) {
    return std::nullopt;
  }
  return script_of_operations(plain["transforms"]);
}

std::optional<ScriptText> script_of_container(const json& container, const std::string& output)
{
  const auto type = word_at(container, "code_type");
  const auto encoding = word_at(container, "code_encoding");
  const auto code = container.find("code");
  if (code == container.end()) {
    return std::nullopt;
  }
  if (code->is_array() && type.starts_with("jolt") && encoding == "none") {
    const auto script = output == "record" && type == "jolt_custom" ? script_of_operations(*code) : std::nullopt;
    return script ? script : ScriptText{write_json(*code, 2) + "\n", type, ".json"};
  }
  if (!code->is_string() || type.starts_with("jolt")) {
    return std::nullopt;
  }
  const auto& written = code->get_ref<const std::string&>();
  if (is_language(type)) {
    const auto text = encoding == "base64" && output != "record" ? decoded(written) : std::nullopt;
    return text ? std::optional(ScriptText{*text, type, extension_of(type)}) : std::nullopt;
  }
  const bool plain = encoding == "none" && fits_into_a_file(written);
  return plain ? std::optional(ScriptText{written, type, extension_of(type)}) : std::nullopt;
}

json plain_transform(const json& transform)
{
  json plain{{"version", 1}, {"data_maps", json::array()}, {"transforms", json::array()}};
  for (const auto& [key, value] : transform.items()) {
    if (key != "custom" && !is_nothing(value)) {
      plain[key] = value;
    }
  }
  return plain;
}

} // namespace flowsync::spec
