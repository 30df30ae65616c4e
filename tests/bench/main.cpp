// Prints how fast the program is, in figures and ratios. Nothing here passes or fails by the clock.

#include "folder.hpp"
#include "instructions.hpp"
#include "measure.hpp"
#include "projects.hpp"
#include "scale.hpp"
#include "sim_process.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace flowsync::bench {

namespace {

using nlohmann::json;

constexpr int k_latency_ms = 20;
constexpr int k_workers = 10;

void line(const std::string& what, const std::string& figures)
{
  fmt::print("  {:<58} {}\n", what, figures);
  std::fflush(stdout);
}

std::string require_good(const Measured& measured, const std::string& what)
{
  if (measured.exit != 0) {
    throw std::runtime_error(fmt::format("{} ended with {}", what, measured.exit));
  }
  return measured.out;
}

void start_up(const std::string& program)
{
  fmt::print("start-up\n");
  const auto version = median(21, {program, "version"}, "/");
  line("flowsync version, median of 21", fmt::format("{:.1f} ms", version.seconds * 1000));
}

void completing(const std::string& program)
{
  const Folder folder(std::filesystem::temp_directory_path());
  write_project(folder.path(), 10000, "sim:bench");
  fmt::print("completion in a project of 10,000 flows (at most 50 ms)\n");
  const std::vector<std::pair<std::string, std::vector<std::string>>> words{
      {"commands", {""}},
      {"every flow", {"plan", "-e", "prod", "--target", ""}},
      {"the addresses of a flow", {"plan", "-e", "prod", "--target", "flow-9999/"}},
      {"environments", {"plan", "-e", ""}}};
  for (const auto& [what, typed] : words) {
    std::vector<std::string> command{program, "__complete"};
    command.insert(command.end(), typed.begin(), typed.end());
    const auto run = median(11, command, folder.path());
    line(what + ", median of 11",
         fmt::format("{:.0f} ms, {} candidates", run.seconds * 1000, std::count(run.out.begin(), run.out.end(), '\n')));
  }
}

void rendering(const std::string& program)
{
  fmt::print("render, one overlay a flow\n");
  const Folder folder(std::filesystem::temp_directory_path());
  write_project(folder.path() / "1000", 1000, "sim:bench");
  const std::vector<std::string> render{program, "render", "-e", "prod"};
  const auto own = median(5, render, folder.path() / "1000");
  require_good(own, "render");
  line("flowsync render, 1,000 flows, median of 5", fmt::format("{:.3f} s, {:.0f} MB", own.seconds, own.peak_mb));
  const auto overlay = write_kustomization(folder.path() / "kustomize", 1000);
  const auto other = measure({"kubectl", "kustomize", overlay.string()}, folder.path());
  if (other.exit == 0) {
    line("kubectl kustomize, the same documents",
         fmt::format("{:.2f} s, {:.0f} MB: {:.0f} times as long", other.seconds, other.peak_mb,
                     other.seconds / own.seconds));
  } else {
    line("kubectl kustomize", "not installed here, not compared");
  }
  write_project(folder.path() / "10000", 10000, "sim:bench");
  const auto large = median(3, render, folder.path() / "10000");
  require_good(large, "render");
  line("flowsync render, 10,000 flows, median of 3", fmt::format("{:.2f} s, {:.0f} MB", large.seconds, large.peak_mb));
}

// Two environments side by side, as long as rendering one after the other.
void comparing(const std::string& program)
{
  fmt::print("compare, two overlays a flow\n");
  const Folder folder(std::filesystem::temp_directory_path());
  write_project(folder.path(), 1000, "sim:bench", true);
  double rendered = 0;
  for (const auto* const name : {"dev", "prod"}) {
    const auto render = median(5, {program, "render", "-e", name}, folder.path());
    require_good(render, "render");
    rendered += render.seconds;
  }
  const auto compare = median(5, {program, "compare", "dev", "prod"}, folder.path());
  require_good(compare, "compare");
  line("flowsync compare, 1,000 flows that all differ, median of 5",
       fmt::format("{:.3f} s, {:.0f} MB: {:.2f} of rendering both", compare.seconds, compare.peak_mb,
                   compare.seconds / rendered));
}

// A saved plan in each format: what a review costs on top of the plan.
void reviewing(const std::string& program)
{
  constexpr std::size_t k_reviewed = 1'001;
  fmt::print("show, a saved plan of {} new flows\n", k_reviewed);
  const Folder folder(std::filesystem::temp_directory_path());
  write_project(folder.path(), k_reviewed, "sim:bench");
  const std::map<std::string, std::string> environment{{"NEXLA_KEY", "sim-service-key"}};
  const auto plan = measure({program, "plan", "-e", "prod", "-q", "--out", "saved.plan"}, folder.path(), environment);
  require_good(plan, "plan");
  line("flowsync plan", fmt::format("{:.2f} s, {:.0f} MB", plan.seconds, plan.peak_mb));
  std::vector<std::string> all{program, "show", "saved.plan"};
  for (const std::string format : {"text", "markdown", "json", "html"}) {
    const auto show = median(5, {program, "show", "saved.plan", "--format", format}, folder.path());
    line("flowsync show --format " + format + ", median of 5",
         fmt::format("{:.2f} s: {:.2f} of the plan, {:.2f} MB written", show.seconds, show.seconds / plan.seconds,
                     static_cast<double>(require_good(show, "show").size()) / 1e6));
    all.insert(all.end(), {"--write", format + "=shown." + format});
  }
  const auto together = median(5, all, folder.path());
  require_good(together, "show");
  line("all four by one run, median of 5",
       fmt::format("{:.2f} s: {:.2f} of the plan", together.seconds, together.seconds / plan.seconds));
}

std::size_t request_count(const std::string& url)
{
  httplib::Client client(url);
  const auto reply = client.Get("/_sim/log");
  return json::parse(reply->body).at("total").get<std::size_t>();
}

void clear_requests(const std::string& url)
{
  httplib::Client(url).Delete("/_sim/log");
}

void planning(const std::string& program, const std::string& which, std::size_t flows,
              const std::filesystem::path& folder, const std::map<std::string, std::string>& environment,
              const std::string& url)
{
  const auto plan = measure({program, "plan", "-e", "prod", "--format", "json"}, folder, environment);
  const auto document = json::parse(require_good(plan, "plan"));
  line(fmt::format("{} plan, nothing changed", which),
       fmt::format("{:.2f} s, {} requests, {} of {} resources read alone", plan.seconds, request_count(url),
                   document.at("refresh").at("read").get<std::size_t>(), flows * 4));
}

// A whole account that was made in the UI, into an empty project; then once more.
void exporting(const std::string& program, std::size_t flows, const std::filesystem::path& parent)
{
  fmt::print("export, {} flows, {} ms latency, {} workers\n", flows, k_latency_ms, k_workers);
  const Folder folder(parent);
  sim::Options options;
  options.switches.set("latency_ms", std::to_string(k_latency_ms));
  const SimProcess server(options);
  httplib::Client client(server.url());
  client.set_read_timeout(std::chrono::seconds{120});
  client.Post("/_sim/samples", json{{"sources", flows}}.dump(), "application/json");
  write_project(folder.path(), 0, server.url());
  const std::map<std::string, std::string> environment{{"NEXLA_KEY", "sim-service-key"}};
  const std::vector<std::string> command{program, "export", "-e", "prod", "--all-sources", "-q", "--format", "json"};
  clear_requests(server.url());
  const auto first = measure(command, folder.path(), environment);
  const auto document = json::parse(require_good(first, "export"));
  const auto requests = request_count(server.url());
  const auto resources = document.at("adopted").size();
  const double bound = static_cast<double>(requests) * k_latency_ms / k_workers / 1000;
  line("everything, into an empty project", fmt::format("{:.1f} s ({:.1f} times the bound {:.1f} s), {:.0f} MB",
                                                        first.seconds, first.seconds / bound, bound, first.peak_mb));
  line("requests", fmt::format("{} for {} resources: {:.2f} each (at most 3)", requests, resources,
                               static_cast<double>(requests) / static_cast<double>(resources)));
  const auto again = measure(command, folder.path(), environment);
  const auto written = json::parse(require_good(again, "export")).at("written").size();
  line("once more", fmt::format("{:.1f} s, {} files written", again.seconds, written));
  clear_requests(server.url());
  planning(program, "then", flows, folder.path(), environment, server.url());
}

void applying(const std::string& program, std::size_t flows, const std::filesystem::path& parent,
              const std::string& where)
{
  const Folder folder(parent);
  sim::Options options;
  options.switches.set("latency_ms", std::to_string(k_latency_ms));
  options.switches.set("detection_polls", "1");
  const SimProcess server(options);
  write_project(folder.path(), flows, server.url());
  const std::map<std::string, std::string> environment{{"NEXLA_KEY", "sim-service-key"}};
  const auto apply =
      measure({program, "apply", "-e", "prod", "--auto-approve", "-q", "--parallelism", std::to_string(k_workers)},
              folder.path(), environment);
  require_good(apply, "apply");
  const auto requests = request_count(server.url());
  // log in, two pages of each list, then: POST, read back, activate for the source; poll; the same for the set and the
  // sink.
  constexpr int k_chain = 1 + 2 + 3 + 1 + 3 + 3;
  const double bound =
      std::max(static_cast<double>(requests) * k_latency_ms / k_workers, static_cast<double>(k_chain) * k_latency_ms) /
      1000;
  line(fmt::format("apply of {} new flows, state on {}", flows, where),
       fmt::format("{:.2f} s, {} requests ({:.1f} a flow), bound {:.2f} s: ratio {:.2f}", apply.seconds, requests,
                   static_cast<double>(requests) / static_cast<double>(flows), bound, apply.seconds / bound));
  // What was read less than 2 s after its write is read once more: wait, let one plan do that, and measure the next.
  std::this_thread::sleep_for(std::chrono::seconds{4});
  for (const auto* const which : {"settling", "settled"}) {
    clear_requests(server.url());
    planning(program, which, flows, folder.path(), environment, server.url());
  }
}

} // namespace

} // namespace flowsync::bench

