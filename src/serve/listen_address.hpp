#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::serve {

// Where to listen.
struct ListenAddress
{
  std::string host = "127.0.0.1";
  int port = 0; // 0 = a free one

  // Whether nobody but this machine reaches it.
  bool is_loopback() const;
  // "127.0.0.1:9090", "[::1]:9090".
  std::string text() const;
};

// Reads "HOST:PORT", "[IPV6]:PORT", or a port alone ("9090", ":9090"), which is one of the loopback address. Nothing
// for anything else.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

} // namespace flowsync::serve
