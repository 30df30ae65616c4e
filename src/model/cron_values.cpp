#include "model/cron_values.hpp"

#include "base/text.hpp"

namespace flowsync {

std::optional<CronValues> CronValues::read(std::string_view text, const CronField& field)
{
  CronValues values(field);
  for (const auto part : split(text, ',')) {
    if (!values.add(part)) {
      return std::nullopt;
    }
  }
  return values;
}

bool CronValues::add(std::string_view part)
{
  const auto& field = *m_field;
  const auto slash = part.find('/');
  const auto step =
      slash != std::string_view::npos ? cron_number(part.substr(slash + 1), 1, field.largest_step()) : std::optional(1);
  const auto span = part.substr(0, slash);
  const auto dash = span.find('-');
  const bool all = span == "*";
  const auto from = all ? std::optional(field.lowest) : field.value(span.substr(0, dash));
  const bool open = all || (dash == std::string_view::npos && slash != std::string_view::npos);
  const auto to = open                             ? std::optional(field.highest)
                  : dash != std::string_view::npos ? field.value(span.substr(dash + 1))
                                                   : from;
  if (!step || !from || !to) {
    return false;
  }
  const auto size = field.highest - field.lowest + 1;
  const auto last = *to >= *from ? *to : *to + size; // FRI-MON goes round
  for (auto at = *from; at <= last; at += *step) {
    m_wanted.set(static_cast<std::size_t>((at - field.lowest) % size));
  }
  return true;
}

bool CronValues::has(int value) const
{
  return value >= m_field->lowest && value <= m_field->highest &&
         m_wanted.test(static_cast<std::size_t>(value - m_field->lowest));
}

} // namespace flowsync
