#include "spec/document_slices.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace flowsync::spec {

namespace {

// What stands between two document markers. A line that begins with "---" is always one (YAML 1.2, 9.1.2).
struct Slice
{
  std::size_t first_line = 1;
  std::string text;
  bool has_content = false;
};

bool is_marker(std::string_view line)
{
  return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

bool is_content(std::string_view line)
{
  const auto words = trim(line);
  return !words.empty() && !words.starts_with('#') && !words.starts_with('%') && words != "...";
}

std::vector<Slice> slices_of(std::string_view text)
{
  std::vector<Slice> slices(1);
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    ++number;
    if (is_marker(line)) {
      slices.push_back({number, {}, false});
    } else {
      slices.back().text += text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
      slices.back().has_content = slices.back().has_content || is_content(line);
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return slices;
}

std::size_t slice_at(const std::vector<Slice>& slices, std::size_t line)
{
  const auto behind =
      std::find_if(slices.begin(), slices.end(), [&](const auto& one) { return one.first_line > line; });
  return static_cast<std::size_t>(std::distance(slices.begin(), behind)) - 1;
}

} // namespace

std::size_t count_documents(std::string_view text)
{
  const auto slices = slices_of(text);
  return static_cast<std::size_t>(
      std::count_if(slices.begin(), slices.end(), [](const auto& slice) { return slice.has_content; }));
}

std::string document_at(std::string_view text, std::size_t line)
{
  const auto slices = slices_of(text);
  const auto at = slice_at(slices, line);
  // A head of comments in front of the first marker belongs to the first document.
  return at == 1 && !slices[0].has_content ? slices[0].text + slices[1].text : slices[at].text;
}

std::string without_document_at(std::string_view text, std::size_t line)
{
  const auto slices = slices_of(text);
  const auto at = slice_at(slices, line);
  std::string rest;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    if (i == at || !slices[i].has_content) {
      continue;
    }
    rest += (rest.empty() ? "" : "---\n") + slices[i].text;
  }
  return rest;
}

} // namespace flowsync::spec
