#include "instructions.hpp"

#include "folder.hpp"
#include "measure.hpp"
#include "projects.hpp"
#include "sim_process.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <thread>
#include <vector>

namespace flowsync::bench {

namespace {

constexpr std::size_t k_flows = 1000;

// What callgrind collected, in millions.
std::optional<double> counted(const std::vector<std::string>& command, const Folder& folder,
                              const std::map<std::string, std::string>& environment)
{
  const auto log = folder.path() / "callgrind.log";
  std::vector<std::string> words{"valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                                 "--log-file=" + log.string()};
  words.insert(words.end(), command.begin(), command.end());
  if (measure(words, folder.path(), environment).exit != 0) {
    return std::nullopt;
  }
  std::ifstream file(log);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  constexpr std::string_view k_label = "Collected : ";
  const auto at = text.find(k_label);
  return at != std::string::npos ? std::optional(std::stod(text.substr(at + k_label.size())) / 1e6) : std::nullopt;
}

} // namespace

void instructions(const std::string& program)
{
  fmt::print("instructions, {} flows\n", k_flows);
  const Folder folder("/dev/shm");
  sim::Options options;
  options.switches.set("detection_polls", "1");
  const SimProcess server(options);
  write_project(folder.path(), k_flows, server.url());
  const std::map<std::string, std::string> key{{"NEXLA_KEY", "sim-service-key"}};
  const std::vector<std::string> plan{program, "plan", "-e", "prod"};
  const auto print = [&](const char* what, const std::vector<std::string>& command) {
    const auto millions = counted(command, folder, key);
    fmt::print("  {:<44} {}\n", what, millions ? fmt::format("{:.0f} million", *millions) : "valgrind did not count");
    std::fflush(stdout);
  };
  print("render", {program, "render", "-e", "prod"});
  print("plan, all new", plan);
  measure({program, "apply", "-e", "prod", "--auto-approve", "-q"}, folder.path(), key);
  std::this_thread::sleep_for(std::chrono::seconds{4});
  measure(plan, folder.path(), key); // reads once more what was read right after its write
  print("plan, settled", plan);
}

} // namespace flowsync::bench
