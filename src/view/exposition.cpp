#include "view/exposition.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

// A value between double quotes, where these three are written with a backslash.
std::string label_text(std::string_view value)
{
  std::string text = "\"";
  for (const char character : value) {
    if (character == '\n') {
      text += "\\n";
      continue;
    }
    text += character == '"' || character == '\\' ? "\\" : "";
    text += character;
  }
  return text + "\"";
}

} // namespace

void Exposition::family(std::string_view name, std::string_view type, std::string_view help)
{
  m_name = name;
  m_text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void Exposition::sample(const Labels& labels, std::uint64_t value)
{
  write(labels, "", std::to_string(value));
}

void Exposition::sample(const Labels& labels, double value, std::string_view suffix)
{
  write(labels, suffix, fmt::format("{:.3f}", value));
}

void Exposition::write(const Labels& labels, std::string_view suffix, const std::string& value)
{
  std::string inside;
  for (const auto& [name, text] : labels) {
    inside += fmt::format("{}{}={}", inside.empty() ? "" : ",", name, label_text(text));
  }
  m_text += fmt::format("{}{}{} {}\n", m_name, suffix, inside.empty() ? "" : "{" + inside + "}", value);
}

} // namespace flowsync::view