int main(int argc, char** argv)
{
  if (argc < 2) {
    fmt::print(stderr, "usage: flowsync_bench PROGRAM [FLOWS...]\n");
    return 1;
  }
  const auto program = std::filesystem::absolute(argv[1]).string();
  try {
    for (int i = 2; i < argc; ++i) {
      flowsync::bench::scaling(program, std::stoul(argv[i]));
    }
    if (argc > 2) {
      return 0;
    }
    flowsync::bench::start_up(program);
    flowsync::bench::completing(program);
    flowsync::bench::rendering(program);
    flowsync::bench::comparing(program);
    flowsync::bench::scaling(program, 1000);
    flowsync::bench::instructions(program);
    flowsync::bench::reviewing(program);
    fmt::print("apply and plan, {} ms latency, {} workers\n", flowsync::bench::k_latency_ms,
               flowsync::bench::k_workers);
    flowsync::bench::applying(program, 200, std::filesystem::temp_directory_path(), "disk");
    flowsync::bench::applying(program, 200, "/dev/shm", "memory");
    flowsync::bench::exporting(program, 1000, std::filesystem::temp_directory_path());
  } catch (const std::exception& problem) {
    fmt::print(stderr, "bench: {}\n", problem.what());
    return 1;
  }
  return 0;
}
