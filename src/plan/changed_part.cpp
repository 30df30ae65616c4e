#include "plan/changed_part.hpp"

#include "model/number_text.hpp"
#include "model/pointer.hpp"
#include "plan/list_pairs.hpp"
#include "plan/pointer.hpp"

namespace flowsync::plan {

namespace {

using nlohmann::json;

std::string part_of_map(const json& wanted, const json& live)
{
  for (const auto& [key, value] : wanted.items()) {
    const auto found = live.find(key);
    if (found == live.end()) {
      return pointer_below("", key);
    }
    if (*found != value) {
      return pointer_below("", key) + changed_part(value, *found);
    }
  }
  return {};
}

std::string part_of_list(const json& wanted, const json& live)
{
  constexpr std::size_t k_longest = 200; // pairing costs much in longer ones, such as the rows of a table
  for (std::size_t i = 0; i < wanted.size() && wanted.size() <= k_longest; ++i) {
    auto at = counterpart(wanted, i, live);
    if (!at && i < live.size() && !wanted[i].is_object()) {
      at = i;
    }
    if (!at) {
      return pointer_below("", i);
    }
    if (live[*at] != wanted[i]) {
      return pointer_below("", i) + changed_part(wanted[i], live[*at]);
    }
  }
  return {};
}

} // namespace

std::string changed_part(const json& wanted, const json& live)
{
  const auto read = plain_numbers(wanted); // the service's numbers are, too
  if (read.is_object() && live.is_object()) {
    return part_of_map(read, live);
  }
  return read.is_array() && live.is_array() ? part_of_list(read, live) : std::string();
}

} // namespace flowsync::plan
