#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// Replacements of parts of one text, all by offsets into the text as it was.
class YamlSplices
{
public:
  void add(std::size_t at, std::size_t removed, std::string inserted)
  {
    if (removed > 0 || !inserted.empty()) {
      m_splices.push_back({at, removed, std::move(inserted)});
    }
  }

  // The text with all of them; at one place, what is inserted stands in the order of the calls and before what is
  // removed there. Nothing when two of them remove the same.
  std::optional<std::string> apply(std::string_view text) const;

private:
  struct Splice
  {
    std::size_t at = 0;
    std::size_t removed = 0;
    std::string inserted;
  };

  std::vector<Splice> m_splices;
};

} // namespace flowsync::spec
