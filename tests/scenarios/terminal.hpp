#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::scenarios {

// A person at a terminal: runs bash commands one after another, each under a pseudo terminal, and sees what is printed
// and typed there. The folder that one command goes to is where the next one begins, and `$?` is what the last one
// ended with; shell variables are not kept. The environment is fixed: a home of its own, the program under test first
// in PATH, no colours, 120 columns, git with a name and a date.
class Terminal
{
public:
  // Works below `folder`, which exists.
  explicit Terminal(const std::filesystem::path& folder);

  // Runs it to its end and returns what the terminal shows, with \n for line breaks. When the program waits at the end
  // of a line that has begun, the rest of the next line of `expected` that begins the same is typed, with a return.
  // Throws std::runtime_error, with what was shown, when there is no such line or the end does not come.
  std::string run(const std::string& command, const std::vector<std::string>& expected);

  // What the last command ended with.
  int status() const { return m_status; }

private:
  [[noreturn]] void become_shell(const std::string& command) const;

  std::filesystem::path m_folder;
  std::filesystem::path m_where_file; // holds the folder that the last command ended in
  std::vector<std::string> m_environment;
  int m_status = 0;
};

} // namespace flowsync::scenarios
