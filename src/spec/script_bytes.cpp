#include "spec/script_bytes.hpp"

#include "base/text.hpp"
#include "spec/text_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::spec {

namespace {

// See the specification of Git LFS: pointers are small, and this is their first line.
constexpr std::string_view k_lfs_pointer = "version https://git-lfs.github.com/spec/";
constexpr std::size_t k_largest_pointer = 1024;

// A line that git writes around the sides of a conflict: seven signs, then nothing or a blank and a name. Its middle
// line, seven times `=`, may also underline a heading.
bool is_conflict_marker(std::string_view line)
{
  return (line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>")) && (line.size() == 7 || line[7] == ' ');
}

} // namespace

std::string plain_text(std::string text)
{
  if (text.starts_with(k_byte_order_mark)) {
    text.erase(0, k_byte_order_mark.size());
  }
  if (text.find('\n') == std::string::npos) {
    std::replace(text.begin(), text.end(), '\r', '\n');
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') {
      text[kept++] = text[i];
    }
  }
  text.resize(kept);
  return text;
}

std::optional<Foreign> find_foreign(std::string_view text)
{
  if (text.size() <= k_largest_pointer && text.starts_with(k_lfs_pointer)) {
    return Foreign{"lfs-pointer", "is the pointer of Git LFS, not the file itself",
                   "git lfs pull (in CI: `lfs: true` where the repository is checked out)", 1,
                   static_cast<int>(trim(text.substr(0, text.find('\n'))).size())};
  }
  int number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    line = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    if (is_conflict_marker(line)) {
      return Foreign{"merge-conflict", fmt::format("holds the marker of a merge conflict in line {}", number),
                     "decide between the two sides, and delete the markers", number, 7};
    }
  }
  return std::nullopt;
}

} // namespace flowsync::spec
