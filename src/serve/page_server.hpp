#pragma once

#include "serve/listen_address.hpp"

#include <functional>
#include <memory>
#include <string>

namespace flowsync::serve {

// What is answered to a GET.
struct Page
{
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// Answers GET and HEAD over HTTP, from threads of its own; nothing else, and nothing that a client sends is read but
// the path and the host. Where nobody but this machine is meant, a request that names another host is refused: it comes
// from a page in a browser here whose owner lets his own name point to this machine.
class PageServer
{
public:
  // `page` gives the page of a path; called from several threads at once. Begins to listen. Throws std::runtime_error
  // when the address cannot be had.
  PageServer(const ListenAddress& address, std::function<Page(const std::string& path)> page);
  // Ends what is being answered and listens no more.
  ~PageServer();
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  // With the port that was had.
  const ListenAddress& address() const;

private:
  class Listener;
  std::unique_ptr<Listener> m_listener;
};

} // namespace flowsync::serve
