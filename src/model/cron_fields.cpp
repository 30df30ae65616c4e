#include "model/cron_fields.hpp"

#include "base/text.hpp"

#include <charconv>

namespace flowsync {

std::optional<int> cron_number(std::string_view text, int lowest, int highest)
{
  int number = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool fits = !text.empty() && read.ec == std::errc{} && read.ptr == end && number >= lowest && number <= highest;
  return fits ? std::optional(number) : std::nullopt;
}

std::optional<int> CronField::value(std::string_view text) const
{
  if (const auto number = cron_number(text, lowest, highest)) {
    return number;
  }
  const auto at = text.size() == 3 ? names.find(upper(text)) : std::string_view::npos;
  return at != std::string_view::npos && at % 3 == 0 ? std::optional(lowest + static_cast<int>(at / 3)) : std::nullopt;
}

std::vector<std::string_view> cron_words(std::string_view schedule)
{
  std::vector<std::string_view> words;
  for (const auto word : split(schedule, ' ')) {
    if (!word.empty()) {
      words.push_back(word);
    }
  }
  return words;
}

} // namespace flowsync
