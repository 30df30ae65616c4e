// Prints how fast the program is, in figures and ratios. Nothing here passes or fails by the clock.

#include "measure.hpp"
#include "projects.hpp"
#include "sim/server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace flowsync::bench {

namespace {

using nlohmann::json;

constexpr int k_latency_ms = 20;
constexpr int k_workers = 10;

// A folder that goes with the object. On tmpfs, flushing to disk costs nothing.
class Folder
{
public:
  explicit Folder(const std::filesystem::path& parent)
  {
    std::string name = (parent / "flowsync-bench-} // namespace

  } // namespace flowsync::bench

  int main(int argc, char** argv)
  {
    if (argc != 2) {
      fmt::print(stderr, "usage: flowsync_bench PROGRAM\n");
      return 1;
    }
    const auto program = std::filesystem::absolute(argv[1]).string();
    try {
      flowsync::bench::start_up(program);
      flowsync::bench::rendering(program);
      fmt::print("apply and plan, {} ms latency, {} workers\n", flowsync::bench::k_latency_ms,
                 flowsync::bench::k_workers);
      flowsync::bench::applying(program, 200, std::filesystem::temp_directory_path(), "disk");
      flowsync::bench::applying(program, 200, "/dev/shm", "memory");
    } catch (const std::exception& problem) {
      fmt::print(stderr, "bench: {}\n", problem.what());
      return 1;
    }
    return 0;
  }
