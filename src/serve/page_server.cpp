#include "serve/page_server.hpp"

#include <httplib.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace flowsync::serve {

namespace {

constexpr int k_forbidden = 403;
constexpr int k_failed = 500;

// "localhost" of "localhost:9090".
std::string host_of(const httplib::Request& request)
{
  const auto text = request.get_header_value("Host");
  const auto named = parse_listen_address(text.find(':') == std::string::npos ? text + ":0" : text);
  return named ? named->host : text;
}

} // namespace

class PageServer::Listener
{
public:
  Listener(const ListenAddress& address, std::function<Page(const std::string& path)> page)
      : m_address(address),
        m_page(std::move(page))
  {
    constexpr std::size_t k_threads = 4;
    constexpr std::size_t k_largest_request = 1024;
    m_server.new_task_queue = [] { return new httplib::ThreadPool(k_threads); };
    m_server.set_keep_alive_timeout(1);
    m_server.set_read_timeout(k_patience_s, 0);
    m_server.set_write_timeout(k_patience_s, 0);
    m_server.set_payload_max_length(k_largest_request);
    m_server.set_socket_options([](socket_t socket) { // without SO_REUSEPORT: two programs never share a port
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    m_server.set_exception_handler([](const auto&, httplib::Response& response, const std::exception_ptr&) {
      response.status = k_failed;
      response.set_content("this page could not be made\n", "text/plain; charset=utf-8");
    });
    m_server.Get(".*",
                 [this](const httplib::Request& request, httplib::Response& response) { answer(request, response); });
    const int port = address.port == 0                                   ? m_server.bind_to_any_port(address.host)
                     : m_server.bind_to_port(address.host, address.port) ? address.port
                                                                         : -1;
    if (port < 0) {
      throw std::runtime_error("cannot listen on " + address.text() + ": " + std::strerror(errno));
    }
    m_address.port = port;
    m_thread = std::thread([this] { m_server.listen_after_bind(); });
    while (!m_server.is_running()) {
      std::this_thread::yield();
    }
  }
  ~Listener()
  {
    m_server.stop();
    m_thread.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  const ListenAddress& address() const { return m_address; }

private:
  static constexpr int k_patience_s = 5;

  void answer(const httplib::Request& request, httplib::Response& response)
  {
    const auto host = host_of(request);
    const bool foreign = m_address.is_loopback() && !host.empty() && !ListenAddress{host, 0}.is_loopback();
    const auto page = foreign ? Page{k_forbidden, "text/plain; charset=utf-8", "this is not the host that you asked\n"}
                              : m_page(request.path);
    response.status = page.status;
    response.set_header("Cache-Control", "no-store");
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("X-Frame-Options", "DENY");
    response.set_header("Referrer-Policy", "no-referrer");
    response.set_content(page.body, page.content_type);
  }

  ListenAddress m_address;
  std::function<Page(const std::string& path)> m_page;
  httplib::Server m_server;
  std::thread m_thread;
};

PageServer::PageServer(const ListenAddress& address, std::function<Page(const std::string& path)> page)
    : m_listener(std::make_unique<Listener>(address, std::move(page)))
{
}

PageServer::~PageServer() = default;

const ListenAddress& PageServer::address() const
{
  return m_listener->address();
}

} // namespace flowsync::serve
