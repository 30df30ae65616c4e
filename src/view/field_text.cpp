#include "view/field_text.hpp"

#include "base/printable.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "model/pointer.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"
#include "view/characters.hpp"
#include "view/line_diff.hpp"
#include "view/value_text.hpp"
#include "view/visible_text.hpp"
#include "view/wrap.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using nlohmann::json;
using plan::Cause;
using plan::FieldChange;

char sign_of(const FieldChange& field)
{
  const bool has_after = field.after.has_value() || field.after_unknown;
  return field.before && has_after ? '~' : has_after ? '+' : '-';
}

std::string paint_sign(char sign, const std::string& text, const Paint& paint)
{
  return sign == '+' ? paint.green(text) : sign == '-' ? paint.red(text) : sign == '~' ? paint.yellow(text) : text;
}

std::string place(const Origin& origin)
{
  return fmt::format("{}:{}:{}", printable(origin.file), origin.line, origin.column);
}

bool is_credential(const FieldChange& field)
{
  return field.path == pointer_below("", plan::k_credential_field);
}

// One side of a field on a line.
std::string side_text(const FieldChange& field, const json& value, bool is_after, const FieldStyle& style)
{
  if (field.sensitive) {
    return std::string(is_after && field.rotated ? k_rotated_text : k_sensitive_text);
  }
  const auto credential = is_credential(field) && style.credential_names != nullptr
                              ? credential_words(value, is_after ? alias_of(field) : "", *style.credential_names)
                              : std::nullopt;
  return credential.value_or(inline_value(value));
}

std::string value_after(const FieldChange& field, const FieldStyle& style)
{
  return field.after_unknown ? "(known after apply)" : side_text(field, *field.after, true, style);
}

// The values as they stand on one line, and each by itself.
struct Values
{
  std::string line;
  std::string before; // "" when there is none
  std::string after;
};

Values values_of(const FieldChange& field, std::size_t room, const FieldStyle& style)
{
  const bool has_after = field.after || field.after_unknown;
  if (!field.before || !has_after) {
    const auto value = !has_after && !field.before ? ""
                       : has_after                 ? value_after(field, style)
                                                   : side_text(field, *field.before, false, style);
    return {value, has_after ? "" : value, has_after ? value : ""};
  }
  auto pair = std::pair(side_text(field, *field.before, false, style), value_after(field, style));
  if (!field.sensitive && !field.after_unknown && !is_credential(field)) {
    pair = inline_pair(*field.before, *field.after, room / 2);
  }
  return {fmt::format("{} -> {}", pair.first, pair.second), pair.first, pair.second};
}

std::vector<std::string> lines_of(const std::optional<json>& value)
{
  return value && !value->is_null() ? block_lines(*value) : std::vector<std::string>{};
}

// A line of a value behind its sign, in as many pieces as the width asks for.
std::string value_lines(char sign, const std::string& line, const FieldStyle& style)
{
  // Also what does not change has a sign: no line may begin with foreign text, which CI logs take for commands.
  const auto lead = fmt::format("{}    {} ", style.indent, sign == ' ' ? '|' : sign);
  const auto room = !style.wrap                        ? std::string::npos
                    : style.columns > lead.size() + 20 ? style.columns - lead.size()
                                                       : 20;
  std::string text;
  for (const auto& piece : pieces_of(line, room)) {
    const auto shown = (text.empty() ? "" : "  ") + piece;
    text += fmt::format("{}    {}\n", style.indent,
                        paint_sign(sign, fmt::format("{} {}", sign == ' ' ? '|' : sign, shown), style.paint));
  }
  return text;
}

std::string block(const FieldChange& field, const FieldStyle& style)
{
  const auto lines = line_diff(lines_of(field.before), lines_of(field.after));
  const bool differs =
      std::any_of(lines.begin(), lines.end(), [](const auto& line) { return line.sign == '-' || line.sign == '+'; });
  if (!differs) { // two spellings of one text, such as of a script in base64
    return (field.before ? value_lines('-', inline_value(*field.before), style) : "") +
           (field.after ? value_lines('+', inline_value(*field.after), style) : "");
  }
  std::string text;
  for (const auto& line : lines) {
    if (line.sign == '#') {
      text +=
          style.indent + "      " + style.paint.dim(fmt::format("# ({} unchanged lines hidden)", line.hidden)) + '\n';
    } else {
      text += value_lines(line.sign, line.text, style);
    }
  }
  return text;
}

// A field with code as text, and with its place only where that is to be told.
FieldChange readable(FieldChange field, const FieldStyle& style)
{
  if (field.path.ends_with("/code") && !field.sensitive) {
    for (auto* const value : {&field.before, &field.after}) {
      *value = *value ? std::optional(readable_code(**value)) : std::nullopt;
    }
  }
  if (!style.all_places && !is_decided_elsewhere(field.origin)) {
    field.origin = {};
  }
  return field;
}

// The lines in which the sides differ, signed at their heads; nothing when they do not differ in lines.
std::string block_diff(const FieldChange& field)
{
  std::string text;
  bool differs = false;
  for (const auto& line : line_diff(lines_of(field.before), lines_of(field.after))) {
    differs = differs || line.sign == '-' || line.sign == '+';
    text += line.sign == '#'   ? fmt::format(" # ({} unchanged lines hidden)\n", line.hidden)
            : line.sign == ' ' ? fmt::format(" | {}\n", line.text)
                               : fmt::format("{} {}\n", line.sign, line.text);
  }
  return differs ? text : std::string();
}

} // namespace

