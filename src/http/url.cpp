#include "http/url.hpp"

#include "base/text.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace flowsync::http {

namespace {

struct UrlFree
{
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlFree>;

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0)
{
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK || text == nullptr) {
    return {};
  }
  const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
  return owner.get();
}

std::optional<Url> take_apart(CURLU* handle)
{
  Url url;
  url.scheme = lower(part(handle, CURLUPART_SCHEME));
  url.host = lower(part(handle, CURLUPART_HOST));
  if (url.host.ends_with('.')) {
    url.host.pop_back();
  }
  const auto port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), url.port);
  if ((url.scheme != "http" && url.scheme != "https") || url.host.empty() || read.ec != std::errc{}) {
    return std::nullopt;
  }
  url.path = part(handle, CURLUPART_PATH);
  url.query = part(handle, CURLUPART_QUERY);
  url.fragment = part(handle, CURLUPART_FRAGMENT);
  url.user_info = !part(handle, CURLUPART_USER).empty() || !part(handle, CURLUPART_PASSWORD).empty();
  return url;
}

bool has_blank_or_control(std::string_view text)
{
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\') {
      return true;
    }
  }
  return false;
}

} // namespace

std::string Url::origin() const
{
  const int usual = scheme == "https" ? 443 : 80;
  return port == usual ? fmt::format("{}://{}", scheme, host) : fmt::format("{}://{}:{}", scheme, host, port);
}

std::optional<Url> parse_url(std::string_view text)
{
  if (has_blank_or_control(text) || text.find("://") == std::string_view::npos) {
    return std::nullopt;
  }
  const UrlHandle handle(curl_url());
  if (!handle || curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) {
    return std::nullopt;
  }
  auto url = take_apart(handle.get());
  // "https://@host": an empty user is user information too.
  const auto authority = text.substr(text.find("://") + 3);
  if (url && authority.substr(0, authority.find_first_of("/?#")).find('@') != std::string_view::npos) {
    url->user_info = true;
  }
  return url;
}

std::optional<Url> resolve_url(const Url& base, std::string_view location)
{
  if (has_blank_or_control(location)) {
    return std::nullopt;
  }
  const UrlHandle handle(curl_url());
  const auto from = base.origin() + base.path;
  if (!handle || curl_url_set(handle.get(), CURLUPART_URL, from.c_str(), 0) != CURLUE_OK ||
      curl_url_set(handle.get(), CURLUPART_URL, std::string(location).c_str(), 0) != CURLUE_OK) {
    return std::nullopt;
  }
  return take_apart(handle.get());
}

bool is_loopback(std::string_view host)
{
  if (host == "localhost" || host == "[::1]") {
    return true;
  }
  const auto parts = split(host, '.');
  if (parts.size() != 4 || parts[0] != "127") {
    return false;
  }
  for (const auto number : parts) {
    if (number.empty() || number.size() > 3 || number.find_first_not_of("0123456789") != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool is_listed_host(std::string_view host, std::string_view list)
{
  std::string names = lower(list);
  std::replace_if(
      names.begin(), names.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }, ',');
  const auto parts = split(names, ',');
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view name) {
    if (name.starts_with("*.") && name.size() > 2) {
      return host.size() > name.size() - 1 && host.ends_with(name.substr(1));
    }
    return !name.empty() && host == name;
  });
}

std::string percent_encode(std::string_view text)
{
  constexpr std::string_view k_plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string result;
  for (const char c : text) {
    if (k_plain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

} // namespace flowsync::http
