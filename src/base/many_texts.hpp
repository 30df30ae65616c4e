#pragma once

#include <bitset>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flowsync {

// Many texts that are looked for at once: what a text begins with is asked at each of its places, and nearly every
// answer costs one look into a table.
class ManyTexts
{
public:
  static constexpr std::size_t k_shortest = 4;

  ManyTexts() = default;
  // Texts shorter than k_shortest are left out.
  explicit ManyTexts(std::vector<std::string> texts);

  bool empty() const { return m_buckets.empty(); }
  std::size_t longest() const { return m_longest; }
  // The length of the longest of them that stands at the beginning of `text`; 0: none does.
  std::size_t length_at(std::string_view text) const;
  // The first place from `from` on at which one of them may stand; the size of `text` when there is none.
  std::size_t next_place(std::string_view text, std::size_t from) const;
  // Whether `text` is the beginning of one of them and shorter than that one.
  bool is_beginning(std::string_view text) const;

private:
  static std::size_t pair_of(std::string_view text);

  std::unique_ptr<std::bitset<65536>> m_pairs; // first two bytes of a text; null: there are no texts
  std::bitset<256> m_first;
  std::size_t m_longest = 0;
  std::unordered_map<std::size_t, std::vector<std::string>> m_buckets; // by first two bytes; the longest first
};

} // namespace flowsync
