#include "nexla/installation.hpp"

#include "http/url.hpp"

namespace flowsync::nexla {

std::string installation_of(std::string_view url)
{
  if (url.starts_with("sim:")) {
    return std::string(url.substr(0, url.find('?')));
  }
  const auto parsed =
      http::parse_url(url.find("://") == std::string_view::npos ? "https://" + std::string(url) : std::string(url));
  if (url.empty() || !parsed) {
    return {};
  }
  if (http::is_loopback(parsed->host)) {
    return "localhost";
  }
  const auto origin = parsed->origin();
  return origin.substr(origin.find("://") + 3);
}

} // namespace flowsync::nexla
