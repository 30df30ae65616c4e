#include "cli/service.hpp"

#include "base/printable.hpp"
#include "base/timestamp.hpp"
#include "cli/rejected.hpp"
#include "cli/simulated_account.hpp"
#include "nexla/client.hpp"
#include "nexla/exit.hpp"
#include "nexla/trust.hpp"
#include "schema/service_url.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

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

} // namespace

nexla::KeySources key_sources(const spec::Project& project, const CommandContext& context)
{
  nexla::KeySources sources;
  sources.environment = [&context](const std::string& name) { return context.around.variable(name); };
  sources.project_root = project.root;
  return sources;
}

std::unique_ptr<Service> open_service(const spec::Project& project, const Environment& environment,
                                      const Location& url_place, const CommandContext& context)
{
  auto service = std::make_unique<Service>();
  auto url = environment.url;
  auto allowed_hosts = context.around.variable("FLOWSYNC_HOSTS").value_or("");
  std::optional<nexla::SessionKey> key;
  if (const auto simulated = schema::parse_simulator_url(url)) {
    sim::Options options;
    options.data_file = project.root / ".flowsync" / "sim" / fmt::format("{}.json", simulated->name);
    options.account = account_name(simulated->account);
    if (environment.auth.kind == AuthSettings::Kind::none) {
      key = nexla::SessionKey{nexla::SessionKey::Kind::service_key, Secret(options.service_key)};
    }
    service->m_simulator = start_simulator(options, url);
    url = service->m_simulator->url();
  }
  if (!key) {
    auto resolved =
        nexla::resolve_key(environment.auth, environment.secrets, key_sources(project, context), *project.files);
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
  if (context.global.verbose > 0) {
    options.trace = [&mutex = service->m_trace_mutex, &console = context.console](const http::Trace& trace) {
      const std::lock_guard lock(mutex);
      console.detail(trace_line(trace));
    };
  }
  service->m_transport = http::make_transport();
  service->m_api = nexla::make_api(std::move(options), *service->m_transport, context.around.clock);
  return service;
}

void fail_call(const nexla::ApiError& error, const std::string& while_doing)
{
  throw Fatal(fmt::format("{}: {}", while_doing, error.text()), nexla::exit_code(error), nexla::hint(error));
}

} // namespace flowsync::cli
