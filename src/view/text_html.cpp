#include "view/text_html.hpp"

#include "base/text.hpp"
#include "view/budget.hpp"
#include "view/markdown_text.hpp"
#include "view/plan_html.hpp"
#include "view/plan_markdown.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string text_html(const std::string& title, const std::string& text)
{
  std::string lines;
  for (const auto line : split(text, '\n')) {
    lines += html_escape(line) + "\n";
  }
  return fmt::format(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{0}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.45 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }}
pre {{ overflow-x: auto; white-space: pre-wrap; }}
</style>
</head>
<body>
<h1>{0}</h1>
<pre>{1}</pre>
</body>
</html>
)",
                     html_escape(title), lines);
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
