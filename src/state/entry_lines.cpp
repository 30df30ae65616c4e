#include "state/entry_lines.hpp"

#include "base/parallel.hpp"
#include "model/quick_json.hpp"
#include "state/codec.hpp"

#include <algorithm>
#include <stdexcept>

namespace flowsync::state {

std::string_view Lines::take()
{
  const auto end = m_rest.find('\n');
  if (end == std::string_view::npos) {
    throw std::invalid_argument("the file ends too early");
  }
  const auto line = m_rest.substr(0, end);
  m_rest.remove_prefix(end + 1);
  ++m_number;
  return line;
}

std::vector<std::string_view> take_entries(Lines& lines, std::string_view end)
{
  std::vector<std::string_view> entries;
  for (auto line = lines.take(); line != end; line = lines.take()) {
    if (line.ends_with(',')) {
      line.remove_suffix(1);
    }
    entries.push_back(line);
  }
  return entries;
}

std::pair<Address, nlohmann::json> split_entry(std::string_view line)
{
  const auto end = line.find("\":");
  if (!line.starts_with('"') || end == std::string_view::npos) {
    throw std::invalid_argument("an entry without its address");
  }
  return {decode_address(line.substr(1, end - 1)), read_json(line.substr(end + 2))};
}

std::vector<Record> read_records(const std::vector<std::string_view>& entries)
{
  constexpr std::size_t k_chunk = 256;
  std::vector<Record> records(entries.size());
  for_each_parallel((entries.size() + k_chunk - 1) / k_chunk, [&](std::size_t chunk) {
    for (std::size_t i = chunk * k_chunk; i < std::min(entries.size(), (chunk + 1) * k_chunk); ++i) {
      auto [address, value] = split_entry(entries[i]);
      records[i] = decode_record(std::move(address), std::move(value));
    }
  });
  return records;
}

} // namespace flowsync::state
