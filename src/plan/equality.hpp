#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace flowsync::plan {

// Whether two values mean the same to Nexla: the one table of tolerated differences, each with its reason. Everything
// that is not in it compares byte for byte ("0010" is not 10).
//   - numbers by value: 1 and 1.0 are one JSON number
//   - a number and a text that is its plain decimal form, a boolean and "true"/"false": configs hold both (API notes
//   B2)
//   - under a key that ends in "cron": 6 and 7 fields where the year is "*", "1/1" and "*", letter case (API notes E1)
bool same(const nlohmann::json& a, const nlohmann::json& b, std::string_view key = {});

// Descriptions: null and "" are one; line endings and blanks at the end are the service's (API notes G24).
bool same_description(std::string_view a, std::string_view b);

// Lists that Nexla treats as sets (tags): order and repetition do not count.
bool same_set(const nlohmann::json& a, const nlohmann::json& b);

// Bodies that compare and are replaced whole (schemas, annotations): "$schema" and "$schema-id", which the service
// adds, do not count (API notes C4).
bool same_body(const nlohmann::json& a, const nlohmann::json& b);

// Code: as same_body(), and texts in base64 by what they stand for.
bool same_code(const nlohmann::json& a, const nlohmann::json& b);

// Inline transforms: as same_body(), and a part that only one side has counts unless it is empty, or the version 1,
// which services add by themselves (API notes J2).
bool same_transform(const nlohmann::json& a, const nlohmann::json& b);

} // namespace flowsync::plan
