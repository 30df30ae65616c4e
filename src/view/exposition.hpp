#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::view {

// Metrics as text, in the format that Prometheus reads: each family with its help and type before its samples.
class Exposition
{
public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  // Begins a family; `type`: "counter" (its name ends in _total), "gauge" or "summary".
  void family(std::string_view name, std::string_view type, std::string_view help);
  // One sample of the family that was begun last, or of `name` (the sum of a summary).
  void sample(const Labels& labels, std::uint64_t value);
  void sample(const Labels& labels, double value, std::string_view suffix = {});

  const std::string& text() const { return m_text; }

private:
  void write(const Labels& labels, std::string_view suffix, const std::string& value);

  std::string m_name;
  std::string m_text;
};

} // namespace flowsync::view
