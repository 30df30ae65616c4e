#pragma once

#include "base/base64.hpp"
#include "base/program.hpp"
#include "support/git_repository.hpp"

#include <httplib.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

namespace flowsync::testing {

// A port of this machine that nobody uses at the moment.
inline int free_port()
{
  const int handle = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const plain = static_cast<sockaddr*>(static_cast<void*>(&address));
  const bool found = bind(handle, plain, length) == 0 && getsockname(handle, plain, &length) == 0;
  close(handle);
  REQUIRE(found);
  return ntohs(address.sin_port);
}

// Whether something listens there before long.
inline bool answers(int port)
{
  for (int tried = 0; tried < 400; ++tried) {
    const int handle = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool there = connect(handle, static_cast<sockaddr*>(static_cast<void*>(&address)), sizeof address) == 0;
    close(handle);
    if (there) {
      return true;
    }
    usleep(50000);
  }
  return false;
}

// A program that runs beside the test, in a process group of its own, and ends with it.
class Beside
{
public:
  explicit Beside(std::vector<std::string> words)
  {
    m_process = fork();
    if (m_process == 0) {
      setpgid(0, 0);
      const int nothing = open("/dev/null", O_WRONLY);
      dup2(nothing, STDOUT_FILENO);
      dup2(nothing, STDERR_FILENO);
      std::vector<char*> arguments;
      for (auto& word : words) {
        arguments.push_back(word.data());
      }
      arguments.push_back(nullptr);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    setpgid(m_process, m_process);
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  ~Beside()
  {
    kill(-m_process, SIGKILL);
    waitpid(m_process, nullptr, 0);
  }

private:
  pid_t m_process = 0;
};

// git's own daemon, with the right to push, for the repositories below a folder.
class GitDaemon
{
public:
  explicit GitDaemon(const std::filesystem::path& folder)
      : m_port(free_port()),
        m_daemon({"git", "daemon", "--listen=127.0.0.1", "--port=" + std::to_string(m_port), "--reuseaddr",
                  "--export-all", "--enable=receive-pack", "--base-path=" + folder.string()})
  {
    REQUIRE(answers(m_port));
  }
  std::string url(const std::string& name) const { return "git://127.0.0.1:" + std::to_string(m_port) + "/" + name; }

private:
  int m_port;
  Beside m_daemon;
};

// git's own program for smart http (`git http-backend`) behind a small web server, for the repositories below a folder.
// With `token` only requests that carry it are answered.
class GitOverHttp
{
public:
  explicit GitOverHttp(std::filesystem::path folder, std::string token = "")
      : m_folder(std::move(folder)),
        m_token(std::move(token))
  {
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
      serve(request, response);
    };
    m_server.Get(".*", handle);
    m_server.Post(".*", handle);
    m_port = m_server.bind_to_any_port("127.0.0.1");
    m_thread = std::thread([this] { m_server.listen_after_bind(); });
    REQUIRE(answers(m_port));
  }
  GitOverHttp(const GitOverHttp&) = delete;
  GitOverHttp& operator=(const GitOverHttp&) = delete;
  ~GitOverHttp()
  {
    m_server.stop();
    m_thread.join();
  }
  std::string url(const std::string& name) const { return "http://127.0.0.1:" + std::to_string(m_port) + "/" + name; }

private:
  void serve(const httplib::Request& request, httplib::Response& response) const
  {
    if (!m_token.empty() &&
        request.get_header_value("Authorization") != "Basic " + encode_base64("x-access-token:" + m_token)) {
      response.status = 401;
      response.set_header("WWW-Authenticate", "Basic realm=\"git\"");
      return;
    }
    const auto question = request.target.find('?');
    Program backend;
    backend.command = {"git", "http-backend"};
    backend.folder = m_folder;
    backend.input = request.body;
    backend.limit = std::chrono::seconds{60};
    backend.largest_output = std::size_t{64} << 20U;
    backend.errors_apart = true;
    backend.environment = {{"GIT_PROJECT_ROOT", m_folder.string()},
                           {"GIT_HTTP_EXPORT_ALL", "1"},
                           {"PATH_INFO", request.path},
                           {"QUERY_STRING", question == std::string::npos ? "" : request.target.substr(question + 1)},
                           {"REQUEST_METHOD", request.method},
                           {"CONTENT_TYPE", request.get_header_value("Content-Type")},
                           {"CONTENT_LENGTH", std::to_string(request.body.size())},
                           {"GIT_PROTOCOL", request.get_header_value("Git-Protocol")},
                           {"REMOTE_USER", "somebody"}};
    const auto end = run_program(backend);
    const auto head_end = end.output.find("\r\n\r\n");
    if (!end.well() || head_end == std::string::npos) {
      response.status = 500;
      return;
    }
    response.status = 200;
    std::string type = "text/plain";
    for (std::size_t at = 0; at < head_end;) {
      const auto stop = std::min(end.output.find("\r\n", at), head_end);
      const auto line = end.output.substr(at, stop - at);
      const auto colon = line.find(": ");
      const auto name = line.substr(0, colon);
      const auto value = colon == std::string::npos ? "" : line.substr(colon + 2);
      if (name == "Status") {
        response.status = std::atoi(value.c_str());
      } else if (name == "Content-Type") {
        type = value;
      } else {
        response.set_header(name, value);
      }
      at = stop + 2;
    }
    response.set_content(end.output.substr(head_end + 4), type);
  }

  std::filesystem::path m_folder;
  std::string m_token;
  httplib::Server m_server;
  int m_port = 0;
  std::thread m_thread;
};

} // namespace flowsync::testing
