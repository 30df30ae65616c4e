#pragma once

#include "model/cron_fields.hpp"

#include <bitset>
#include <optional>
#include <string_view>

namespace flowsync {

// The values of one field of a schedule that are wanted.
class CronValues
{
public:
  // What a field says; nothing for text that is no such field, as the special words of days are not.
  static std::optional<CronValues> read(std::string_view text, const CronField& field);

  explicit CronValues(const CronField& field) : m_field(&field) {}

  // Adds what one part between commas names: *, 5, 5-7, 5/10, */10, 5-7/2. False for anything else.
  bool add(std::string_view part);
  bool has(int value) const;

private:
  const CronField* m_field;
  std::bitset<131> m_wanted; // counted from the field's lowest
};

} // namespace flowsync
