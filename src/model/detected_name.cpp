#include "model/detected_name.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync {

DetectedName split_detected_name(const std::string& name)
{
  constexpr std::size_t k_most_digits = 6;
  const auto digits = std::min(name.find_first_not_of("0123456789"), name.size());
  if (digits == 0 || digits > k_most_digits || name.compare(digits, 3, " - ") != 0) {
    return {0, name};
  }
  return {std::stoul(name.substr(0, digits)), name.substr(digits + 3)};
}

bool is_written_by_nexla(const std::string& description, const DetectedName& name)
{
  return name.number > 0 && description == fmt::format("DataSet #{} detected from {}", name.number, name.rest);
}

} // namespace flowsync
