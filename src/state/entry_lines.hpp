#pragma once

#include "model/record.hpp"

#include <nlohmann/json.hpp>

#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::state {

// The files of the state hold one entry a line, so that they can be read side by side and without a tree of the whole.
// Whatever is not as it was written throws std::exception.

// The lines of a text, with the number of the one last taken.
class Lines
{
public:
  explicit Lines(std::string_view text) : m_rest(text) {}

  std::string_view take();
  std::size_t number() const { return m_number; }

private:
  std::string_view m_rest;
  std::size_t m_number = 0;
};

// The entry lines up to the line that is `end`, without their commas.
std::vector<std::string_view> take_entries(Lines& lines, std::string_view end);

// `"ADDRESS":VALUE` apart.
std::pair<Address, nlohmann::json> split_entry(std::string_view line);

// Reads entries as records, side by side.
std::vector<Record> read_records(const std::vector<std::string_view>& entries);

} // namespace flowsync::state
