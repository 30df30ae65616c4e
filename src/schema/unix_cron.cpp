#include "schema/unix_cron.hpp"

#include "schema/cron.hpp"

#include <fmt/format.h>

namespace flowsync::schema {

namespace {

// Unix counts the days of the week from 0 = Sunday (7 too), Quartz from 1: names are clear in both.
std::string weekday_names(std::string_view text)
{
  constexpr std::string_view k_names = "SUNMONTUEWEDTHUFRISATSUN";
  std::string result;
  char before = ' ';
  for (const char c : text) {
    if (c >= '0' && c <= '7' && before != '/') {
      result += k_names.substr(static_cast<std::size_t>(c - '0') * 3, 3);
    } else {
      result += c;
    }
    before = c;
  }
  return result;
}

} // namespace

std::optional<std::string> quartz_of_unix(const std::vector<std::string_view>& words)
{
  if (words.size() != 5 || (words[2] != "*" && words[4] != "*")) {
    return std::nullopt;
  }
  const bool by_weekday = words[4] != "*";
  const auto day = by_weekday ? "?" : std::string(words[2]);
  const auto weekday = by_weekday ? weekday_names(words[4]) : "?";
  auto quartz = fmt::format("0 {} {} {} {} {} *", words[0], words[1], day, words[3], weekday);
  return check_cron(quartz) ? std::nullopt : std::optional(std::move(quartz));
}

} // namespace flowsync::schema
