#pragma once

#include <cstddef>
#include <string>

namespace flowsync {

// The name of a detected set taken apart: Nexla calls the first one found in Orders "1 - Orders" and describes it as
// "DataSet #1 detected from Orders" (API notes C1).
struct DetectedName
{
  std::size_t number = 0; // 0: the name is not of that form
  std::string rest;       // "Orders"; the whole name when it is not of that form
};
DetectedName split_detected_name(const std::string& name);

// Whether Nexla wrote the description by itself for a set of that name.
bool is_written_by_nexla(const std::string& description, const DetectedName& name);

} // namespace flowsync
