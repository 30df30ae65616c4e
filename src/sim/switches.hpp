#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flowsync::sim {

// One point on which sources about the service disagree or are silent, and what the simulator can do about it.
struct SwitchInfo
{
  std::string name;
  std::string summary;
  std::vector<std::string> values; // "N" stands for any whole number from 0, "word:N" for that word and a number
  std::string default_value;
  std::string source; // where the API notes raise it: "G1", "H", "C4", ...
};

// Every switch, in the order in which the documentation lists them.
const std::vector<SwitchInfo>& switch_table();

// The chosen position of every switch. A value type.
class Switches
{
public:
  Switches();

  // Returns what is wrong with the name or the value, or nothing when it was set.
  std::optional<std::string> set(const std::string& name, const std::string& value);
  // Throws std::out_of_range for a name that is not in the table.
  const std::string& get(std::string_view name) const;
  bool is(std::string_view name, std::string_view value) const { return get(name) == value; }
  bool on(std::string_view name) const { return get(name) == "on"; }
  // The number of a switch whose value is "N" or "word:N"; 0 when the value holds none.
  std::int64_t number(std::string_view name) const;

private:
  std::vector<std::string> m_values; // parallel to switch_table()
};

} // namespace flowsync::sim
