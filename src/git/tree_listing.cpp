#include "git/tree_listing.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace flowsync::git {

namespace {

// "100644 blob 5f0c…     123\tenvironments/base/flows/orders.yaml"
std::optional<RevisionFile> parse_line(std::string_view line)
{
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) {
    return std::nullopt;
  }
  std::vector<std::string_view> words;
  for (const auto word : split(line.substr(0, tab), ' ')) {
    if (!word.empty()) {
      words.push_back(word);
    }
  }
  if (words.size() != 4) {
    return std::nullopt;
  }
  using Kind = RevisionFile::Kind;
  RevisionFile file;
  file.path = line.substr(tab + 1);
  file.object = words[2];
  file.kind = words[0] == "120000" ? Kind::link : words[0] == "160000" ? Kind::submodule : Kind::regular;
  const auto size = parse_size(words[3]);
  if (!size && file.kind != Kind::submodule) {
    return std::nullopt;
  }
  file.size = size.value_or(0);
  return file;
}

} // namespace

std::optional<std::uint64_t> parse_size(std::string_view text)
{
  std::uint64_t size = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), size);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? std::optional(size) : std::nullopt;
}

std::optional<std::vector<RevisionFile>> parse_tree(std::string_view text)
{
  std::vector<RevisionFile> files;
  for (const auto line : split(text, '\0')) {
    if (line.empty()) {
      continue;
    }
    auto file = parse_line(line);
    if (!file) {
      return std::nullopt;
    }
    files.push_back(std::move(*file));
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

} // namespace flowsync::git
