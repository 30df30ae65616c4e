#pragma once

#include <regex>
#include <string>

namespace flowsync::testing {

// What a reader of an HTML page sees: tags taken out, entities put in.
inline std::string text_of_html(const std::string& page)
{
  auto text = std::regex_replace(page, std::regex("<[^>]*>"), "");
  for (const auto& [entity, character] : {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""),
                                          std::pair("&#39;", "'"), std::pair("&amp;", "&")}) {
    text = std::regex_replace(text, std::regex(entity), character);
  }
  return text;
}

} // namespace flowsync::testing
