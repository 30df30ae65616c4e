#include "console_page.hpp"

#include <algorithm>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace flowsync::scenarios {

namespace {

const std::string k_prompt = "$ ";
const std::string k_left_out = "...";

[[noreturn]] void refuse_page(std::size_t index, const std::string& why)
{
  throw std::runtime_error("line " + std::to_string(index + 1) + ": " + why);
}

std::size_t backticks(const std::string& line)
{
  const auto end = line.find_first_not_of('`');
  const auto count = end == std::string::npos ? line.size() : end;
  return count < 3 ? 0 : count;
}

// The word that ends the here-document of this line; "" for none.
std::string here_document_end(const std::string& line)
{
  static const std::regex k_begin(R"(<<-?\s*['"]?([A-Za-z_]+))");
  std::smatch found;
  return std::regex_search(line, found, k_begin) ? found[1].str() : std::string();
}

bool shown_from(const std::vector<std::string>& shown, std::size_t at, const std::vector<std::string>& lines,
                std::size_t line)
{
  for (; at < shown.size() && shown[at] != k_left_out; ++at, ++line) {
    if (line == lines.size() || shown[at] != lines[line]) {
      return false;
    }
  }
  if (at == shown.size()) {
    return line == lines.size();
  }
  for (; line <= lines.size(); ++line) {
    if (shown_from(shown, at + 1, lines, line)) {
      return true;
    }
  }
  return false;
}

} // namespace

std::vector<std::string> lines_of(const std::string& text)
{
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    line.erase(line.find_last_not_of(" \t") + 1);
    lines.push_back(line);
  }
  return lines;
}

bool is_shown_by(const std::vector<std::string>& shown, const std::vector<std::string>& lines)
{
  return shown_from(shown, 0, lines, 0);
}

ConsolePage::ConsolePage(const std::string& text) : m_lines(lines_of(text))
{
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    const auto fence = backticks(m_lines[i]);
    if (fence == 0) {
      if (m_lines[i].starts_with("    ") || m_lines[i].starts_with("~~~")) {
        refuse_page(i, "a block without a language, which no test would look at");
      }
      continue;
    }
    auto end = i + 1;
    while (end < m_lines.size() &&
           (backticks(m_lines[end]) < fence || m_lines[end].find_first_not_of('`') != std::string::npos)) {
      ++end;
    }
    if (end == m_lines.size()) {
      refuse_page(i, "a block that never ends");
    }
    const auto language = m_lines[i].substr(fence);
    if (language == "console") {
      read_block(i + 1, end);
    } else if (language != "text" && language != "mermaid") {
      refuse_page(i, "a block in `" + language + "`, which no test would look at");
    }
    i = end;
  }
}

void ConsolePage::read_block(std::size_t begin, std::size_t end)
{
  auto at = begin;
  while (at < end) {
    if (!m_lines[at].starts_with(k_prompt)) {
      refuse_page(at, "a block that does not begin with a command");
    }
    PageCommand command;
    command.line = at + 1;
    command.text = m_lines[at].substr(k_prompt.size());
    auto here = here_document_end(command.text);
    while (at + 1 < end && (command.text.ends_with('\\') || !here.empty())) {
      ++at;
      command.text += "\n" + m_lines[at];
      here = m_lines[at] == here ? "" : here;
    }
    command.output_begin = ++at;
    while (at < end && !m_lines[at].starts_with(k_prompt)) {
      command.output.push_back(m_lines[at++]);
    }
    if (!command.output.empty() && std::all_of(command.output.begin(), command.output.end(),
                                               [](const auto& line) { return line == k_left_out; })) {
      refuse_page(command.line, "output of which nothing is shown");
    }
    m_commands.push_back(std::move(command));
  }
}

std::string ConsolePage::with_outputs(const std::vector<std::vector<std::string>>& outputs) const
{
  auto lines = m_lines;
  for (auto i = m_commands.size(); i-- > 0;) {
    const auto& command = m_commands[i];
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(command.output_begin);
    const auto after = lines.erase(begin, begin + static_cast<std::ptrdiff_t>(command.output.size()));
    lines.insert(after, outputs.at(i).begin(), outputs.at(i).end());
  }
  std::string text;
  for (const auto& line : lines) {
    text += line + "\n";
  }
  return text;
}

} // namespace flowsync::scenarios
