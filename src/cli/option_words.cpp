#include "cli/option_words.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

namespace flowsync::cli {

std::string expected_digest(const std::string& text)
{
  constexpr std::string_view k_kind = "sha256:";
  constexpr std::size_t k_least = 12;
  constexpr std::size_t k_whole = 64;
  const auto digits = text.starts_with(k_kind) ? text.substr(k_kind.size()) : text;
  if (digits.size() < k_least || digits.size() > k_whole ||
      digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw Misuse{fmt::format("`{}` is not a digest of a plan", text),
                 fmt::format("it is what `flowsync plan` prints as digest, or its first {} digits or more", k_least)};
  }
  return std::string(k_kind) + digits;
}

Duration time_of(const std::string& text)
{
  const auto timeout = parse_duration(text);
  if (!timeout) {
    throw Misuse{fmt::format("`{}` is not a time", text), "write it like 500ms, 30s, 5m or 1h"};
  }
  return *timeout;
}

Shard shard_from(const std::string& text)
{
  const auto slash = text.find('/');
  Shard shard;
  const auto read = [](std::string_view digits, std::size_t& number) {
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return wrong == std::errc() && end == digits.data() + digits.size();
  };
  if (slash == std::string::npos || !read(std::string_view(text).substr(0, slash), shard.index) ||
      !read(std::string_view(text).substr(slash + 1), shard.count) || shard.index >= shard.count) {
    throw Misuse{fmt::format("`{}` is not a part", text),
                 "write it like 0/4, 1/4, 2/4 and 3/4, which together are everything"};
  }
  return shard;
}

} // namespace flowsync::cli
