#include "cli/option_words.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

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

} // namespace flowsync::cli
