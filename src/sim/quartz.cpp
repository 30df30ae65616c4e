#include "sim/quartz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>
#include <vector>

namespace flowsync::sim {

namespace {

constexpr std::array<std::string_view, 12> k_months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                    "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> k_days{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

struct Field
{
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> words; // the first one stands for 1
};

const std::array<Field, 7> k_fields{{{"seconds", 0, 59, {}},
                                     {"minutes", 0, 59, {}},
                                     {"hours", 0, 23, {}},
                                     {"day of month", 1, 31, {}},
                                     {"month", 1, 12, k_months},
                                     {"day of week", 1, 7, k_days},
                                     {"year", 1970, 2199, {}}}};
constexpr std::size_t k_day_of_month = 3;
constexpr std::size_t k_day_of_week = 5;

std::vector<std::string> split(std::string_view text, char separator, bool keep_empty)
{
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text) {
    if (c == separator) {
      if (keep_empty || !part.empty()) {
        parts.push_back(std::move(part));
      }
      part.clear();
    } else {
      part += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  if (keep_empty || !part.empty()) {
    parts.push_back(std::move(part));
  }
  return parts;
}

bool is_number(std::string_view text, int least, int most)
{
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= least && value <= most;
}

bool is_value(std::string_view text, const Field& field)
{
  return is_number(text, field.least, field.most) ||
         std::find(field.words.begin(), field.words.end(), text) != field.words.end();
}

// "L", "L-3", "LW", "15W" for days of the month; "L", "6L", "FRI#2" for days of the week.
bool is_special(std::string_view text, std::size_t index)
{
  const Field& field = k_fields[index];
  if (index == k_day_of_month) {
    return text == "L" || text == "LW" || (text.starts_with("L-") && is_number(text.substr(2), 1, 30)) ||
           (text.ends_with('W') && is_value(text.substr(0, text.size() - 1), field));
  }
  if (index == k_day_of_week) {
    const auto hash = text.find('#');
    return text == "L" || (text.ends_with('L') && is_value(text.substr(0, text.size() - 1), field)) ||
           (hash != std::string_view::npos && is_value(text.substr(0, hash), field) &&
            is_number(text.substr(hash + 1), 1, 5));
  }
  return false;
}

bool is_item(std::string_view item, std::size_t index)
{
  const Field& field = k_fields[index];
  const auto slash = item.find('/');
  if (slash != std::string_view::npos) {
    if (!is_number(item.substr(slash + 1), 1, field.most)) {
      return false;
    }
    item = item.substr(0, slash);
  }
  if (item == "*") {
    return true;
  }
  const auto dash = item.find('-');
  if (dash != std::string_view::npos && is_value(item.substr(0, dash), field)) {
    return is_value(item.substr(dash + 1), field);
  }
  return is_value(item, field) || (slash == std::string_view::npos && is_special(item, index));
}

} // namespace

std::optional<std::string> quartz_problem(std::string_view expression)
{
  const auto parts = split(expression, ' ', false);
  if (parts.size() != 6 && parts.size() != 7) {
    return fmt::format("a Quartz cron has 6 or 7 fields, not {}", parts.size());
  }
  const bool free_day = parts[k_day_of_month] == "?";
  const bool free_weekday = parts[k_day_of_week] == "?";
  if (free_day == free_weekday) {
    return "exactly one of day of month and day of week must be '?'";
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if ((i == k_day_of_month && free_day) || (i == k_day_of_week && free_weekday)) {
      continue;
    }
    const auto items = split(parts[i], ',', true);
    const auto fits = [&](const std::string& item) { return is_item(item, i); };
    if (!std::all_of(items.begin(), items.end(), fits)) {
      return fmt::format("'{}' is not a value for {}", parts[i], k_fields[i].name);
    }
  }
  return std::nullopt;
}

} // namespace flowsync::sim
