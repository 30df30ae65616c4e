#include "schema/cron.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/cron_days.hpp"
#include "schema/findings.hpp"
#include "schema/unix_cron.hpp"

#include <fmt/format.h>

namespace flowsync::schema {

namespace {

// One of the parts that commas separate: *, 5, 5-7, 5/10, */10, 5-7/2; of days also L, LW, L-3, 15W, 6L, FRIL, 6#3.
bool is_part(std::string_view part, std::size_t index)
{
  return index == cron_field::day       ? CronDays::read(part, "?").has_value()
         : index == cron_field::weekday ? CronDays::read("?", part).has_value()
                                        : CronValues(k_cron_fields[index]).add(part);
}

std::string allowed(const CronField& field)
{
  const auto names = field.names.empty() ? std::string()
                                         : fmt::format(" or {} to {}", field.names.substr(0, 3),
                                                       field.names.substr(field.names.size() - 3));
  return fmt::format("write *, {} to {}{}, a range 1-5, a list 1,2 or a step 0/15", field.lowest, field.highest, names);
}

std::optional<CronProblem> check_field(std::string_view text, std::size_t index)
{
  const auto& field = k_cron_fields[index];
  if (text == "?" && (index == cron_field::day || index == cron_field::weekday)) {
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

} // namespace

std::optional<CronProblem> check_cron(std::string_view text)
{
  const auto words = cron_words(text);
  if (words.size() == 5) {
    const auto same = quartz_of_unix(words);
    return CronProblem{"a schedule has 6 or 7 fields (second minute hour day month weekday year), not 5 as in Unix",
                       same ? fmt::format("write \"{}\"", *same)
                            : "begin with the seconds, and use ? for one of the days"};
  }
  if (words.size() < 6 || words.size() > k_cron_fields.size()) {
    return CronProblem{fmt::format("a schedule has 6 or 7 fields, this one has {}", words.size()),
                       "write second minute hour day month weekday year, such as \"0 0 * * * ? *\""};
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (auto problem = check_field(words[i], i)) {
      return problem;
    }
  }
  const auto open_days = (words[cron_field::day] == "?" ? 1 : 0) + (words[cron_field::weekday] == "?" ? 1 : 0);
  if (open_days != 1) {
    return CronProblem{"exactly one of the day of the month and the day of the week must be `?`",
                       open_days == 2 ? "write * for one of them" : "write ? for the one that does not matter"};
  }
  return std::nullopt;
}

} // namespace flowsync::schema
