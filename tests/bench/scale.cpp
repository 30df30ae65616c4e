#include "scale.hpp"

#include "folder.hpp"
#include "measure.hpp"
#include "projects.hpp"
#include "sim_process.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

namespace flowsync::bench {

namespace {

constexpr double k_laid_down_for = 10000; // flows
constexpr double k_want_state_mb = 16.6;  // half of what format 5 took
const std::map<std::string, std::string> k_key{{"NEXLA_KEY", "sim-service-key"}};

void row(const std::string& what, const std::string& now, const std::string& want)
{
  fmt::print("  {:<44} {:<28} {}\n", what, now, want);
  std::fflush(stdout);
}

// The work of one project of that size, row by row.
class Scale
{
public:
  Scale(std::string program, std::size_t flows)
      : m_program(std::move(program)),
        m_flows(flows),
        m_folder("/dev/shm"),
        m_server(options())
  {
    write_project(m_folder.path(), flows, m_server.url(), true);
  }

  void offline()
  {
    costs("validate", {"validate"}, 0.9);
    costs("render", {"render", "-e", "prod"}, 0);
    costs("promote --check", {"promote", "flow-1", "--from", "dev", "--to", "prod", "--check"}, 1.3);
    const auto one = fmt::format("flow-{}", m_flows - 1);
    costs("render of one flow", {"render", "-e", "prod", "--target", one}, 0.1, Growth::none);
    costs("graph of one flow", {"graph", "-e", "prod", one}, 0.1, Growth::none);
  }

  void with_account()
  {
    costs("plan, all new", {"plan", "-e", "prod", "--format", "json"}, 3, Growth::by_flows, 400);
    clear_requests();
    const auto apply = run({"apply", "-e", "prod", "--auto-approve", "-q"});
    row("apply, all new", figures(apply), "");
    row("requests a new flow", fmt::format("{:.2f}", per(m_flows)), "7.50");
    // What was read less than 2 s after its write is read once more.
    std::this_thread::sleep_for(std::chrono::seconds{4});
    clear_requests();
    run({"plan", "-e", "prod", "--format", "json"});
    row("plan after an apply, requests", fmt::format("{}", request_count()), "");
    costs("settled plan", {"plan", "-e", "prod", "--format", "json"}, 3, Growth::by_flows, 350);
    state_size();
    costs("settled plan of one flow", {"plan", "-e", "prod", "--format", "json", "--target", "flow-1"}, 0);
    clear_requests();
    costs("plan without a state", {"plan", "-e", "prod", "--format", "json", "--stateless"}, 0);
    row("  its requests", fmt::format("{}", request_count()), "list pages only");
    changed_flows();
  }

private:
  enum class Growth
  {
    none,
    by_flows
  };

  static sim::Options options()
  {
    sim::Options options;
    options.switches.set("detection_polls", "1");
    return options;
  }

  Measured run(std::vector<std::string> words)
  {
    words.insert(words.begin(), m_program);
    auto measured = measure(words, m_folder.path(), k_key);
    if (measured.exit != 0 && words.at(1) != "promote") { // which says by its exit that there is something to promote
      throw std::runtime_error(fmt::format("{} ended with {}", words.at(1), measured.exit));
    }
    return measured;
  }

  static std::string figures(const Measured& measured)
  {
    return fmt::format("{:.2f} s CPU, {:.0f} MB", measured.cpu_seconds, measured.peak_mb);
  }

  // `want`: seconds of CPU; 0 where nothing is laid down.
  void costs(const std::string& what, const std::vector<std::string>& words, double want,
             Growth growth = Growth::by_flows, double want_mb = 0)
  {
    const double share = growth == Growth::by_flows ? static_cast<double>(m_flows) / k_laid_down_for : 1;
    auto wanted = want > 0 ? fmt::format("{:.2f} s", want * share) : std::string();
    wanted += want_mb > 0 ? fmt::format(", {:.0f} MB", want_mb * share) : "";
    row(what, figures(run(words)), wanted);
  }

  // What lies between runs: the state, and what plans saw since.
  void state_size()
  {
    const auto folder = m_folder.path() / ".flowsync/state/prod";
    const auto bytes =
        std::filesystem::file_size(folder / "state.json") + std::filesystem::file_size(folder / "observed.json");
    const auto share = static_cast<double>(m_flows) / k_laid_down_for;
    row("state, and what plans saw since", fmt::format("{:.2f} MB", static_cast<double>(bytes) / 1e6),
        fmt::format("{:.2f} MB", k_want_state_mb * share));
  }

  std::size_t request_count()
  {
    const auto reply = httplib::Client(m_server.url()).Get("/_sim/log");
    return nlohmann::json::parse(reply->body).at("total").get<std::size_t>();
  }
  void clear_requests() { httplib::Client(m_server.url()).Delete("/_sim/log"); }
  double per(std::size_t count) { return static_cast<double>(request_count()) / static_cast<double>(count); }

  // One more word in the config of some sources, which run: the plan's requests are taken off.
  void changed_flows()
  {
    const auto count = std::min<std::size_t>(100, m_flows);
    for (std::size_t i = 0; i < count; ++i) {
      change_flow(m_folder.path(), i);
    }
    clear_requests();
    run({"plan", "-e", "prod", "--format", "json"});
    const auto planned = request_count();
    clear_requests();
    const auto apply = run({"apply", "-e", "prod", "--auto-approve", "-q"});
    row(fmt::format("apply, {} changed sources", count), figures(apply), "");
    row("requests a changed source",
        fmt::format("{:.2f}", static_cast<double>(request_count() - planned) / static_cast<double>(count)), "7.00");
  }

  std::string m_program;
  std::size_t m_flows;
  Folder m_folder;
  SimProcess m_server;
};

} // namespace

void scaling(const std::string& program, std::size_t flows)
{
  fmt::print("a project of {} flows, {} resources\n", flows, flows * 4);
  row("", "now", "want, at most");
  Scale scale(program, flows);
  scale.offline();
  scale.with_account();
}

} // namespace flowsync::bench
