#include "view/field_text.hpp"

#include "base/printable.hpp"
#include "base/secret.hpp"
#include "view/characters.hpp"
#include "view/line_diff.hpp"
#include "view/value_text.hpp"

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

std::string value_after(const FieldChange& field, std::size_t room)
{
  return field.after_unknown ? "(known after apply)"
         : field.sensitive   ? std::string(k_sensitive_text)
                             : inline_value(*field.after, room);
}

std::string one_line(const FieldChange& field, std::size_t room)
{
  constexpr std::size_t k_least = 24;
  if (!field.before) {
    return field.after || field.after_unknown ? value_after(field, room) : "";
  }
  if (field.sensitive) {
    return field.after || field.after_unknown ? fmt::format("{0} -> {0}", k_sensitive_text)
                                              : std::string(k_sensitive_text);
  }
  if (!field.after && !field.after_unknown) {
    return inline_value(*field.before, room);
  }
  const auto half = std::max(k_least, room / 2);
  if (field.after_unknown) {
    return fmt::format("{} -> {}", inline_value(*field.before, half), value_after(field, half));
  }
  const auto [before, after] = inline_pair(*field.before, *field.after, half);
  return fmt::format("{} -> {}", before, after);
}

std::vector<std::string> lines_of(const std::optional<json>& value)
{
  return value && !value->is_null() ? block_lines(*value) : std::vector<std::string>{};
}

std::string block(const FieldChange& field, const FieldStyle& style)
{
  const auto lines = line_diff(lines_of(field.before), lines_of(field.after));
  std::string text;
  std::size_t shown = 0;
  for (const auto& line : lines) {
    if (shown++ == style.block_lines) {
      text += style.indent + "      " +
              style.paint.dim(fmt::format("# ({} more lines)", lines.size() - style.block_lines)) + "\n";
      break;
    }
    text += style.indent + "    ";
    if (line.sign == '#') {
      text += "  " + style.paint.dim(fmt::format("# ({} unchanged lines hidden)", line.hidden));
    } else {
      // Also what does not change has a sign: no line may begin with foreign text, which CI logs take for commands.
      const char sign = line.sign == ' ' ? '|' : line.sign;
      text += paint_sign(line.sign, fmt::format("{} {}", sign, line.text), style.paint);
    }
    text += '\n';
  }
  return text;
}

} // namespace

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
  auto field = encoded;
  if (field.path.ends_with("/code") && !field.sensitive) {
    for (auto* const value : {&field.before, &field.after}) {
      *value = *value ? std::optional(readable_code(**value)) : std::nullopt;
    }
  }
  const char sign = sign_of(field);
  const auto path = printable(field.path);
  const auto used = style.indent.size() + path.size() + 6;
  const std::size_t room = style.columns > used + 40 ? style.columns - used : 40;
  const auto is_long = [&](const std::optional<json>& value) { return value && needs_block(*value, room); };
  const auto sign_text = std::string(1, sign);
  const auto origin = origin_text(field);
  const auto note = origin.empty() ? std::string() : "# " + origin;
  const auto below = [&] {
    return note.empty() ? std::string() : fmt::format("{}    {}\n", style.indent, style.paint.dim(note));
  };
  const auto head = style.indent + paint_sign(sign, sign_text, style.paint) + " " + path;
  if (!field.sensitive && !field.after_unknown && (is_long(field.before) || is_long(field.after))) {
    return head + ":\n" + block(field, style) + below();
  }
  const auto value = one_line(field, room);
  const auto length = columns_in(style.indent + sign_text + " " + path + " = " + value + "  " + note);
  if (!note.empty() && length <= style.columns) {
    return fmt::format("{} = {}  {}\n", head, value, style.paint.dim(note));
  }
  return fmt::format("{} = {}\n{}", head, value, below());
}

} // namespace flowsync::view
