#include "usecase/account/service.hpp"

#include "base/own_file.hpp"
#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/timestamp.hpp"
#include "http/status.hpp"
#include "nexla/client.hpp"
#include "nexla/exit.hpp"
#include "nexla/trust.hpp"
#include "schema/service_url.hpp"
#include "usecase/account/simulated_account.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

std::unique_ptr<sim::Server> start_simulator(const sim::Options& options, const std::string& url)
{
  auto server = std::make_unique<sim::Server>(options);
  try {
    server->start();
  } catch (const std::runtime_error& problem) {
    throw Fatal(fmt::format("the simulator of `{}` cannot start: {}", url, problem.what()));
  }
  return server;
}

std::string trace_line(const http::Trace& trace)
{
  const auto outcome = trace.status != 0 ? std::to_string(trace.status) : printable(trace.problem);
  return fmt::format("  {} {} -> {} [{}]{}{}", trace.method, printable(trace.path), outcome,
                     format_duration(trace.elapsed), trace.attempt > 1 ? fmt::format(" attempt {}", trace.attempt) : "",
                     trace.request_id.empty() ? "" : fmt::format(" request {}", printable(trace.request_id)));
}

void count(const http::Trace& trace, Traffic& traffic)
{
  ++traffic.sent;
  traffic.throttled += trace.status == http::status::k_too_many_requests ? 1U : 0U;
  traffic.failed += trace.status == 0 || http::status::is_server_error(trace.status) ? 1U : 0U;
}

// Says what a run is waiting for, as often as a person wants to hear it: many requests wait for one thing.
class WaitTeller
{
public:
  explicit WaitTeller(const CommandContext& context) : m_around(context.around), m_console(context.console) {}

  void tell(const http::RetryWait& wait)
  {
    constexpr Duration k_short = std::chrono::seconds{5}; // nobody asks why it stands still
    const auto now = m_around.clock.steady();
    const std::lock_guard lock(m_mutex);
    if (std::max(wait.wait, wait.tried) < k_short || now + wait.wait <= m_told_until + k_short) {
      return;
    }
    m_told_until = now + wait.wait;
    const auto* const clear = m_around.err_is_terminal ? "\r\x1b[K" : ""; // of a line of progress
    m_console.news(fmt::format("{}Waiting {}{} to try {} {} again: {}", clear,
                               format_duration(std::chrono::ceil<std::chrono::seconds>(wait.wait)),
                               wait.asked ? ", as Nexla asks," : "", wait.method, printable(wait.path),
                               printable(wait.why)));
  }

private:
  const Surroundings& m_around;
  Console& m_console;
  std::mutex m_mutex;
  std::chrono::steady_clock::time_point m_told_until = std::chrono::steady_clock::time_point::min();
};

} // namespace

nexla::KeySources key_sources(const spec::Project& project, const CommandContext& context)
{
  nexla::KeySources sources;
  sources.environment = [&context](const std::string& name) { return context.around.variable(name); };
  sources.project_root = project.root;
  return sources;
}

std::unique_ptr<Service> open_service(const spec::Project& project, const Environment& environment,
                                      const Location& url_place, const CommandContext& context, AccountAccess access)
{
  const bool has_own = access == AccountAccess::read && environment.read_auth.kind != AuthSettings::Kind::none;
  const auto& auth = has_own ? environment.read_auth : environment.auth;
  auto service = std::make_unique<Service>();
  auto url = environment.url;
  auto allowed_hosts = context.around.variable("FLOWSYNC_HOSTS").value_or("");
  std::optional<nexla::SessionKey> key;
  if (const auto simulated = schema::parse_simulator_url(url)) {
    sim::Options options;
    options.data_file = project.root / k_own_folder / "sim" / fmt::format("{}.json", simulated->name);
    options.account = account_name(simulated->account);
    if (auth.kind == AuthSettings::Kind::none) {
      key = nexla::SessionKey{nexla::SessionKey::Kind::service_key, Secret(options.service_key)};
    }
    service->m_simulator = start_simulator(options, url);
    url = service->m_simulator->url();
  }
  if (!key) {
    auto resolved = nexla::resolve_key(auth, environment.secrets, key_sources(project, context), *project.files);
    if (!resolved) {
      throw Rejected(resolved.error());
    }
    key = std::move(resolved).value();
  }
  auto trusted = nexla::TrustedUrl::check(url, allowed_hosts, url_place);
  if (!trusted) {
    throw Rejected(trusted.error());
  }
  nexla::ClientOptions options{trusted.value(), std::move(*key)};
  options.access_role = environment.access_role;
  options.requests_per_second = environment.limits.requests_per_second;
  options.total_timeout = environment.limits.request_timeout;
  options.retries.all_waits = environment.limits.max_wait;
  options.waiting = [teller = std::make_shared<WaitTeller>(context)](const http::RetryWait& wait) {
    teller->tell(wait);
  };
  if (context.global.verbose > 0 || context.traffic != nullptr) {
    options.trace = [&mutex = service->m_trace_mutex, &console = context.console, traffic = context.traffic,
                     aloud = context.global.verbose > 0](const http::Trace& trace) {
      if (traffic != nullptr) {
        count(trace, *traffic);
      }
      if (aloud) {
        const std::lock_guard lock(mutex);
        console.detail(trace_line(trace));
      }
    };
  }
  service->m_transport = http::make_transport(
      http::trusted_authorities([&context](const std::string& name) { return context.around.variable(name); }));
  service->m_api = nexla::make_api(std::move(options), *service->m_transport, context.around.clock);
  return service;
}

void fail_call(const nexla::ApiError& error, const std::string& while_doing)
{
  throw Fatal(fmt::format("{}: {}", while_doing, error.text()), nexla::exit_code(error), nexla::hint(error));
}

} // namespace flowsync::usecase
