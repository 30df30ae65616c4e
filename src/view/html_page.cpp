#include "view/html_page.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

// The source of an inline text as a Content-Security-Policy names it.
std::string policy_hash(std::string_view text)
{
  const auto hex = sha256_hex(text);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return "'sha256-" + encode_base64(bytes) + "'";
}

} // namespace

std::string html_page(const std::string& title, const std::string& body, std::string_view script)
{
  const auto style = page_style();
  auto page = fmt::format(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{}</title>
<style>{}</style>
</head>
<body>
)",
                          policy_hash(style), script.empty() ? "'none'" : policy_hash(script), title, style);
  page += body;
  page += script.empty() ? "" : fmt::format("<script>{}</script>\n", script);
  return page + "</body>\n</html>\n";
}

} // namespace flowsync::view
