#include "sim/connection.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

namespace flowsync::sim {

namespace {

constexpr int k_patience_ms = 30000; // for the rest of a request that has begun

} // namespace

bool Connection::wait_for_input(int milliseconds) const
{
  if (m_taken < m_input.size()) {
    return true;
  }
  pollfd wanted{m_socket, POLLIN, 0};
  int ready = -1;
  do {
    ready = ::poll(&wanted, 1, milliseconds);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

bool Connection::flush()
{
  std::string_view rest = m_written;
  while (!rest.empty()) {
    const auto sent = ::send(m_socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent <= 0) {
      return false;
    }
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  m_written.clear();
  return true;
}

bool Connection::is_readable() const
{
  return wait_for_input(k_patience_ms);
}

ssize_t Connection::read(char* data, size_t size)
{
  if (m_taken == m_input.size()) {
    if (!flush() || !wait_for_input(k_patience_ms)) {
      return -1;
    }
    m_input.resize(16384);
    m_taken = 0;
    ssize_t got = -1;
    do {
      got = ::recv(m_socket, m_input.data(), m_input.size(), 0);
    } while (got < 0 && errno == EINTR);
    m_input.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    if (got <= 0) {
      return got;
    }
  }
  const auto count = std::min(size, m_input.size() - m_taken);
  std::memcpy(data, m_input.data() + m_taken, count);
  m_taken += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* data, size_t size)
{
  m_written.append(data, size);
  return static_cast<ssize_t>(size);
}

// The simulator listens on loopback and tells nobody who asked.
void Connection::get_remote_ip_and_port(std::string& ip, int& port) const
{
  ip = "127.0.0.1";
  port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const
{
  ip = "127.0.0.1";
  port = 0;
}

} // namespace flowsync::sim
