#pragma once

#include "base/ci_job.hpp"
#include "base/clock.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <stop_token>
#include <string>

namespace flowsync::usecase {

// Everything that a run may see and touch of the process it lives in, so that tests can give it something else.
struct Surroundings
{
  std::ostream& out; // the result
  std::ostream& err; // everything else
  // One line a person typed, without its line break; nothing at the end of the input or when `stop` is requested.
  std::function<std::optional<std::string>(std::stop_token stop)> read_line;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t columns = 80; // width of the terminal
  std::map<std::string, std::string> environment;
  std::filesystem::path directory; // absolute
  std::stop_token stop;
  Clock& clock;
  std::string machine{}; // what tells this machine from others that want the same lock; "" = as the system says
  // All that stands on the standard input, at most `most` bytes of it. Empty: it cannot be read.
  std::function<std::string(std::size_t most)> read_input = {};
  bool out_is_file = false; // a regular file, which no CI job's runner reads

  // The value of an environment variable; nothing when it is not set.
  std::optional<std::string> variable(const std::string& name) const;
  // Whether this is a job of a CI system, whose runner reads what is written.
  bool in_ci_job() const { return is_ci_job(environment); }
};

} // namespace flowsync::usecase
