#pragma once

#include "model/pointer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync {

// Paths (RFC 6901) of a document, each right before what lies below it.
using PathSet = std::set<std::string, PathOrder>;

// Whether the set has `base` or a path below it.
inline bool has_within(const PathSet& paths, std::string_view base)
{
  const auto next = paths.lower_bound(base);
  return next != paths.end() && is_within(*next, base);
}

// What is known beside the values of a document, by their paths (RFC 6901), in the order of a PathSet. All paths share
// one text, since an account has some for each of its values. Made of all values at once where there may be many:
// putting them in one by one moves those that come later.
template <typename T>
class PathMap
{
  struct Entry
  {
    std::uint32_t at = 0; // of its path in m_text
    std::uint32_t size = 0;
    T value{};
  };

public:
  struct Item
  {
    std::string_view path;
    const T& value;
  };
  class Iterator
  {
  public:
    Iterator(const PathMap& map, std::size_t index) : m_map(&map), m_index(index) {}
    Item operator*() const { return {m_map->path_of(m_map->m_entries[m_index]), m_map->m_entries[m_index].value}; }
    Iterator& operator++()
    {
      ++m_index;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return m_index != other.m_index; }

  private:
    const PathMap* m_map;
    std::size_t m_index;
  };
  struct Range
  {
    Iterator first, last;
    Iterator begin() const { return first; }
    Iterator end() const { return last; }
  };

  PathMap() = default;
  // Of several values for one path the last one counts.
  explicit PathMap(std::vector<std::pair<std::string, T>> values)
  {
    std::stable_sort(values.begin(), values.end(),
                     [](const auto& a, const auto& b) { return PathOrder{}(a.first, b.first); });
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i + 1 == values.size() || values[i].first != values[i + 1].first) {
        m_entries.push_back(entry(values[i].first, std::move(values[i].second)));
      }
    }
    m_text.shrink_to_fit();
    m_entries.shrink_to_fit();
  }

  bool empty() const { return m_entries.empty(); }
  std::size_t size() const { return m_entries.size(); }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, m_entries.size()}; }

  // Null where there is none.
  const T* find(std::string_view path) const
  {
    const auto index = first_from(path);
    return is_at(index, path) ? &m_entries[index].value : nullptr;
  }
  bool contains(std::string_view path) const { return find(path) != nullptr; }
  // Throws std::out_of_range.
  const T& at(std::string_view path) const
  {
    const auto* const found = find(path);
    return found != nullptr ? *found : throw std::out_of_range(std::string(path));
  }
  // What stands at the path or, of what it lies in, at the nearest that has a value; null where nothing has.
  const T* nearest(std::string_view path) const
  {
    for (; !path.empty(); path = path.substr(0, path.rfind('/'))) {
      if (const auto* const found = find(path)) {
        return found;
      }
    }
    return nullptr;
  }
  // Those of `base` and of what lies below it.
  Range within(std::string_view base) const
  {
    const auto first = first_from(base);
    auto last = first;
    while (last < m_entries.size() && is_within(path_of(m_entries[last]), base)) {
      ++last;
    }
    return {{*this, first}, {*this, last}};
  }

  // A new one where there was none.
  T& operator[](std::string_view path)
  {
    const auto index = first_from(path);
    if (!is_at(index, path)) {
      m_entries.insert(m_entries.begin() + static_cast<std::ptrdiff_t>(index), entry(path, {}));
    }
    return m_entries[index].value;
  }
  // Takes out what `unwanted(path, value)` says.
  template <typename Unwanted>
  void erase_if(const Unwanted& unwanted)
  {
    std::erase_if(m_entries, [&](const Entry& entry) { return unwanted(path_of(entry), entry.value); });
  }
  // Has `change(value)` change each of them.
  template <typename Change>
  void change_each(const Change& change)
  {
    for (auto& entry : m_entries) {
      change(entry.value);
    }
  }

  bool operator==(const PathMap& other) const
  {
    return std::equal(
        m_entries.begin(), m_entries.end(), other.m_entries.begin(), other.m_entries.end(),
        [&](const Entry& a, const Entry& b) { return path_of(a) == other.path_of(b) && a.value == b.value; });
  }

private:
  std::string_view path_of(const Entry& entry) const { return std::string_view(m_text).substr(entry.at, entry.size); }
  Entry entry(std::string_view path, T value)
  {
    const auto at = static_cast<std::uint32_t>(m_text.size());
    m_text += path;
    return {at, static_cast<std::uint32_t>(path.size()), std::move(value)};
  }
  std::size_t first_from(std::string_view path) const
  {
    const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), path,
                                        [&](const Entry& a, std::string_view b) { return PathOrder{}(path_of(a), b); });
    return static_cast<std::size_t>(found - m_entries.begin());
  }
  bool is_at(std::size_t index, std::string_view path) const
  {
    return index < m_entries.size() && path_of(m_entries[index]) == path;
  }

  std::string m_text;
  std::vector<Entry> m_entries; // by path
};

} // namespace flowsync
