#pragma once

#include "sim/server.hpp"

#include <string>

#include <sys/types.h>

namespace flowsync::bench {

// A simulator in a process of its own, which goes with the object: the memory of what is measured is counted from that
// of the process which starts it, so this one has to stay small. Make it before any thread.
class SimProcess
{
public:
  explicit SimProcess(const sim::Options& options);
  ~SimProcess();
  SimProcess(const SimProcess&) = delete;
  SimProcess& operator=(const SimProcess&) = delete;

  const std::string& url() const { return m_url; }

private:
  pid_t m_child = -1;
  std::string m_url;
};

} // namespace flowsync::bench
