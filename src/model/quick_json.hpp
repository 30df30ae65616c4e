#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <string_view>

namespace flowsync {

// The value of a JSON text: the same as nlohmann::json::parse() gives or throws, and several times as fast for what
// programs write. Anything out of the ordinary is left to that function.
nlohmann::json read_json(std::string_view text);

// How much of one member of an item is read.
enum class Taken
{
  whole,
  ids, // of an object its `id`; of a list the same of each element
  nothing
};

// Says that of a member of an item. Items are the objects in a text that is a list, or in the lists that a text's own
// members are: `list` is the name of that member, "" where the text is the list.
using Sieve = std::function<Taken(std::string_view list, std::string_view member)>;

// The same value less what the sieve leaves out, which is still checked; all of it without a sieve. Nothing for a text
// that is out of the ordinary, or no JSON.
std::optional<nlohmann::json> read_ordinary_json(std::string_view text, const Sieve& sieve = {});

} // namespace flowsync
