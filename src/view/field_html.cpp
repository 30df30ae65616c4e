#include "view/field_html.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "view/line_diff.hpp"
#include "view/markup.hpp"
#include "view/value_text.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using SideLines = std::vector<std::string>;

// How many units of UTF-16, in which scripts count, a text takes.
std::size_t script_length(std::string_view text)
{
  const auto beyond = std::count_if(text.begin(), text.end(), [](char c) { return announced_length(c) == 4; });
  return count_characters(text) + static_cast<std::size_t>(beyond);
}

// A cell of one side; `other` is the line that became it or that it became, nullptr when there is none. The text stays
// whole, so that it is found in the file; the script of the page marks the parts in which it differs.
std::string side_cell(char sign, const std::string& line, const std::string* other)
{
  constexpr std::size_t k_shown_whole = 400;
  const auto* const tag = sign == '-' ? "del" : "ins";
  if (other == nullptr) {
    return fmt::format("<{0}>{1}</{0}>", tag, html_escape(line));
  }
  const bool is_long = std::max(line.size(), other->size()) > k_shown_whole;
  std::string text;
  std::string marks;
  std::size_t at = 0;
  for (const auto& piece :
       sign == '-' ? changed_pieces(line, *other, is_long) : changed_pieces(*other, line, is_long)) {
    if (piece.sign != ' ' && piece.sign != sign) {
      continue;
    }
    const auto end = at + script_length(piece.text);
    marks += piece.sign == ' ' ? "" : fmt::format("{}{}-{}", marks.empty() ? "" : ",", at, end);
    text += piece.text;
    at = end;
  }
  const bool is_whole = marks.empty() || marks == fmt::format("0-{}", at);
  return is_whole ? fmt::format("<{0}>{1}</{0}>", tag, html_escape(text))
                  : fmt::format("<{0} data-m=\"{2}\">{1}</{0}>", tag, html_escape(text), marks);
}

// Lines that went and lines that came in their place, one beside the other as far as there are two.
void write_changed(SideLines& gone, SideLines& come, std::string& html)
{
  for (std::size_t i = 0; i < std::max(gone.size(), come.size()); ++i) {
    const auto* const left = i < gone.size() ? &gone[i] : nullptr;
    const auto* const right = i < come.size() ? &come[i] : nullptr;
    html += left != nullptr ? side_cell('-', *left, right) : "<span></span>";
    html += right != nullptr ? side_cell('+', *right, left) : "<span class=\"r\"></span>";
  }
  gone.clear();
  come.clear();
}

std::string one_side(char sign, const SideLines& lines)
{
  std::string html = "<div class=\"side one\">";
  for (const auto& line : lines) {
    html += side_cell(sign, line, nullptr);
  }
  return html + "</div>";
}

std::string both_sides(SideLines before, SideLines after)
{
  std::string html = "<div class=\"side\">";
  if (before == after) { // both are masked
    write_changed(before, after, html);
    return html + "</div>";
  }
  SideLines gone;
  SideLines come;
  for (const auto& line : line_diff(before, after)) {
    if (line.sign == '-') {
      gone.push_back(line.text);
    } else if (line.sign == '+') {
      come.push_back(line.text);
    } else {
      write_changed(gone, come, html);
      html += line.sign == '#'
                  ? fmt::format("<i>{} unchanged {} hidden</i>", line.hidden, line.hidden == 1 ? "line" : "lines")
                  : fmt::format("<span>{0}</span><span class=\"r\">{0}</span>", html_escape(line.text));
    }
  }
  write_changed(gone, come, html);
  return html + "</div>";
}

} // namespace

std::string field_html(const plan::FieldChange& field, const FieldStyle& style)
{
  auto sides = field_sides(field, style);
  for (auto* const lines : {&sides.before, &sides.after}) {
    std::transform(lines->begin(), lines->end(), lines->begin(), printable);
  }
  const bool forces = style.marks_replace && field.field_class == plan::FieldClass::fixed;
  auto html = fmt::format("<div class=\"field\"><span class=\"path\">{}{}</span>{}", html_escape(style.owner),
                          html_escape(visible_line(field.path)),
                          forces ? "<span class=\"tag lost\">forces the replacement</span>" : "");
  if (!sides.before.empty() && !sides.after.empty()) {
    html += both_sides(std::move(sides.before), std::move(sides.after));
  } else if (!sides.before.empty() && sides.after.empty()) {
    html += one_side('-', sides.before);
  } else {
    html += one_side('+', sides.after);
  }
  html += sides.note.empty() ? "" : "<div class=\"quiet\">" + html_escape(sides.note) + "</div>";
  return html + "</div>\n";
}

} // namespace flowsync::view
