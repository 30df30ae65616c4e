#pragma once

#include "sim/switch_table.hpp"

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::sim {

// The name of a switch, as an argument of a template.
template <std::size_t Size>
struct SwitchName
{
  consteval SwitchName(const char (&name)[Size]) // NOLINT(google-explicit-constructor)
  {
    std::copy_n(name, Size, text);
  }
  char text[Size]{};
};

// The row of a name that the source writes: one that the table does not have does not compile.
template <SwitchName Name>
consteval std::size_t switch_row()
{
  std::size_t row = 0;
  while (k_switches[row].name != Name.text) {
    if (++row == std::size(k_switches)) {
      throw "there is no switch of this name";
    }
  }
  return row;
}

// Where a switch stands, to be compared with one of its values: another word does not compile.
template <SwitchName Name>
class SwitchPosition
{
public:
  struct Value
  {
    consteval Value(const char* word) : text(word) // NOLINT(google-explicit-constructor)
    {
      const auto& values = k_switches[switch_row<Name>()].values;
      if (std::find(values.begin(), values.end(), text) == values.end()) {
        throw "the switch has no such value";
      }
    }
    std::string_view text;
  };

  explicit SwitchPosition(std::string_view value) : m_value(value) {}
  std::string_view text() const { return m_value; }
  friend bool operator==(const SwitchPosition& position, Value value) { return position.m_value == value.text; }

private:
  std::string_view m_value;
};

// The chosen position of every switch. A value type.
class Switches
{
public:
  Switches();

  // For names and values that come from outside. Returns what is wrong with them, or nothing when it was set.
  std::optional<std::string> set(std::string_view name, const std::string& value);
  // Good as long as no switch is set.
  template <SwitchName Name>
  SwitchPosition<Name> at() const
  {
    return SwitchPosition<Name>(m_values[switch_row<Name>()]);
  }
  // The number of a switch whose value is "N" or "word:N"; 0 when the value holds none.
  template <SwitchName Name>
  std::int64_t number() const
  {
    return number_of(m_values[switch_row<Name>()]);
  }
  // All of them, in the order of the table.
  const std::vector<std::string>& values() const { return m_values; }

private:
  static std::int64_t number_of(std::string_view value);

  std::vector<std::string> m_values; // parallel to k_switches
};

} // namespace flowsync::sim
