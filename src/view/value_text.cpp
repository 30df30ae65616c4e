#include "view/value_text.hpp"

#include "base/base64.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/characters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using nlohmann::json;

std::string dump(const json& value)
{
  return printable(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

bool has_lines(const json& value)
{
  return value.is_string() && value.get_ref<const std::string&>().find('\n') != std::string::npos;
}

void append_text_lines(std::vector<std::string>& lines, std::string_view text, const std::string& indent)
{
  if (!text.empty() && text.back() == '\n') {
    text.remove_suffix(1);
  }
  for (const auto line : split(text, '\n')) {
    std::string shown;
    for (const auto part : split(line, '\t')) { // printable() would make blanks of tabs
      shown += "\t" + printable(part);
    }
    lines.push_back(indent + shown.substr(1));
  }
}

// The script of a map such as {encoding: base64, script: ...}.
std::optional<std::string> decoded_script(const json& map)
{
  const auto encoding = map.find("encoding");
  const auto script = map.find("script");
  if (encoding == map.end() || script == map.end() || *encoding != "base64" || !script->is_string()) {
    return std::nullopt;
  }
  auto text = decode_base64(script->get_ref<const std::string&>());
  return text && is_utf8(*text) ? text : std::nullopt;
}

bool holds_script(const json& value)
{
  return (value.is_object() && decoded_script(value)) ||
         (value.is_structured() && std::any_of(value.begin(), value.end(), holds_script));
}

void append_lines(std::vector<std::string>& lines, const json& value, const std::string& indent);

// A value after "key:" or "-": on the same line when it is short, below it otherwise.
void append_item(std::vector<std::string>& lines, const std::string& head, const json& value, const std::string& indent)
{
  if (has_lines(value)) {
    lines.push_back(head + " |");
    append_text_lines(lines, value.get_ref<const std::string&>(), indent + "  ");
  } else if (value.is_structured() && !value.empty()) {
    lines.push_back(head);
    append_lines(lines, value, indent + "  ");
  } else {
    lines.push_back(head + " " + dump(value));
  }
}

void append_lines(std::vector<std::string>& lines, const json& value, const std::string& indent)
{
  if (value.is_object()) {
    const auto script = decoded_script(value);
    for (const auto& [key, item] : value.items()) {
      if (script && key == "script") {
        append_item(lines, indent + "script (decoded):", json(script->ends_with('\n') ? *script : *script + "\n"),
                    indent);
      } else {
        append_item(lines, indent + printable(key) + ":", item, indent);
      }
    }
  } else if (value.is_array()) {
    for (const auto& item : value) {
      if (item.is_object() && !item.empty()) { // its first key goes on the line of the dash
        const auto first = lines.size();
        append_lines(lines, item, indent + "  ");
        lines[first][indent.size()] = '-';
      } else {
        append_item(lines, indent + "-", item, indent);
      }
    }
  } else if (has_lines(value)) {
    append_text_lines(lines, value.get_ref<const std::string&>(), indent);
  } else {
    lines.push_back(indent + dump(value));
  }
}

// Cuts the middle out of a text that is longer than `longest` characters.
std::string shorten(const std::string& text, std::size_t longest)
{
  const auto length = characters(text).size();
  if (length <= longest) {
    return text;
  }
  const std::size_t tail = longest / 4;
  return fmt::format("{}… ({} more characters) …{}", first_characters(text, longest - tail), length - longest,
                     last_characters(text, tail));
}

std::size_t common_head(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b)
{
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

} // namespace

std::string inline_value(const json& value, std::size_t longest)
{
  return shorten(dump(value), longest);
}

std::pair<std::string, std::string> inline_pair(const json& before, const json& after, std::size_t longest)
{
  constexpr std::size_t k_context = 12;
  auto from = dump(before);
  auto to = dump(after);
  if (before.is_string() && after.is_string() && std::max(from.size(), to.size()) > longest) {
    const auto shared = common_head(characters(from), characters(to));
    if (shared > 2 * k_context) {
      const auto cut = shared - k_context;
      from = "\"…" + last_characters(from, characters(from).size() - cut);
      to = "\"…" + last_characters(to, characters(to).size() - cut);
    }
  }
  return {shorten(from, longest), shorten(to, longest)};
}

bool needs_block(const json& value, std::size_t longest)
{
  return has_lines(value) || holds_script(value) || (value.is_structured() && dump(value).size() > longest);
}

json readable_code(const json& value)
{
  const auto text = value.is_string() ? decode_base64(value.get_ref<const std::string&>()) : std::nullopt;
  if (!text || text->empty() || !is_utf8(*text)) {
    return value;
  }
  return text->ends_with('\n') ? *text : *text + "\n";
}

std::vector<std::string> block_lines(const json& value)
{
  std::vector<std::string> lines;
  append_lines(lines, value, "");
  return lines;
}

} // namespace flowsync::view
