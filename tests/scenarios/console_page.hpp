#pragma once

#include <string>
#include <vector>

namespace flowsync::scenarios {

// A command that a page shows, and what it shows below it.
struct PageCommand
{
  std::string text;                // for bash; of several lines when it is continued or brings a here-document
  std::size_t line = 0;            // of its `$ ` in the page, counted from 1
  std::vector<std::string> output; // lines; `...` stands for any number of lines
  std::size_t output_begin = 0;    // index into the page's lines
};

// A Markdown page whose ```console blocks are a session on a terminal: lines that begin with `$ ` are commands, what
// follows is what they print. A command goes on after a `\` at the end of a line and up to the end of a here-document.
class ConsolePage
{
public:
  // Throws std::runtime_error with the line of: a block in a language that is neither `console` nor one of those which
  // show something that is not a command (text, mermaid), a block that never ends, an indented block, output before the
  // first command of a block, output of which nothing is shown but `...`.
  explicit ConsolePage(const std::string& text);

  const std::vector<PageCommand>& commands() const { return m_commands; }
  // The page with these outputs in place of its own, one for each command.
  std::string with_outputs(const std::vector<std::vector<std::string>>& outputs) const;

private:
  void read_block(std::size_t begin, std::size_t end);

  std::vector<std::string> m_lines;
  std::vector<PageCommand> m_commands;
};

// The lines of a text, each without blanks at its end.
std::vector<std::string> lines_of(const std::string& text);

// Whether lines are those that a page shows, with its `...`.
bool is_shown_by(const std::vector<std::string>& shown, const std::vector<std::string>& lines);

} // namespace flowsync::scenarios
