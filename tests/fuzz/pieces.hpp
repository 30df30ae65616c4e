#pragma once

#include "base/digest.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::fuzz {

// Takes an input apart at its lines "%% TITLE", so that inputs made of several texts stay readable. What comes before
// the first such line has the title "".
inline std::vector<std::pair<std::string, std::string_view>> pieces_of(std::string_view text)
{
  std::vector<std::pair<std::string, std::string_view>> pieces{{"", {}}};
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    const auto next = std::min(end + 1, text.size());
    if (line.starts_with("%%")) {
      pieces.back().second = text.substr(begin, at - begin);
      pieces.emplace_back(std::string(line.substr(line.starts_with("%% ") ? 3 : 2)), std::string_view());
      begin = next;
    }
    at = next;
  }
  pieces.back().second = text.substr(begin);
  return pieces;
}

// A file of ours with the check sum that its text has now, so that an input gets past the check.
inline std::string with_check_sum(std::string_view text)
{
  const auto body = std::string(text.substr(0, text.rfind("\"checksum\"")));
  return body + "\"checksum\":\"sha256:" + sha256_hex(body) + "\"}\n";
}

} // namespace flowsync::fuzz
