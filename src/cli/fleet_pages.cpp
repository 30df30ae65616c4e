#include "cli/fleet_pages.hpp"

#include "base/concealing_stream.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

constexpr int k_not_found = 404;
constexpr int k_not_ready = 503;

serve::Page readiness(const view::Fleet& fleet)
{
  std::vector<std::string> missing;
  for (const auto& environment : fleet.environments) {
    if (!environment.last_turn) {
      missing.push_back(environment.name);
    }
  }
  serve::Page page;
  page.status = missing.empty() ? page.status : k_not_ready;
  page.body = missing.empty() ? "ready\n" : fmt::format("no turn has ended yet of {}\n", join_words(missing, "and"));
  return page;
}

serve::Page page_of(const std::string& path, const view::Fleet& fleet)
{
  serve::Page page;
  if (path == "/metrics") {
    page.content_type = "text/plain; version=0.0.4; charset=utf-8";
    page.body = view::fleet_metrics(fleet);
  } else if (path == "/healthz") {
    page.body = "ok\n";
  } else if (path == "/readyz") {
    page = readiness(fleet);
  } else if (path == "/") {
    page.content_type = "text/html; charset=utf-8";
    page.body = view::fleet_page(fleet);
  } else {
    page.status = k_not_found;
    page.body = "there is /, /metrics, /healthz and /readyz\n";
  }
  return page;
}

} // namespace

serve::Page fleet_page_of(const std::string& path, const view::Fleet& fleet)
{
  auto page = page_of(path, fleet);
  page.body = concealed_text(page.body, LogCommands::lines_allowed);
  return page;
}

} // namespace flowsync::cli
