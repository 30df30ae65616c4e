#pragma once

#include "sim/engine.hpp"

#include <memory>
#include <stop_token>
#include <string>

namespace flowsync::sim {

// The sockets: HTTP/1.1 with keep-alive on one address, a thread per open connection, TCP_NODELAY, each reply in one
// write. Faults that concern the connection (drop, truncate) are carried out here.
class HttpServer
{
public:
  using Handler = std::function<Outcome(const Request&, std::stop_token)>;

  explicit HttpServer(Handler handler);
  ~HttpServer();

  // Listens; port 0 lets the system choose. Returns the port. Throws std::runtime_error when the address is taken.
  int start(const std::string& host, int port);
  // Closes the address and every connection; replies under way are finished first.
  void stop();

private:
  class Listener;
  std::unique_ptr<Listener> m_listener;
};

} // namespace flowsync::sim
