#pragma once

#include <httplib.h>

#include <algorithm>
#include <string>

namespace flowsync::sim {

// A socket as httplib wants to see it. What is written waits until flush(), or until more input is needed, so that a
// reply leaves in one piece. Does not own the socket.
class Connection final : public httplib::Stream
{
public:
  explicit Connection(int socket) : m_socket(socket) {}

  // True when there is something to read within the time.
  bool wait_for_input(int milliseconds) const;
  // Sends what was written. False when the other side is gone.
  bool flush();
  // Takes the last bytes back from what was written.
  void cut(std::size_t bytes) { m_written.resize(m_written.size() - std::min(bytes, m_written.size())); }

  bool is_readable() const override;
  bool is_writable() const override { return true; }
  ssize_t read(char* data, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return m_socket; }

private:
  int m_socket;
  std::string m_written;
  std::string m_input;
  std::size_t m_taken = 0; // of m_input
};

} // namespace flowsync::sim
