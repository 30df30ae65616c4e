#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>
#include <vector>

namespace flowsync::schema {

// The regular expressions of our schemas, as ECMAScript has them and JSON Schema wants them: what stands between `^`
// and `$`, of characters, `\` before one that would mean something, `.`, sets such as [a-z_] and [^}], groups, `|`,
// `*`,
// `+`, `?` and {m,n}. Each place of the pattern knows which may follow it, so that a text is looked at once and no text
// makes matching slow.
class Pattern
{
public:
  // Throws std::logic_error for a pattern that uses more than that, or is longer than is provided for.
  explicit Pattern(std::string_view expression);

  bool matches(std::string_view text) const;

private:
  static constexpr std::size_t k_most_places = 128;
  using Places = std::bitset<k_most_places>;
  using Bytes = std::bitset<256>;
  struct Place
  {
    Bytes bytes;   // that may stand there
    Places follow; // where the next one may stand
  };

  friend class PatternReader;

  std::vector<Place> m_places;
  Places m_first;
  Places m_last;
  bool m_matches_empty = false;
};

} // namespace flowsync::schema
