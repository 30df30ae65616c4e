#include "sim/server.hpp"

#include "sim/engine.hpp"
#include "sim/http_server.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <condition_variable>
#include <stdexcept>

namespace flowsync::sim {

struct Server::Parts
{
  Options options;
  SystemClock clock;
  std::unique_ptr<Engine> engine;
  std::unique_ptr<HttpServer> http;
  std::string url;
  std::mutex mutex;
  std::condition_variable ended;
  bool running = false;
};

Server::Server(Options options) : m_parts(std::make_unique<Parts>())
{
  m_parts->options = std::move(options);
}

Server::~Server()
{
  stop();
}

void Server::start()
{
  constexpr int k_killed = 137; // what a shell reports for SIGKILL
  const auto& options = m_parts->options;
  EngineOptions engine_options{options.data_file, options.switches, options.account,      options.service_key,
                               options.seed,      options.watcher,  options.lock_patience};
  m_parts->engine = std::make_unique<Engine>(
      std::move(engine_options), options.clock != nullptr ? *options.clock : m_parts->clock, [] { ::_exit(k_killed); });
  m_parts->http =
      std::make_unique<HttpServer>([engine = m_parts->engine.get()](const Request& request, std::stop_token stop) {
        return engine->handle(request, stop);
      });
  const int port = m_parts->http->start(options.host, options.port);
  m_parts->url = fmt::format("http://{}:{}", options.host, port);
  m_parts->engine->set_base_url(m_parts->url);
  const std::lock_guard lock(m_parts->mutex);
  m_parts->running = true;
}

void Server::stop()
{
  m_parts->http.reset();
  m_parts->engine.reset();
  {
    const std::lock_guard lock(m_parts->mutex);
    m_parts->running = false;
  }
  m_parts->ended.notify_all();
}

std::string Server::url() const
{
  return m_parts->url;
}

nlohmann::json Server::call(const std::string& method, const std::string& path, const nlohmann::json& body,
                            const std::string& authorization)
{
  Request request;
  request.method = method;
  request.path = path;
  request.authorization = authorization;
  request.body = body.is_null() ? std::string() : body.dump();
  const auto outcome = m_parts->engine->handle(request);
  if (outcome.reply.status >= 300) {
    throw std::runtime_error(fmt::format("{} {}: {} {}", method, path, outcome.reply.status, outcome.content));
  }
  return outcome.reply.body.value_or(nullptr);
}

void Server::wait_for_late_effects()
{
  m_parts->engine->wait_for_late_effects();
}

void Server::wait()
{
  std::unique_lock lock(m_parts->mutex);
  m_parts->ended.wait(lock, [this] { return !m_parts->running; });
}

} // namespace flowsync::sim
