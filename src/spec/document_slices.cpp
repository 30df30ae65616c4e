#include "spec/document_slices.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::size_t k_marker = 3;

// A line that begins so is always a marker (YAML 1.2, 9.1.2).
bool is_marker(std::string_view line)
{
  return line.starts_with("---") &&
         (line.size() == k_marker || std::string_view(" \t\r\n").find(line[k_marker]) != std::string_view::npos);
}

bool is_content(std::string_view line)
{
  auto words = trim(is_marker(line) ? line.substr(k_marker) : line);
  return !words.empty() && !words.starts_with('#') && !words.starts_with('%') && words != "...";
}

std::string_view line_at(std::string_view text, std::size_t at)
{
  const auto end = text.find('\n', at);
  return text.substr(at, end == std::string_view::npos ? std::string_view::npos : end + 1 - at);
}

} // namespace

std::vector<DocumentSlice> document_slices(std::string_view text)
{
  std::vector<DocumentSlice> slices;
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    if (slices.empty() || is_marker(line)) {
      slices.push_back({at, at, false});
    }
    at += line.size();
    slices.back().last = at;
    slices.back().has_content = slices.back().has_content || is_content(line);
  }
  return slices;
}

std::string own_text(std::string_view text, const DocumentSlice& slice)
{
  auto own = text.substr(slice.first, slice.last - slice.first);
  const auto first = line_at(own, 0);
  if (is_marker(first) && trim(first.substr(k_marker)).empty()) {
    own.remove_prefix(first.size());
  }
  return std::string(own);
}

std::string without_slice(std::string_view text, const DocumentSlice& slice)
{
  const auto slices = document_slices(text);
  const bool any = std::any_of(slices.begin(), slices.end(), [&](const DocumentSlice& other) {
    return other.has_content && other.first != slice.first;
  });
  return any ? std::string(text.substr(0, slice.first)) + std::string(text.substr(slice.last)) : std::string();
}

} // namespace flowsync::spec
