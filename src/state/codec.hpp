#pragma once

#include "model/record.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace flowsync::state {

// How the values of the state look in JSON. Fields that have their default value are left out; keys come sorted, so
// the same value gives the same bytes. Decoding throws std::exception on anything that encoding cannot have written.

// One line, without its address.
std::string record_line(const Record& record);
// The same of a record that holds nothing else.
std::string observation_line(const Observation& seen);
Record decode_record(Address address, nlohmann::json json);

nlohmann::json encode(const Intent& intent); // without its address
Intent decode_intent(Address address, const nlohmann::json& json);

nlohmann::json encode(const Restoration& restoration); // without its cause
Restoration decode_restoration(Address cause, const nlohmann::json& json);

nlohmann::json encode(const Identity& identity);
Identity decode_identity(const nlohmann::json& json);

// The address of that text; throws when it is none.
Address decode_address(std::string_view text);
// A whole number of 64 bits; throws when it is none.
std::int64_t decode_number(const nlohmann::json& json);
// The same, not negative.
std::uint64_t decode_count(const nlohmann::json& json);
// The type of that name; throws when it is none.
ResourceKind decode_type(std::string_view name);

// One line of JSON, never with a raw line break. Bytes that are not UTF-8 become U+FFFD. All that the state and its
// journal hold is written by it, so it is here that what is withheld stays out of them.
std::string dump_line(const nlohmann::json& json);

} // namespace flowsync::state
