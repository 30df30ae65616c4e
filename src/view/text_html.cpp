#include "view/text_html.hpp"

#include "base/text.hpp"
#include "view/budget.hpp"
#include "view/html_page.hpp"
#include "view/markdown_text.hpp"
#include "view/markup.hpp"
#include "view/plan_markdown.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string text_html(const std::string& title, const std::string& text)
{
  std::string lines;
  for (const auto line : split(text, '\n')) {
    lines += html_escape(line) + "\n";
  }
  const auto shown = html_escape(title);
  return html_page(shown, fmt::format("<h1>{}</h1>\n<pre>{}</pre>\n", shown, lines));
}

std::string text_markdown(const std::string& title, const std::string& environment, const std::string& text)
{
  constexpr std::size_t k_around = 1000; // heading, fence and what is said of the rest
  Budget lines(k_markdown_limit - k_around);
  std::size_t left_out = 0;
  for (const auto line : split(std::string_view(text).substr(0, text.find_last_not_of('\n') + 1), '\n')) {
    left_out += lines.add(std::string(line) + "\n") ? std::size_t{0} : 1;
  }
  auto result = fmt::format("### {}{}\n\n{}", title, environment.empty() ? "" : ": " + markdown_code(environment),
                            markdown_fence(lines.take(), "text"));
  if (left_out > 0) {
    result += fmt::format("\n**Cut to fit:** {} left out.\n", count_of(left_out, "line"));
  }
  return result;
}

} // namespace flowsync::view