bool is_decided_elsewhere(const FieldOrigin& origin)
{
  return !origin.variables.empty() || !origin.overrides.empty();
}

std::string origin_text(const FieldChange& field)
{
  std::string text = field.cause == Cause::drift     ? "changed in Nexla since the last apply"
                     : field.cause == Cause::both    ? "changed in the specs and in Nexla"
                     : field.cause == Cause::outside ? "changed in Nexla; not in the specs, left alone"
                                                     : "";
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  const auto& origin = field.origin;
  if (origin.origin.known()) {
    add(place(origin.origin));
  }
  for (const auto& [name, where] : origin.variables) {
    text += fmt::format(", {} from {}", printable(name), place(where));
  }
  for (std::size_t i = 0; i < origin.overrides.size(); ++i) {
    text += fmt::format("{} {}", i == 0 ? ", overrides" : ",", place(origin.overrides[i]));
  }
  return text;
}

std::string field_text(const FieldChange& encoded, const FieldStyle& style)
{
  const auto field = readable(encoded, style);
  const auto sign = sign_of(field);
  const auto path = style.owner + visible_line(field.path);
  const auto used = style.indent.size() + path.size() + 5;
  const std::size_t room = style.columns > used + 40 ? style.columns - used : 40;
  const auto is_long = [&](const std::optional<json>& value) { return value && needs_block(*value, room); };
  const auto head = style.indent + paint_sign(sign, std::string(1, sign), style.paint) + " " + path;
  const bool forces = style.marks_replace && field.field_class == plan::FieldClass::fixed;
  const auto forced = forces ? style.paint.red("  # forces replacement") : std::string();
  const auto note = origin_text(field);
  const auto below = [&] {
    const auto lead = style.indent + "    # ";
    const auto lines = note.empty() ? std::string()
                       : style.wrap ? wrapped_text(lead, lead + "  ", note, style.columns)
                                    : lead + note + "\n";
    std::string text;
    for (const auto line : split(lines, '\n')) {
      text += line.empty() ? "" : style.paint.dim(line) + "\n";
    }
    return text;
  };
  if (!field.sensitive && !field.after_unknown && (is_long(field.before) || is_long(field.after))) {
    return head + ":" + forced + "\n" + block(field, style) + below();
  }
  const auto values = values_of(field, room, style);
  const auto length = used + columns_in(values.line) + (forces ? 22 : 0);
  if (length + (note.empty() ? 0 : columns_in(note) + 4) <= style.columns) {
    return fmt::format("{} = {}{}{}\n", head, values.line, forced, note.empty() ? "" : style.paint.dim("  # " + note));
  }
  if (length <= style.columns) {
    return fmt::format("{} = {}{}\n{}", head, values.line, forced, below());
  }
  return head + ":" + forced + "\n" + (values.before.empty() ? "" : value_lines('-', values.before, style)) +
         (values.after.empty() ? "" : value_lines('+', values.after, style)) + below();
}

FieldSides field_sides(const FieldChange& encoded, const FieldStyle& style)
{
  constexpr std::size_t k_room = 60; // columns of one side
  const auto field = readable(encoded, style);
  const auto is_long = [&](const std::optional<json>& value) { return value && needs_block(*value, k_room); };
  if (!field.sensitive && !field.after_unknown && (is_long(field.before) || is_long(field.after))) {
    FieldSides sides{lines_of(field.before), lines_of(field.after), origin_text(field)};
    if (sides.before != sides.after) { // else two spellings of one text, such as of a script in base64
      return sides;
    }
  }
  FieldSides sides;
  sides.note = origin_text(field);
  if (field.before) {
    sides.before.push_back(side_text(field, *field.before, false, style));
  }
  if (field.after || field.after_unknown) {
    sides.after.push_back(value_after(field, style));
  }
  return sides;
}

std::string field_diff(const FieldChange& encoded, const FieldStyle& style)
{
  constexpr std::size_t k_room = 100;
  const auto field = readable(encoded, style);
  const auto path = style.owner + visible_line(field.path);
  const auto note = origin_text(field);
  const bool forces = style.marks_replace && field.field_class == plan::FieldClass::fixed;
  const auto below = (forces ? std::string(" # this forces the replacement\n") : std::string()) +
                     (note.empty() ? "" : fmt::format(" # {}\n", note));
  const auto is_long = [&](const std::optional<json>& value) { return value && needs_block(*value, k_room); };
  if (!field.sensitive && !field.after_unknown && (is_long(field.before) || is_long(field.after))) {
    if (const auto lines = block_diff(field); !lines.empty()) {
      return fmt::format("@@ {} @@\n{}{}", path, lines, below);
    }
    return (field.before ? fmt::format("- {} = {}\n", path, inline_value(*field.before)) : "") +
           (field.after ? fmt::format("+ {} = {}\n", path, inline_value(*field.after)) : "") + below;
  }
  const auto values = values_of(field, 2 * k_room, style);
  return (values.before.empty() ? "" : fmt::format("- {} = {}\n", path, values.before)) +
         (values.after.empty() ? "" : fmt::format("+ {} = {}\n", path, values.after)) + below;
}

} // namespace flowsync::view
