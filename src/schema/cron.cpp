#include "schema/cron.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "schema/findings.hpp"
#include "schema/unix_cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace flowsync::schema {

namespace {

struct Field
{
  std::string_view name;
  int lowest;
  int highest;
  std::string_view names; // words for the numbers from `lowest` on, three letters each
};

constexpr std::array k_fields{
    Field{"second", 0, 59, ""},
    Field{"minute", 0, 59, ""},
    Field{"hour", 0, 23, ""},
    Field{"day of the month", 1, 31, ""},
    Field{"month", 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"},
    Field{"day of the week", 1, 7, "SUNMONTUEWEDTHUFRISAT"},
    Field{"year", 1970, 2099, ""},
};
constexpr std::size_t k_day = 3;
constexpr std::size_t k_weekday = 5;
constexpr std::size_t k_year = 6;

std::optional<int> number_in(std::string_view text, int lowest, int highest)
{
  int number = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool fits = !text.empty() && read.ec == std::errc{} && read.ptr == end && number >= lowest && number <= highest;
  return fits ? std::optional(number) : std::nullopt;
}

bool is_value(std::string_view text, const Field& field)
{
  if (number_in(text, field.lowest, field.highest)) {
    return true;
  }
  const auto word = upper(text);
  const auto at = word.size() == 3 ? field.names.find(word) : std::string_view::npos;
  return at != std::string_view::npos && at % 3 == 0;
}

// The forms that only days know: L, LW, L-3, 15W; 6L, FRIL, 6#3.
bool is_special_day(std::string_view text, std::size_t index)
{
  const auto& field = k_fields[index];
  const auto word = upper(text);
  if (index == k_day) {
    const bool last =
        word == "L" || word == "LW" || (word.starts_with("L-") && number_in(std::string_view(word).substr(2), 1, 30));
    return last || (word.size() > 1 && word.ends_with('W') && is_value(text.substr(0, text.size() - 1), field));
  }
  if (index != k_weekday) {
    return false;
  }
  if (word == "L" || (word.size() > 1 && word.ends_with('L') && is_value(text.substr(0, text.size() - 1), field))) {
    return true;
  }
  const auto hash = text.find('#');
  return hash != std::string_view::npos && is_value(text.substr(0, hash), field) &&
         number_in(text.substr(hash + 1), 1, 5).has_value();
}

// One of the parts that commas separate: *, 5, 5-7, 5/10, */10, 5-7/2 or a special day.
bool is_part(std::string_view part, std::size_t index)
{
  const auto& field = k_fields[index];
  const auto slash = part.find('/');
  if (slash != std::string_view::npos) {
    const int most = index == k_year ? field.highest - field.lowest : field.highest;
    if (!number_in(part.substr(slash + 1), 1, most)) {
      return false;
    }
    part = part.substr(0, slash);
  }
  if (part == "*" || is_value(part, field) || (slash == std::string_view::npos && is_special_day(part, index))) {
    return true;
  }
  const auto dash = part.find('-');
  return dash != std::string_view::npos && is_value(part.substr(0, dash), field) &&
         is_value(part.substr(dash + 1), field);
}

std::string allowed(const Field& field)
{
  const auto names = field.names.empty() ? std::string()
                                         : fmt::format(" or {} to {}", field.names.substr(0, 3),
                                                       field.names.substr(field.names.size() - 3));
  return fmt::format("write *, {} to {}{}, a range 1-5, a list 1,2 or a step 0/15", field.lowest, field.highest, names);
}

std::optional<CronProblem> check_field(std::string_view text, std::size_t index)
{
  const auto& field = k_fields[index];
  if (text == "?" && (index == k_day || index == k_weekday)) {
    return std::nullopt;
  }
  for (const auto part : split(text, ',')) {
    if (part == "?") {
      return CronProblem{fmt::format("`?` cannot stand for the {}", field.name),
                         "`?` is for the day of the month or the day of the week, alone"};
    }
    if (!is_part(part, index)) {
      return CronProblem{fmt::format("`{}` is not a valid {} of a schedule", excerpt(part), field.name),
                         allowed(field)};
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> words_of(std::string_view text)
{
  std::vector<std::string_view> words;
  for (const auto word : split(text, ' ')) {
    if (!word.empty()) {
      words.push_back(word);
    }
  }
  return words;
}

} // namespace

std::optional<CronProblem> check_cron(std::string_view text)
{
  const auto words = words_of(text);
  if (words.size() == 5) {
    const auto same = quartz_of_unix(words);
    return CronProblem{"a schedule has 6 or 7 fields (second minute hour day month weekday year), not 5 as in Unix",
                       same ? fmt::format("write \"{}\"", *same)
                            : "begin with the seconds, and use ? for one of the days"};
  }
  if (words.size() < 6 || words.size() > k_fields.size()) {
    return CronProblem{fmt::format("a schedule has 6 or 7 fields, this one has {}", words.size()),
                       "write second minute hour day month weekday year, such as \"0 0 * * * ? *\""};
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (auto problem = check_field(words[i], i)) {
      return problem;
    }
  }
  const auto open_days = (words[k_day] == "?" ? 1 : 0) + (words[k_weekday] == "?" ? 1 : 0);
  if (open_days != 1) {
    return CronProblem{"exactly one of the day of the month and the day of the week must be `?`",
                       open_days == 2 ? "write * for one of them" : "write ? for the one that does not matter"};
  }
  return std::nullopt;
}

} // namespace flowsync::schema
