#include "sim/http_server.hpp"

#include "sim/connection.hpp"
#include "sim/thread_crew.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <cerrno>
#include <cstring>
#include <set>
#include <stdexcept>
#include <thread>

namespace flowsync::sim {

namespace {

constexpr std::size_t k_largest_body = 64U * 1024 * 1024;
constexpr int k_idle_ms = 120000; // an idle connection is closed after this long

// What the handler that runs on a connection's thread tells the loop around it.
thread_local Outcome* t_outcome = nullptr;

Request to_request(const httplib::Request& request)
{
  Request result;
  result.method = request.method;
  result.path = request.path;
  for (const auto& [name, value] : request.params) {
    result.query[name] = value;
  }
  result.authorization = request.get_header_value("Authorization");
  result.body = request.body;
  result.agent = request.get_header_value("User-Agent");
  return result;
}

} // namespace

class HttpServer::Listener : private httplib::Server
{
public:
  explicit Listener(HttpServer::Handler handler) : m_handler(std::move(handler))
  {
    new_task_queue = [] { return new ThreadCrew; };
    set_keep_alive_max_count(1000000);
    set_keep_alive_timeout(k_idle_ms / 1000);
    set_tcp_nodelay(true);
    set_payload_max_length(k_largest_body);
    set_socket_options([](socket_t socket) { // without SO_REUSEPORT: two simulators never share a port
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    const auto serve = [this](const httplib::Request& request, httplib::Response& response) {
      answer(request, response);
    };
    Get(".*", serve);
    Post(".*", serve);
    Put(".*", serve);
    Patch(".*", serve);
    Delete(".*", serve);
  }

  int start(const std::string& host, int port)
  {
    const int bound = port == 0 ? bind_to_any_port(host) : (bind_to_port(host, port) ? port : -1);
    if (bound < 0) {
      throw std::runtime_error(fmt::format("cannot listen on {}:{}: {}", host, port, std::strerror(errno)));
    }
    // A backlog of httplib's five makes a burst of new connections wait a second for a second SYN.
    if (::listen(svr_sock_, SOMAXCONN) != 0) {
      throw std::runtime_error(fmt::format("cannot listen on {}:{}: {}", host, port, std::strerror(errno)));
    }
    m_thread = std::thread([this] { listen_after_bind(); });
    while (!is_running()) {
      std::this_thread::yield();
    }
    return bound;
  }

  void stop()
  {
    if (!m_thread.joinable()) {
      return;
    }
    m_stop.request_stop();
    httplib::Server::stop();
    {
      const std::lock_guard lock(m_mutex);
      for (const int socket : m_open) { // wakes who waits for a request; replies can still be written
        ::shutdown(socket, SHUT_RD);
      }
    }
    m_thread.join();
  }

private:
  void answer(const httplib::Request& request, httplib::Response& response)
  {
    *t_outcome = m_handler(to_request(request), m_stop.get_token());
    const auto& reply = t_outcome->reply;
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) {
      response.set_header(name, value);
    }
    if (!t_outcome->content.empty()) {
      response.set_content(t_outcome->content, reply.content_type);
    }
  }

  bool process_and_close_socket(socket_t socket) override
  {
    {
      const std::lock_guard lock(m_mutex);
      m_open.insert(socket);
    }
    std::function<void()> after;
    converse(socket, after);
    {
      const std::lock_guard lock(m_mutex);
      m_open.erase(socket);
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    if (after) {
      after();
    }
    return true;
  }

  // Requests and replies until one side has had enough.
  void converse(socket_t socket, std::function<void()>& after)
  {
    Connection connection(socket);
    while (!m_stop.stop_requested() && connection.wait_for_input(k_idle_ms)) {
      Outcome outcome;
      t_outcome = &outcome;
      bool closed = false;
      const bool good = process_request(connection, false, closed, [](httplib::Request& request) {
        request.headers.erase("Accept-Encoding"); // replies are never compressed
        if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
          request.set_header("Content-Length", "0"); // a body is never waited for that was not announced
        }
      });
      t_outcome = nullptr;
      after = std::move(outcome.after);
      if (outcome.drop) {
        return;
      }
      if (outcome.truncate) {
        connection.cut(outcome.content.size() - std::min(outcome.content.size(), *outcome.truncate));
      }
      if (!connection.flush() || outcome.truncate || !good || closed) {
        return;
      }
    }
  }

  HttpServer::Handler m_handler;
  std::stop_source m_stop;
  std::thread m_thread;
  std::mutex m_mutex;
  std::set<int> m_open;
};

HttpServer::HttpServer(Handler handler) : m_listener(std::make_unique<Listener>(std::move(handler))) {}

HttpServer::~HttpServer()
{
  stop();
}

int HttpServer::start(const std::string& host, int port)
{
  return m_listener->start(host, port);
}

void HttpServer::stop()
{
  m_listener->stop();
}

} // namespace flowsync::sim
