#include "spec/named_flows.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::string_view k_name_characters = "abcdefghijklmnopqrstuvwxyz0123456789-";

bool holds_word(std::string_view text, std::string_view word)
{
  const auto is_inside = [&](std::size_t at) {
    return at < text.size() && k_name_characters.find(text[at]) != std::string_view::npos;
  };
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (!(at > 0 && is_inside(at - 1)) && !is_inside(at + word.size())) {
      return true;
    }
  }
  return false;
}

// Escapes of YAML that can stand for letters, or join the halves of a word.
bool may_hide_words(std::string_view text)
{
  constexpr std::string_view k_hiding = "xuU\n\r";
  for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 1)) {
    if (at + 1 < text.size() && k_hiding.find(text[at + 1]) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// Whether every `kind` of the text begins a line `kind: Flow`, and there is one.
bool holds_only_flows(std::string_view text)
{
  constexpr std::string_view k_word = "kind";
  constexpr std::string_view k_line = "kind: Flow";
  bool any = false;
  for (auto at = text.find(k_word); at != std::string_view::npos; at = text.find(k_word, at + 1)) {
    const auto end = at + k_line.size();
    const bool begins_line = at == 0 || text[at - 1] == '\n';
    const bool ends_line = end >= text.size() || text[end] == '\n' || text[end] == '\r';
    if (text.substr(at, k_line.size()) != k_line || !begins_line || !ends_line) {
      return false;
    }
    any = true;
  }
  return any;
}

} // namespace

bool is_about_others(std::string_view text, const std::set<std::string>& names)
{
  return holds_only_flows(text) && !may_hide_words(text) &&
         std::none_of(names.begin(), names.end(), [&](const std::string& name) { return holds_word(text, name); });
}

std::set<std::string> referred_flows(std::string_view text)
{
  std::set<std::string> flows;
  const auto add_behind = [&](std::string_view word, std::string_view skipped, bool whole) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      const auto begin = std::min(text.find_first_not_of(skipped, at + word.size()), text.size());
      const auto end = std::min(text.find_first_not_of(k_name_characters, begin), text.size());
      if (end > begin && (whole || (end < text.size() && text[end] == '/'))) {
        flows.emplace(text.substr(begin, end - begin));
      }
    }
  };
  add_behind("${ref.", "", false);
  add_behind("flow:", " \"'", true);
  add_behind("after:", " \"'", true);
  return flows;
}

} // namespace flowsync::spec
