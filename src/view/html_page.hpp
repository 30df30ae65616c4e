#pragma once

#include <string>
#include <string_view>

namespace flowsync::view {

// One page that loads nothing and needs no script: title and body, already escaped, the style of all reports, and
// `script` at its end ("" = none). Its Content-Security-Policy lets nothing run but that style and that script.
std::string html_page(const std::string& title, const std::string& body, std::string_view script = {});

// The style of all pages, for light and dark, narrow screens and paper.
std::string_view page_style();

// What makes a page of plans better where scripts run: filters, keys, unfolding.
std::string_view plan_page_script();

} // namespace flowsync::view
