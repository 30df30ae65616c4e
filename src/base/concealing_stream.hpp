#pragma once

#include "base/log_commands.hpp"
#include "base/withheld.hpp"

#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>

namespace flowsync {

// An output of the program: hands everything on to `sink`, less what is withheld, at first with no line that a
// CI job's runner obeys. Thread safe.
class ConcealingBuffer : public std::streambuf
{
public:
  explicit ConcealingBuffer(std::ostream& sink);
  ~ConcealingBuffer() override;
  ConcealingBuffer(const ConcealingBuffer&) = delete;
  ConcealingBuffer& operator=(const ConcealingBuffer&) = delete;

  // What becomes of commands to a CI job's runner, from the next character on.
  void treat_commands(LogCommands commands);
  // Says also what was kept because it might have been the beginning of something withheld.
  void end();
  // The system's reason (errno) why something could not be written; 0: everything was.
  int problem() const { return m_problem; }

protected:
  int_type overflow(int_type character) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int sync() override;

private:
  bool hand_on(const std::string& concealed);
  bool flush();

  std::mutex m_mutex;
  std::ostream& m_sink;
  ConcealedPieces m_pieces;
  CommandBreaker m_commands;
  bool m_exactly = false;
  int m_problem = 0;
};

// While it lives, commands to a CI job's runner in what is written to a stream are treated so; afterwards they are
// broken again.
class LogCommandsTreated
{
public:
  LogCommandsTreated(std::ostream& stream, LogCommands commands);
  ~LogCommandsTreated();
  LogCommandsTreated(const LogCommandsTreated&) = delete;
  LogCommandsTreated& operator=(const LogCommandsTreated&) = delete;

private:
  ConcealingBuffer* m_buffer; // nullptr: that stream breaks no commands
};

// A text as it would be written to an output of the program.
std::string concealed_text(const std::string& text, LogCommands commands);

} // namespace flowsync
