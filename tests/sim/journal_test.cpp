#include "sim/bench_sim.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace flowsync::sim;
using nlohmann::json;

namespace {

// A folder that goes away with its test.
struct Folder : flowsync::testing::TemporaryFolder
{
  const std::filesystem::path& path = folder();
};

EngineOptions at(const std::filesystem::path& file)
{
  EngineOptions options;
  options.data_file = file;
  return options;
}

json dump_of(const std::filesystem::path& file)
{
  Bench bench(at(file));
  return bench.get("/_sim/dump");
}

} // namespace

TEST_CASE("what was answered is in the data file without a clean end")
{
  const Folder folder;
  const auto file = folder.path / "deep" / "dev.json";
  const auto copy = folder.path / "copy.json";
  json expected;
  {
    LoggedIn bench(at(file));
    const auto set = bench.detected("Web");
    bench.sink(bench.derived(set));
    bench.put("/data_sinks/6520/pause");
    bench.call(200, "DELETE", "/data_sinks/6520");
    expected = bench.get("/_sim/dump");
    std::filesystem::copy_file(file, copy); // as a kill at this moment would leave it
  }
  CHECK(dump_of(copy) == expected);
  CHECK(dump_of(file) == expected);
}

TEST_CASE("ids are never given out twice, not even after a restart")
{
  const Folder folder;
  const auto file = folder.path / "dev.json";
  Id first = 0;
  {
    LoggedIn bench(at(file));
    first = bench.source();
    bench.call(200, "DELETE", "/data_sources/" + std::to_string(first));
  }
  LoggedIn bench(at(file));
  CHECK(bench.source() > first);
}

TEST_CASE("a last line that was cut is left out, and cut anywhere, the file opens")
{
  const Folder folder;
  const auto file = folder.path / "dev.json";
  json before;
  std::uintmax_t size_before = 0;
  {
    LoggedIn bench(at(file));
    bench.source("First");
    before = bench.get("/_sim/dump");
    size_before = std::filesystem::file_size(file);
    bench.source("Second");
  }
  const auto size_after = std::filesystem::file_size(file);
  for (auto size = size_before; size < size_after; size += 37U) {
    const auto cut = folder.path / "cut.json";
    std::filesystem::copy_file(file, cut, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(cut, size);
    CHECK(dump_of(cut) == before);
    CHECK(dump_of(cut) == before); // the repaired file as well
  }
  for (const std::uintmax_t size : {0U, 5U}) {
    const auto cut = folder.path / "cut.json";
    std::filesystem::copy_file(file, cut, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(cut, size);
    CHECK(dump_of(cut)["data_sources"].size() == 1); // the demo account
  }
}

TEST_CASE("a file that the simulator did not write is refused, not overwritten")
{
  const Folder folder;
  const auto file = folder.path / "dev.json";
  std::ofstream(file) << "{\"something\": \"else\"}\n";
  CHECK_THROWS_WITH_AS(Bench{at(file)}, doctest::Contains("dev.json: line 1"), std::runtime_error);
  CHECK(std::filesystem::file_size(file) == 22);
}

TEST_CASE("a data file that another process holds is waited for, then refused")
{
  const Folder folder;
  const auto file = folder.path / "dev.json";
  const int lock = ::open((file.string() + ".lock").c_str(), O_RDWR | O_CREAT, 0600);
  REQUIRE(::flock(lock, LOCK_EX) == 0);
  CHECK_THROWS_WITH_AS(Bench{at(file)}, doctest::Contains("another process is using"), std::runtime_error);
  ::close(lock);
  Bench bench(at(file));
  CHECK(std::filesystem::exists(file));
}

TEST_CASE("a long journal is compacted when it is opened")
{
  const Folder folder;
  const auto file = folder.path / "dev.json";
  json expected;
  {
    LoggedIn bench(at(file));
    for (int i = 0; i < 1200; ++i) {
      bench.put("/data_sinks/6513", {{"description", std::to_string(i)}});
    }
    expected = bench.get("/_sim/dump");
  }
  const auto before = std::filesystem::file_size(file);
  CHECK(dump_of(file) == expected);
  CHECK(std::filesystem::file_size(file) * 10 < before);
  CHECK(dump_of(file) == expected);
}

TEST_CASE("a request whose data cannot be written is refused and leaves nothing")
{
  const Folder folder;
  const auto file = folder.path / "dev.json";
  LoggedIn bench(at(file));
  const auto before = bench.get("/_sim/dump");
  const auto size = std::filesystem::file_size(file);

  rlimit old{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit full{size + 50, old.rlim_max}; // the disk is full after a part of the line
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &full) == 0);
  const auto outcome = bench.send("PUT", "/data_sinks/6513/pause");
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
  std::signal(SIGXFSZ, handler);

  CHECK(outcome.reply.status == 500);
  CHECK(bench.get("/_sim/dump") == before);
  CHECK(std::filesystem::file_size(file) == size);
  bench.put("/data_sinks/6513/pause");
  const auto copy = folder.path / "copy.json";
  std::filesystem::copy_file(file, copy);
  CHECK(dump_of(copy) == bench.get("/_sim/dump"));
}
