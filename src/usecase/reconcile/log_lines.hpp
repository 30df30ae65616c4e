#pragma once

#include "base/clock.hpp"

#include <mutex>
#include <ostream>
#include <streambuf>
#include <string>

namespace flowsync::usecase {

// Where several write into one log: each line goes there whole, with the time (UTC, whole seconds) and a name before
// it; blank lines are left out. Thread safe.
class LogLines : public std::streambuf
{
public:
  // `turn` guards `to` among all that write there.
  LogLines(std::ostream& to, std::mutex& turn, Clock& clock, std::string name);

protected:
  int_type overflow(int_type character) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;

private:
  void end_line();

  std::ostream& m_to;
  std::mutex& m_turn;
  Clock& m_clock;
  std::string m_name;
  std::mutex m_mutex;
  std::string m_line; // not ended yet
};

} // namespace flowsync::usecase
