#include "http/transport.hpp"

#include "base/fatal.hpp"
#include "http/curl_request.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

namespace flowsync::http {

std::optional<std::string> Response::header(std::string_view name) const
{
  const auto found = std::find_if(headers.rbegin(), headers.rend(), [&](const auto& h) { return h.first == name; });
  return found == headers.rend() ? std::nullopt : std::optional(found->second);
}

namespace {

struct MultiFree
{
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

struct EasyFree
{
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EasyFree>;

// Initialised with the first transport, not with the program: it reads certificates and costs milliseconds.
void initialise_curl()
{
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
      throw Fatal("libcurl cannot be initialised");
    }
  });
}

class CurlTransport final : public Transport
{
public:
  explicit CurlTransport(Authorities authorities) : m_authorities(std::move(authorities))
  {
    initialise_curl();
    m_multi.reset(curl_multi_init());
    if (!m_multi) {
      throw Fatal("libcurl cannot be initialised");
    }
    curl_multi_setopt(m_multi.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, 64L);
    m_worker = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  ~CurlTransport() override
  {
    m_worker.request_stop();
    curl_multi_wakeup(m_multi.get());
    m_worker.join();
  }

  Result<Response, TransportError> send(const Request& request, std::stop_token stop) override
  {
    const auto shared = std::make_shared<CurlRequest>(request, m_authorities);
    {
      const std::lock_guard lock(m_mutex);
      m_new.push_back(shared);
    }
    curl_multi_wakeup(m_multi.get());
    const std::stop_callback on_stop(stop, [this, &shared] {
      shared->cancelled = true;
      curl_multi_wakeup(m_multi.get());
    });
    return shared->wait();
  }

private:
  using Shared = std::shared_ptr<CurlRequest>;

  void run(const std::stop_token& stop)
  {
    while (!stop.stop_requested()) {
      start_new();
      drop_cancelled();
      int running = 0;
      curl_multi_perform(m_multi.get(), &running);
      collect_finished();
      constexpr int k_idle_ms = 60'000; // a wakeup ends the wait
      curl_multi_poll(m_multi.get(), nullptr, 0, k_idle_ms, nullptr);
    }
    start_new();
    while (!m_running.empty()) {
      finish(m_running.begin()->first, TransportError{TransportError::Kind::cancelled, "interrupted"});
    }
  }

  void start_new()
  {
    std::vector<Shared> fresh;
    {
      const std::lock_guard lock(m_mutex);
      fresh.swap(m_new);
    }
    for (auto& request : fresh) {
      Easy easy = take_handle();
      if (!easy || !request->prepare(easy.get()) || curl_multi_add_handle(m_multi.get(), easy.get()) != CURLM_OK) {
        request->finish(TransportError{TransportError::Kind::not_sent, "the request cannot be sent as it is"});
        continue;
      }
      auto* const raw = easy.get();
      m_running.emplace(raw, Running{std::move(easy), std::move(request)});
    }
  }

  void drop_cancelled()
  {
    std::vector<CURL*> cancelled;
    for (const auto& [raw, running] : m_running) {
      if (running.request->cancelled) {
        cancelled.push_back(raw);
      }
    }
    for (auto* const raw : cancelled) {
      finish(raw, TransportError{TransportError::Kind::cancelled, "interrupted"});
    }
  }

  void collect_finished()
  {
    int left = 0;
    while (const auto* const message = curl_multi_info_read(m_multi.get(), &left)) {
      if (message->msg == CURLMSG_DONE) {
        auto* const raw = message->easy_handle;
        finish(raw, m_running.at(raw).request->outcome(raw, message->data.result));
      }
    }
  }

  void finish(CURL* raw, Result<Response, TransportError> result)
  {
    auto node = m_running.extract(raw);
    curl_multi_remove_handle(m_multi.get(), raw);
    curl_easy_reset(raw);
    m_spare.push_back(std::move(node.mapped().easy));
    node.mapped().request->finish(std::move(result));
  }

  Easy take_handle()
  {
    if (m_spare.empty()) {
      return Easy(curl_easy_init());
    }
    auto easy = std::move(m_spare.back());
    m_spare.pop_back();
    return easy;
  }

  struct Running
  {
    Easy easy;
    Shared request;
  };

  const Authorities m_authorities;
  std::unique_ptr<CURLM, MultiFree> m_multi; // outlives the handles below
  std::map<CURL*, Running> m_running;        // the worker's own
  std::vector<Easy> m_spare;                 // the worker's own
  std::mutex m_mutex;
  std::vector<Shared> m_new; // guarded by m_mutex
  std::jthread m_worker;
};

} // namespace

std::unique_ptr<Transport> make_transport(Authorities authorities)
{
  return std::make_unique<CurlTransport>(std::move(authorities));
}

} // namespace flowsync::http
