#pragma once

#include "base/log_commands.hpp"
#include "base/withheld.hpp"

#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>

namespace flowsync::cli {

// An output of the program: hands everything on to `sink`, less what is withheld, with no line that a CI job's
// runner obeys. Thread safe.
class ConcealingBuffer : public std::streambuf
{
public:
  explicit ConcealingBuffer(std::ostream& sink);
  ~ConcealingBuffer() override;
  ConcealingBuffer(const ConcealingBuffer&) = delete;
  ConcealingBuffer& operator=(const ConcealingBuffer&) = delete;

  // Lets lines be commands to a CI job's runner.
  void allow_commands() { m_commands.allow_lines(true); }
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
  int m_problem = 0;
};

} // namespace flowsync::cli
