#pragma once

#include "base/file_descriptor.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace flowsync {

// One accepted connection of a RawServer.
class RawConnection
{
public:
  explicit RawConnection(FileDescriptor socket) : m_socket(std::move(socket)) {}

  // Reads one request: head and body, as long as Content-Length says or in chunks, which are put together. "" when the
  // client closed.
  std::string read_request()
  {
    auto head = take_until("\r\n\r\n");
    if (!head) {
      return {};
    }
    if (head->find("\r\nTransfer-Encoding: chunked\r\n") != std::string::npos) {
      const auto body = take_chunks();
      return body ? *head + *body : std::string();
    }
    const auto at = head->find("\r\nContent-Length: ");
    const auto body = take(at == std::string::npos ? 0 : std::stoul(head->substr(at + 18)));
    return body ? *head + *body : std::string();
  }
  // False when the client has gone.
  bool write(const std::string& text)
  {
    std::size_t sent = 0;
    while (sent < text.size()) {
      const auto count = ::send(m_socket.get(), text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) {
        return false;
      }
      sent += static_cast<std::size_t>(count);
    }
    return true;
  }
  void close() { shutdown(m_socket.get(), SHUT_RDWR); }
  // An answer with status, body and a right Content-Length.
  void answer(int status, const std::string& body, const std::string& headers = {})
  {
    write("HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
          headers + "\r\n" + body);
  }

private:
  // Each of these has nothing when the client closed before.
  std::optional<std::string> take_chunks()
  {
    std::string body;
    for (;;) {
      const auto size = take_until("\r\n"); // hexadecimal; extensions may follow
      if (!size) {
        return std::nullopt;
      }
      const auto chunk = take(std::stoul(*size, nullptr, 16));
      const auto end = chunk ? take_until("\r\n") : std::nullopt;
      if (!end) {
        return std::nullopt;
      }
      if (chunk->empty()) {
        return body;
      }
      body += *chunk;
    }
  }
  std::optional<std::string> take_until(const std::string& end)
  {
    auto at = m_read.find(end);
    while (at == std::string::npos) {
      if (!receive()) {
        return std::nullopt;
      }
      at = m_read.find(end);
    }
    return take(at + end.size());
  }
  std::optional<std::string> take(std::size_t size)
  {
    while (m_read.size() < size) {
      if (!receive()) {
        return std::nullopt;
      }
    }
    auto text = m_read.substr(0, size);
    m_read.erase(0, size);
    return text;
  }
  bool receive()
  {
    char buffer[4096];
    const auto count = ::read(m_socket.get(), buffer, sizeof buffer);
    if (count <= 0) {
      return false;
    }
    m_read.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

  FileDescriptor m_socket;
  std::string m_read;
};

// A server on loopback, on a port that the system chose, that says exactly what a test wants, byte by byte. Each
// connection gets a thread that runs `serve` with its number, counted from 1.
class RawServer
{
public:
  using Serve = std::function<void(RawConnection&, int nth)>;

  explicit RawServer(Serve serve) : m_serve(std::move(serve)), m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
  {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const plain = static_cast<sockaddr*>(static_cast<void*>(&address));
    if (bind(m_socket.get(), plain, length) != 0 || listen(m_socket.get(), 64) != 0 ||
        getsockname(m_socket.get(), plain, &length) != 0) {
      throw std::runtime_error("no port for a test server");
    }
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept_all(); });
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer()
  {
    m_stopping = true;
    shutdown(m_socket.get(), SHUT_RDWR);
    m_acceptor.join();
    for (auto& handle : m_open) {
      shutdown(handle, SHUT_RDWR);
    }
    for (auto& thread : m_threads) {
      thread.join();
    }
    for (auto& handle : m_open) {
      ::close(handle);
    }
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
  int connections() const { return m_connections; }

private:
  void accept_all()
  {
    for (;;) {
      FileDescriptor client(accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (m_stopping || !client.valid()) {
        return;
      }
      m_open.push_back(dup(client.get())); // a second handle, so that the end of the test can wake a blocked thread
      const int nth = ++m_connections;
      m_threads.emplace_back([this, nth, socket = std::move(client)]() mutable {
        RawConnection connection(std::move(socket));
        m_serve(connection, nth);
        connection.close();
      });
    }
  }

  Serve m_serve;
  FileDescriptor m_socket;
  int m_port = 0;
  std::atomic<bool> m_stopping{false};
  std::atomic<int> m_connections{0};
  std::vector<int> m_open;
  std::vector<std::thread> m_threads;
  std::thread m_acceptor;
};

} // namespace flowsync
