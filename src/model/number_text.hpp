#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

// Numbers keep the text of their specs (3.10, 1e-400, -0) from YAML to the body of a request, although a JSON value of
// the library holds only what a double can. Such a number travels as a value of a kind of its own, a *kept number*,
// which counts as what a reader of its text makes of it. What leaves the process goes through write_json().
namespace flowsync {

// The number with this text, which must be a JSON number: a kept one where JSON would spell it in another way.
nlohmann::json number_from_text(const std::string& text);

bool is_kept_number(const nlohmann::json& value);

// A number of either kind.
bool is_any_number(const nlohmann::json& value);

// The text of a kept number.
std::string_view kept_text(const nlohmann::json& value);

// The same value in which each kept number is what a reader of its text makes of it.
nlohmann::json plain_numbers(nlohmann::json value);

// The value as JSON, as `dump` writes it (indent -1: on one line; bytes that are not UTF-8 are replaced).
std::string write_json(const nlohmann::json& value, int indent = -1, bool ascii = false);
std::string write_json(const nlohmann::ordered_json& value, int indent = -1, bool ascii = false);

// Reads what write_json() wrote, kept numbers included. Throws nlohmann::json::exception for anything that is not JSON.
nlohmann::json read_json_with_numbers(std::string_view text);

} // namespace flowsync
