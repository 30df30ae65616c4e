#pragma once

#include <algorithm>
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

// Whether `path` is `base` or lies below it.
inline bool is_within(std::string_view path, std::string_view base)
{
  return path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
}

// Each path right before all that lies below it: the slash comes before every other character.
struct PathOrder
{
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const
  {
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (left == a.end() || right == b.end()) {
      return left == a.end() && right != b.end();
    }
    return *right != '/' && (*left == '/' || static_cast<unsigned char>(*left) < static_cast<unsigned char>(*right));
  }
};

} // namespace flowsync
