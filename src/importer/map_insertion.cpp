#include "importer/map_insertion.hpp"

#include <algorithm>
#include <cstdint>

namespace flowsync::importer {

namespace {

constexpr std::size_t k_step = 2;

class Text
{
public:
  explicit Text(const std::string& text) : m_text(text), m_break(text.find("\r\n") != std::string::npos ? "\r\n" : "\n")
  {
  }

  // The byte at a place that counts lines and characters from 1.
  std::size_t offset(Position at) const
  {
    auto byte = line_start(at.line);
    for (std::uint32_t column = 1; column < at.column && byte < m_text.size(); ++column) {
      do {
        ++byte;
      } while (byte < m_text.size() && (static_cast<unsigned char>(m_text[byte]) & 0xC0U) == 0x80U);
    }
    return byte;
  }

  std::size_t line_start(std::uint32_t line) const
  {
    std::size_t byte = 0;
    for (std::uint32_t at = 1; at < line && byte < m_text.size(); ++at) {
      byte = next_line(byte);
    }
    return byte;
  }

  std::size_t next_line(std::size_t byte) const
  {
    const auto end = m_text.find('\n', byte);
    return end == std::string::npos ? m_text.size() : end + 1;
  }

  // The beginning of the line behind the last one that belongs to an entry whose key stands in `line`: lines indented
  // deeper than the key, without blank lines at their end.
  std::size_t entry_end(Position key) const
  {
    auto end = next_line(line_start(key.line));
    for (auto at = end; at < m_text.size(); at = next_line(at)) {
      const auto first = m_text.find_first_not_of(' ', at);
      if (first == std::string::npos || m_text[first] == '\n' || m_text[first] == '\r') {
        continue;
      }
      if (first - at < key.column) {
        break;
      }
      end = next_line(at);
    }
    return end;
  }

  std::string with(std::size_t at, const std::string& inserted, std::size_t dropped = 0) const
  {
    return m_text.substr(0, at) + inserted + m_text.substr(at + dropped);
  }

  // Whole lines put in at the beginning of a line; the line before may lack its end.
  std::string with_lines(std::size_t at, const std::vector<std::string>& lines) const
  {
    std::string inserted = at > 0 && m_text[at - 1] != '\n' ? m_break : "";
    for (const auto& line : lines) {
      inserted += line + m_break;
    }
    return with(at, inserted);
  }

  std::string_view rest(std::size_t at) const { return std::string_view(m_text).substr(at); }

private:
  const std::string& m_text;
  std::string m_break;
};

// The lines of the entries inside maps with the names of `missing`, `indent` blanks deep.
std::vector<std::string> block_lines(const std::vector<std::string>& missing, const std::vector<NewEntry>& entries,
                                     std::size_t indent)
{
  std::vector<std::string> lines;
  for (const auto& key : missing) {
    lines.push_back(std::string(indent, ' ') + key + ":");
    indent += k_step;
  }
  for (const auto& entry : entries) {
    lines.push_back(std::string(indent, ' ') + entry.key + ": " + entry.value);
  }
  return lines;
}

// The same between braces.
std::string flow_entries(const std::vector<std::string>& missing, const std::vector<NewEntry>& entries)
{
  std::string result;
  for (const auto& entry : entries) {
    result += (result.empty() ? "" : ", ") + entry.key + ": " + entry.value;
  }
  for (auto key = missing.rbegin(); key != missing.rend(); ++key) {
    result = *key + ": {" + result + "}";
  }
  return result;
}

void into_full_map(const Text& text, const Node& map, const std::vector<std::string>& missing,
                   const std::vector<NewEntry>& entries, std::vector<std::string>& results)
{
  const auto& first = map.entries().front().key_at;
  const auto& last = map.entries().back().key_at;
  if (text.rest(text.offset(map.at)).starts_with('{')) {
    results.push_back(text.with(text.offset(map.at) + 1, flow_entries(missing, entries) + ", "));
    return;
  }
  const auto lines = block_lines(missing, entries, first.column - 1);
  results.push_back(text.with_lines(text.entry_end(last), lines));
  results.push_back(text.with_lines(text.line_start(first.line), lines));
}

// How many bytes at the beginning of `rest` write an empty map or null: "{ }", "null", "~" or nothing at all.
std::size_t empty_value_size(std::string_view rest)
{
  for (const std::string_view word : {"null", "~"}) {
    if (rest.starts_with(word)) {
      return word.size();
    }
  }
  const auto end = rest.find('}');
  const bool braces = rest.starts_with('{') && rest.find_first_not_of(' ', 1) == end;
  return braces && end != std::string_view::npos ? end + 1 : 0;
}

// `owner` is the entry whose value is an empty map or nothing.
void into_empty_value(const std::string& text, const Entry& owner, const std::vector<std::string>& missing,
                      const std::vector<NewEntry>& entries, std::vector<std::string>& results)
{
  const Text lines(text);
  const auto value_at = lines.offset(owner.value->at);
  const auto size = empty_value_size(lines.rest(value_at));
  const auto blanks_from = value_at > 0 ? text.find_last_not_of(' ', value_at - 1) + 1 : value_at;
  const auto emptied = size > 0 ? text.substr(0, blanks_from) + text.substr(value_at + size) : text;
  const Text rest(emptied);
  results.push_back(rest.with_lines(rest.next_line(rest.line_start(owner.key_at.line)),
                                    block_lines(missing, entries, owner.key_at.column - 1 + k_step)));
  results.push_back(lines.with(value_at, "{" + flow_entries(missing, entries) + "}", size));
}

} // namespace

std::vector<std::string> insertions(const std::string& text, const Node& document, const std::vector<std::string>& path,
                                    const std::vector<NewEntry>& entries)
{
  const Text lines(text);
  const Node* map = &document;
  const Entry* owner = nullptr;
  auto step = path.begin();
  while (step != path.end() && map->find(*step) != nullptr) {
    owner = map->find(*step);
    map = owner->value.get();
    ++step;
  }
  const std::vector<std::string> missing(step, path.end());
  std::vector<std::string> results;
  if (map->is_map() && !map->entries().empty()) {
    into_full_map(lines, *map, missing, entries, results);
  } else if (owner != nullptr && (map->is_map() || map->kind == NodeKind::null)) {
    into_empty_value(text, *owner, missing, entries, results);
  }
  return results;
}

} // namespace flowsync::importer
