#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flowsync {

// RFC 6901: `path` with one more segment; '~' and '/' of the segment are escaped, dots mean nothing.
inline std::string pointer_below(std::string_view path, std::string_view segment)
{
  std::string result;
  result.reserve(path.size() + 1 + segment.size());
  result += path;
  result += '/';
  for (const char c : segment) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}
inline std::string pointer_below(std::string_view path, std::size_t index)
{
  return std::string(path) + '/' + std::to_string(index);
}

} // namespace flowsync
