#include "spec/yaml_unwritten.hpp"

#include "spec/yaml_problem.hpp"

namespace flowsync::spec {

namespace {

// Whether a `?` stands before a key.
bool is_explicit(const YamlLines& lines, std::size_t key)
{
  const auto before = lines.text().substr(0, key).find_last_not_of(" \t\r\n");
  return before != std::string_view::npos && lines.at(before) == '?';
}

} // namespace

std::size_t behind_comma(const YamlLines& lines, std::size_t at)
{
  at = lines.skip_trivia(at);
  return lines.at(at) == ',' ? lines.skip_trivia(at + 1) : at;
}

std::string_view problem_of_unwritten(const YamlLines& lines, const YamlFrame* frame, std::size_t behind,
                                      std::size_t next)
{
  if (frame == nullptr) {
    return "";
  }
  if (frame->is_flow && (!frame->is_map || (!frame->has_key && lines.at(next) == ','))) {
    return yaml_problem::k_no_value;
  }
  if (frame->is_flow && !frame->has_key && lines.at(next) != ':' && lines.at(behind_comma(lines, behind)) != '?') {
    return yaml_problem::k_split_key;
  }
  // The last line of a text is taken for a key without a colon.
  const bool lacks_colon = !frame->is_flow && frame->has_key && lines.at(lines.skip_trivia(behind)) != ':';
  return lacks_colon && !is_explicit(lines, frame->key_at) ? yaml_problem::k_no_colon : "";
}

std::size_t place_of_unwritten(const YamlLines& lines, const YamlFrame* frame, std::size_t behind, std::size_t next)
{
  if (frame == nullptr) {
    return behind;
  }
  const auto mark = behind_comma(lines, behind);
  const char expected = !frame->is_map ? '-' : frame->has_key ? ':' : '?';
  if (lines.at(mark) != expected) {
    return frame->has_key ? mark : next;
  }
  return frame->is_flow ? lines.skip_trivia(mark + 1) : mark + 1;
}

} // namespace flowsync::spec
