#include "base/version.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace flowsync {

const std::string& program_version()
{
  static const std::string k_version = FLOWSYNC_VERSION;
  return k_version;
}

std::string Version::text() const
{
  return fmt::format("{}.{}.{}", major, minor, patch);
}

std::optional<Version> parse_version(std::string_view text)
{
  constexpr std::size_t k_longest_part = 6;
  if (text.starts_with('v')) {
    text.remove_prefix(1);
  }
  const auto parts = split(text, '.');
  std::array<int, 3> numbers{};
  if (parts.size() > numbers.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string part(parts[i]);
    if (part.empty() || part.size() > k_longest_part || part.find_first_not_of("0123456789") != std::string::npos) {
      return std::nullopt;
    }
    std::from_chars(part.data(), part.data() + part.size(), numbers.at(i));
  }
  return Version{numbers[0], numbers[1], numbers[2]};
}

bool VersionRange::contains(const Version& version) const
{
  return (!least || version >= *least) && (!beyond || version < *beyond);
}

std::string VersionRange::words() const
{
  if (!least) {
    return fmt::format("earlier than {}", beyond.value_or(Version{}).text());
  }
  return least->text() + " or later" + (beyond ? fmt::format(", but before {}", beyond->text()) : "");
}

std::optional<VersionRange> parse_version_range(std::string_view text)
{
  VersionRange range;
  for (const auto& part : split(text, ',')) {
    const std::string_view word = trim(part);
    const bool least = word.starts_with(">=");
    if (!least && (!word.starts_with('<') || word.starts_with("<="))) {
      return std::nullopt;
    }
    const auto version = parse_version(trim(word.substr(least ? 2 : 1)));
    auto& bound = least ? range.least : range.beyond;
    if (!version || bound) {
      return std::nullopt;
    }
    bound = version;
  }
  return range;
}

std::optional<Version> newer_writer(std::string_view text)
{
  constexpr std::string_view k_key = "\"flowsync_version\":\"";
  constexpr std::size_t k_beginning = 4096;
  text = text.substr(0, k_beginning);
  const auto at = text.find(k_key);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  text.remove_prefix(at + k_key.size());
  const auto writer = parse_version(text.substr(0, text.find('"')));
  const auto own = parse_version(program_version());
  return writer && own && *writer > *own ? writer : std::nullopt;
}

std::string writer_words(const std::optional<Version>& writer)
{
  return writer ? fmt::format("flowsync {}, and this is {}", writer->text(), program_version()) : "a newer flowsync";
}

std::string version_to_get(const std::optional<Version>& writer)
{
  return writer ? fmt::format("install flowsync {} or later", writer->text())
                : "install the version of flowsync that wrote it, or a later one";
}

} // namespace flowsync
