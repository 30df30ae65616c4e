// Text from the service or a spec on its way to a terminal, a page, a log or another program. The first character
// chooses where it goes.

#include "base/excerpt.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "view/characters.hpp"
#include "view/json_text.hpp"
#include "view/markdown_text.hpp"
#include "view/markup.hpp"
#include "view/plan_html.hpp"
#include "view/plan_json.hpp"
#include "view/plan_markdown.hpp"
#include "view/plan_text.hpp"
#include "view/sample_plan.hpp"
#include "view/source_excerpt.hpp"
#include "view/table.hpp"
#include "view/value_text.hpp"

#include <algorithm>

using namespace flowsync;
using namespace flowsync::view;
using fuzz::is_harmless;
using fuzz::must_hold;

namespace {

void check_base(std::string_view text)
{
  const auto shown = printable(text);
  must_hold(is_harmless(shown), "printable text is harmless");
  must_hold(printable(shown) == shown, "printable text stays as it is");
  must_hold(is_harmless(excerpt(text)), "an excerpt is harmless");
  must_hold(underline_length(text) >= 1, "something is underlined");
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

void check_html(std::string_view text)
{
  const auto html = html_escape(text);
  must_hold(is_harmless(html) && html.find_first_of("<>\"'") == std::string::npos, "escaped HTML holds no markup");
  auto back = replaced(replaced(html, "&lt;", "<"), "&gt;", ">");
  back = replaced(replaced(back, "&quot;", "\""), "&#39;", "'");
  must_hold(replaced(back, "&amp;", "&") == printable(text), "escaped HTML shows the text");
}

void check_markdown(std::string_view text)
{
  const auto escaped = markdown_escape(text);
  must_hold(is_harmless(escaped, false, true) && escaped.find_first_of("<>") == std::string::npos,
            "escaped Markdown is harmless");
  std::string back;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    constexpr std::string_view k_active = "`*_{}[]()#!|~";
    must_hold(k_active.find(escaped[i]) == std::string_view::npos, "nothing in escaped Markdown is active");
    i += escaped[i] == '\\' ? 1U : 0U;
    must_hold(i < escaped.size(), "escaped Markdown escapes nothing behind it");
    back += escaped[i];
  }
  back = replaced(replaced(replaced(back, "@\xE2\x80\x8B", "@"), "&lt;", "<"), "&gt;", ">");
  must_hold(replaced(back, "&amp;", "&") == printable(text), "escaped Markdown shows the text");

  const auto code = markdown_code(text);
  const auto ticks = std::min(code.find_first_not_of('`'), code.size());
  must_hold(is_harmless(code) && ticks > 0 && code.size() > 2 * ticks, "code is harmless and between backticks");
  const auto inside = std::string_view(code).substr(ticks, code.size() - 2 * ticks);
  must_hold(inside.find(std::string(ticks, '`')) == std::string_view::npos && inside.front() != '`' &&
                inside.back() != '`' && code.ends_with(std::string(ticks, '`')),
            "code ends where it is meant to");
  for (std::size_t i = 0; i < inside.size(); ++i) {
    must_hold(inside[i] != '|' || (i > 0 && inside[i - 1] == '\\'), "code ends no cell of a table");
  }

  const auto body = text.empty() || text.ends_with('\n') ? std::string(text) : std::string(text) + "\n";
  const auto block = markdown_fence(body, "diff");
  const auto fence = block.substr(0, block.find_first_not_of('`'));
  must_hold(fence.size() >= 3 && body.find(fence) == std::string::npos, "nothing inside ends a block");
  must_hold(block == fence + "diff\n" + body + fence + "\n", "a block holds its text");
}

void check_values(std::string_view text)
{
  constexpr std::size_t k_short = 30;
  auto value = nlohmann::json::parse(text, nullptr, false);
  if (value.is_discarded()) {
    value = std::string(text);
  }
  const nlohmann::json nested{{std::string(text), {value, std::string(text)}}};
  for (const auto& shown : {value, nested}) {
    must_hold(is_harmless(inline_value(shown)), "a value on a line is harmless");
    const auto pair = inline_pair(shown, nlohmann::json(std::string(text) + "x"), k_short);
    must_hold(is_harmless(pair.first) && is_harmless(pair.second), "two values on lines are harmless");
    const auto lines = block_lines(shown);
    must_hold(std::all_of(lines.begin(), lines.end(),
                          [](const auto& line) { return is_harmless(replaced(line, "\t", " ")); }),
              "the lines of a value are harmless");
    static_cast<void>(needs_block(shown, k_short));
    const auto json = json_text(shown);
    must_hold(std::all_of(json.begin(), json.end(), [](char c) { return c == '\n' || (c >= ' ' && c < 0x7F); }),
              "JSON is plain ASCII");
    must_hold(!is_utf8(text) || nlohmann::json::parse(json) == shown, "JSON holds its value");
  }
}

void check_layout(std::string_view text)
{
  const std::string cell(text);
  const auto table = table_text({"A", cell}, {{cell, "b"}, {"", cell}}, Paint(false));
  must_hold(is_harmless(table, true) && std::count(table.begin(), table.end(), '\n') == 3, "a row is one line");

  const auto all = characters(text);
  std::string joined;
  for (const auto character : all) {
    joined += character;
  }
  must_hold(joined == text, "characters are the whole text");
  must_hold(columns_in(text) <= 2 * all.size(), "a character takes two columns at most");
  const auto half = all.size() / 2;
  must_hold(first_characters(text, half) + last_characters(text, all.size() - half) == text, "a text has two halves");

  Location where{"a.yaml", 3, static_cast<int>(all.size() % 200) + 1, static_cast<int>(half) + 1, cell};
  const auto lines = source_excerpt(where, Paint(false));
  must_hold(is_harmless(replaced(lines, "\t", " "), true), "a source line is harmless");
  Diagnostics problems;
  where.file = cell;
  problems.error("failed", cell, where, cell).related.push_back({cell, where});
  problems.warning("failed", cell);
  fuzz::check_shown(problems);
  fuzz::check_published(problems);
}

// A plan in which the service and the specs say `text` wherever they may say anything.
plan::Plan plan_about(const std::string& text)
{
  auto plan = testing::sample_plan();
  plan.identity.user_name = text;
  plan.identity.org_name = text;
  for (auto& change : plan.changes) {
    change.name = text;
    for (auto& field : change.fields) {
      for (auto* const value : {&field.before, &field.after}) {
        if (*value && (*value)->is_string()) {
          **value = text;
        }
      }
    }
  }
  for (auto& drift : plan.drift) {
    drift.name = text;
    drift.notes.push_back({"recreated", text, false});
  }
  plan.waiting[0].reason = text;
  plan.incomplete.push_back("orders/sink/archive is not created: " + text);
  plan.diagnostics.warning(DiagnosticCode::read("noticed"), text, {text, 1, 1, 1, text}, text);
  return plan;
}

void check_plan(std::string_view text)
{
  const auto plan = plan_about(std::string(text));
  const auto shown = plan_text(plan, {});
  must_hold(is_harmless(replaced(shown, "\t", " "), true), "a plan is harmless on a terminal");
  must_hold(fuzz::commands_nothing(shown), "a plan commands nothing in a log");
  const auto markdown = plan_markdown(plan, {});
  must_hold(is_harmless(replaced(markdown, "\t", " "), true, true), "a plan is harmless in Markdown");
  must_hold(markdown.size() < k_markdown_limit, "a plan in Markdown is no longer than a comment may be");
  constexpr std::size_t k_tight = 3'000;
  must_hold(plan_markdown(plan, {}, k_tight).size() < k_tight, "a plan in Markdown can be cut");
  must_hold(is_harmless(replaced(plan_html(plan, {}), "\t", " "), true), "a plan is harmless in HTML");
  must_hold(nlohmann::json::accept(json_text(plan_json(plan))), "a plan is JSON");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  if (size == 0) {
    return -1; // not worth keeping
  }
  const auto text = fuzz::text_of(data + 1, size - 1);
  switch (data[0]) {
  case 'h':
    check_html(text);
    break;
  case 'm':
    check_markdown(text);
    break;
  case 'v':
    check_values(text);
    break;
  case 'l':
    check_layout(text);
    break;
  case 'p':
    check_plan(text);
    break;
  default:
    check_base(text);
  }
  return 0;
}
