#pragma once

#include "base/log_commands.hpp"
#include "base/withheld.hpp"

#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>

namespace flowsync {

// An output of the program: hands everything on to `sink`, less what is withheld, with no line that a CI job's
// runner obeys. Thread safe.
class ConcealingBuffer : public std::streambuf
{
public:
  explicit ConcealingBuffer(std::ostream& sink);
  ~ConcealingBuffer() override;
  ConcealingBuffer(const ConcealingBuffer&) = delete;
  ConcealingBuffer& operator=(const ConcealingBuffer&) = delete;

  // Whether lines may be commands to a CI job's runner, from the next character on.
  void allow_commands(bool allowed);
  // Whether even lines and words that a runner obeys are handed on as they are, from the next character on.
  void hand_on_exactly(bool exactly);
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

// While it lives, what is written to a stream may be commands to a CI job's runner: a format that is made of them.
class CommandsAllowed
{
public:
  explicit CommandsAllowed(std::ostream& stream);
  ~CommandsAllowed();
  CommandsAllowed(const CommandsAllowed&) = delete;
  CommandsAllowed& operator=(const CommandsAllowed&) = delete;

private:
  ConcealingBuffer* m_buffer; // nullptr: that stream breaks no commands
};

// While it lives, what is written to a stream is written as it is, less what is withheld.
class WrittenExactly
{
public:
  explicit WrittenExactly(std::ostream& stream);
  ~WrittenExactly();
  WrittenExactly(const WrittenExactly&) = delete;
  WrittenExactly& operator=(const WrittenExactly&) = delete;

private:
  ConcealingBuffer* m_buffer; // nullptr: that stream breaks no commands
};

// A text as it would be written to an output of the program.
std::string concealed_text(const std::string& text, bool commands_allowed);

} // namespace flowsync
