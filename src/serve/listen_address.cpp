#include "serve/listen_address.hpp"

#include <charconv>

namespace flowsync::serve {

bool ListenAddress::is_loopback() const
{
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string ListenAddress::text() const
{
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::optional<ListenAddress> parse_listen_address(std::string_view text)
{
  constexpr int k_last_port = 65535;
  ListenAddress address;
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos && colon > 0) {
    auto host = text.substr(0, colon);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    host = bracketed ? host.substr(1, host.size() - 2) : host;
    if (host.find_first_of("[]/@ ") != std::string_view::npos ||
        (!bracketed && host.find(':') != std::string_view::npos)) {
      return std::nullopt;
    }
    address.host = host;
  }
  const auto port = colon == std::string_view::npos ? text : text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (port.empty() || error != std::errc() || end != port.data() + port.size() || address.port < 0 ||
      address.port > k_last_port) {
    return std::nullopt;
  }
  return address;
}

} // namespace flowsync::serve
