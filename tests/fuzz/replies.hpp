#pragma once

#include "base/text.hpp"
#include "http/transport.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

namespace flowsync::fuzz {

// The answer to a request, as an input writes it: its title is the status (0: nothing was sent, any other number below
// 100: nothing came back), then headers up to an empty line, and the body below it.
inline Result<http::Response, http::TransportError> read_reply(const std::string& title, std::string_view text)
{
  int status = 200;
  std::from_chars(title.data(), title.data() + title.size(), status);
  if (status < 100 || status > 999) {
    using Kind = http::TransportError::Kind;
    return http::TransportError{status == 0 ? Kind::not_sent : Kind::uncertain, std::string(text)};
  }
  http::Response response;
  response.status = status;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto colon = line.find(':');
    if (line.empty() || colon == std::string_view::npos) {
      break;
    }
    response.headers.emplace_back(lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
  }
  response.body = text;
  return response;
}

} // namespace flowsync::fuzz
