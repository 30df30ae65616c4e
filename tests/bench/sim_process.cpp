#include "sim_process.hpp"

#include <array>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace flowsync::bench {

namespace {

[[noreturn]] void serve(const sim::Options& options, int told)
{
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sim::Server server(options);
  server.start();
  const auto line = server.url() + "\n";
  if (::write(told, line.data(), line.size()) == static_cast<ssize_t>(line.size())) {
    ::close(told);
    for (;;) {
      ::pause();
    }
  }
  ::_exit(1);
}

} // namespace

SimProcess::SimProcess(const sim::Options& options)
{
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe to the simulator");
  }
  m_child = ::fork();
  if (m_child == 0) {
    serve(options, pipe[1]);
  }
  ::close(pipe[1]);
  char byte = 0;
  while (::read(pipe[0], &byte, 1) == 1 && byte != '\n') {
    m_url += byte;
  }
  ::close(pipe[0]);
  if (m_url.empty()) {
    throw std::runtime_error("the simulator does not start");
  }
}

SimProcess::~SimProcess()
{
  if (m_child > 0) {
    ::kill(m_child, SIGKILL);
    ::waitpid(m_child, nullptr, 0);
  }
}

} // namespace flowsync::bench
