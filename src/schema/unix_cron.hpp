#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::schema {

// A Unix schedule (minute hour day month weekday) in Quartz: "0 0 1 * * ? *". Nothing when it names both days, which
// Quartz cannot say, or when it is not a Unix schedule. `words` are its five fields.
std::optional<std::string> quartz_of_unix(const std::vector<std::string_view>& words);

} // namespace flowsync::schema
