#include "view/value_text.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "model/number_text.hpp"
#include "view/characters.hpp"
#include "view/line_diff.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace flowsync::view {

namespace {

using nlohmann::json;

constexpr std::string_view k_no_end = " no line break at the end"; // behind a backslash, as `diff` says it

void append_inline(std::string& text, const json& value)
{
  if (value.is_object()) {
    text += '{';
    for (const auto& [key, item] : value.items()) {
      text += (text.back() == '{' ? "" : ",") + quoted_text(key) + ":";
      append_inline(text, item);
    }
    text += '}';
  } else if (value.is_array()) {
    text += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      text += i == 0 ? "" : ",";
      append_inline(text, value[i]);
    }
    text += ']';
  } else if (value.is_string()) {
    text += quoted_text(value.get_ref<const std::string&>());
  } else {
    text += write_json(value);
  }
}

std::string dump(const json& value)
{
  std::string text;
  append_inline(text, value);
  return text;
}

bool is_row(const json& item)
{
  return item.is_object() && !item.empty() &&
         std::none_of(item.begin(), item.end(), [](const json& cell) { return cell.is_structured(); });
}

// A table such as the entries of a lookup: each row keeps to one line.
bool is_table(const json& value)
{
  return value.is_array() && value.size() > 1 && std::all_of(value.begin(), value.end(), is_row);
}

bool has_lines(const json& value)
{
  return value.is_string() && value.get_ref<const std::string&>().find('\n') != std::string::npos;
}

void append_text_lines(std::vector<std::string>& lines, std::string_view text, const std::string& indent)
{
  const bool ends = !text.empty() && text.back() == '\n';
  text.remove_suffix(ends ? 1 : 0);
  for (const auto line : split(text, '\n')) {
    const auto shown = visible_line(line);
    const auto first = std::min(shown.find_first_not_of('\\'), shown.size());
    const bool like_ours = first > 0 && std::string_view(shown).substr(first) == k_no_end;
    lines.push_back(indent + (like_ours ? "\\" : "") + shown);
  }
  if (!ends) {
    lines.push_back(fmt::format("{}\\{}", indent, k_no_end));
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
        lines.push_back(indent + "script (decoded): |");
        append_text_lines(lines, *script, indent + "  ");
      } else {
        append_item(lines, indent + visible_line(key) + ":", item, indent);
      }
    }
  } else if (is_table(value)) {
    for (const auto& row : value) {
      lines.push_back(indent + "- " + dump(row));
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

// A text in words and what stands between them, so that a comparison keeps words whole.
std::vector<std::string> words_of(std::string_view text)
{
  std::vector<std::string> words;
  bool in_word = false;
  for (const auto character : characters(text)) {
    const auto c = static_cast<unsigned char>(character.front());
    const bool joins = character.size() > 1 || std::isalnum(c) != 0 || c == '_';
    if (joins && in_word) {
      words.back() += character;
    } else {
      words.emplace_back(character);
    }
    in_word = joins;
  }
  return words;
}

// What both sides have in common, of which only what stands next to a change is needed.
std::string common_part(const std::string& text, bool first, bool last)
{
  constexpr std::size_t k_context = 20;
  const auto length = characters(text).size();
  const std::size_t head = first ? 0 : k_context;
  const std::size_t tail = last ? 0 : k_context;
  if (length <= head + tail + k_context) {
    return text;
  }
  return first_characters(text, head) + "…" + last_characters(text, tail);
}

// Both texts with all in which they differ, and of the rest what stands next to that.
std::pair<std::string, std::string> around_changes(std::string_view before, std::string_view after)
{
  std::pair<std::string, std::string> result;
  for (const auto& piece : changed_pieces(before, after, true)) {
    result.first += piece.sign != '+' ? piece.text : "";
    result.second += piece.sign != '-' ? piece.text : "";
  }
  return result;
}

std::string_view unquoted(const std::string& text)
{
  return std::string_view(text).substr(1, text.size() - 2);
}

} // namespace

std::vector<ChangedPiece> changed_pieces(std::string_view before, std::string_view after, bool only_around)
{
  const auto lines = line_diff(words_of(before), words_of(after), before.size() + after.size());
  std::vector<ChangedPiece> pieces;
  for (std::size_t i = 0; i < lines.size();) {
    ChangedPiece piece{lines[i].sign, {}};
    const auto begin = i;
    for (; i < lines.size() && lines[i].sign == piece.sign; ++i) {
      piece.text += lines[i].text;
    }
    if (piece.sign == ' ' && only_around) {
      piece.text = common_part(piece.text, begin == 0, i == lines.size());
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::string inline_value(const json& value)
{
  return dump(value);
}

std::pair<std::string, std::string> inline_pair(const json& before, const json& after, std::size_t longest)
{
  const auto from = dump(before);
  const auto to = dump(after);
  if (!before.is_string() || !after.is_string() || std::max(from.size(), to.size()) <= longest) {
    return {from, to};
  }
  const auto [left, right] = around_changes(unquoted(from), unquoted(to));
  return left == right ? std::pair(from, to) : std::pair("\"" + left + "\"", "\"" + right + "\"");
}

bool needs_block(const json& value, std::size_t longest)
{
  return has_lines(value) || holds_script(value) || is_table(value) ||
         (value.is_structured() && dump(value).size() > longest);
}

json readable_code(const json& value)
{
  const auto text = value.is_string() ? decode_base64(value.get_ref<const std::string&>()) : std::nullopt;
  if (!text || text->empty() || !is_utf8(*text)) {
    return value;
  }
  return *text;
}

std::vector<std::string> block_lines(const json& value)
{
  std::vector<std::string> lines;
  append_lines(lines, value, "");
  return lines;
}

} // namespace flowsync::view
