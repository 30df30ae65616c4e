#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace flowsync::testing {

// What a reader of an HTML page sees: tags, style and script taken out, entities put in; the
// two sides of a value as lines with a sign.
inline std::string text_of_html(std::string_view page)
{
  std::string text;
  for (std::size_t at = 0; at < page.size();) {
    const auto rest = page.substr(at);
    if (rest.starts_with('<')) {
      const std::string_view end = rest.starts_with("<style>")    ? "</style>"
                                   : rest.starts_with("<script>") ? "</script>"
                                                                  : ">";
      const auto found = rest.find(end);
      text += rest.starts_with("<del") ? "\n- " : rest.starts_with("<ins") ? "\n+ " : "";
      at = found == std::string_view::npos ? page.size() : at + found + end.size();
      continue;
    }
    std::size_t length = 1;
    std::string_view shown = rest.substr(0, 1);
    for (const auto& [entity, character] : {std::pair<std::string_view, std::string_view>("&lt;", "<"),
                                            {"&gt;", ">"},
                                            {"&quot;", "\""},
                                            {"&#39;", "'"},
                                            {"&amp;", "&"}}) {
      if (rest.starts_with(entity)) {
        length = entity.size();
        shown = character;
      }
    }
    text += shown;
    at += length;
  }
  return text;
}

} // namespace flowsync::testing
