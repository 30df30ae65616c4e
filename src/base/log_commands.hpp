#pragma once

#include <string>
#include <string_view>

namespace flowsync {

// Programs that run CI jobs read the output of what they run and obey some of it: `##[command]` and `##vso[command]`
// anywhere in a line, and `::command::` at its head, behind blanks too.

// What becomes of such commands in an output.
enum class LogCommands
{
  broken,        // none is left
  lines_allowed, // lines may begin with `::`, since commands are what is asked for
  exactly,       // everything stays as it is: a file that other programs read
};

// Whether `next` behind `before` makes a command of the kind that is obeyed anywhere in a line: a blank before it keeps
// it from being one.
bool completes_command(std::string_view before, char next);

// `text` with what would be a command anywhere in a line broken by a blank.
std::string without_commands(std::string_view text);

// An output that a runner reads, in pieces: no line of it is a command.
class CommandBreaker
{
public:
  std::string add(std::string_view piece);
  // Whether lines may begin with `::`, since commands are what is asked for.
  void allow_lines(bool allowed) { m_lines_allowed = allowed; }

private:
  std::string m_tail;         // the last few characters
  bool m_at_head = true;      // only blanks so far in this line
  bool m_after_colon = false; // only blanks and one colon so far
  bool m_lines_allowed = false;
};

} // namespace flowsync
