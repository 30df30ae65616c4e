#include "base/program.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <cstdlib>

using namespace flowsync;
using How = ProgramEnd::How;

namespace {

Program program(std::vector<std::string> command)
{
  Program result;
  result.command = std::move(command);
  result.folder = "/";
  result.limit = std::chrono::seconds{20};
  return result;
}

} // namespace

TEST_CASE("a program's output and exit code come back, its errors too where that is wanted")
{
  auto talking = program({"sh", "-c", "pwd; echo oops >&2; exit 3"});
  talking.errors_too = true;
  const auto end = run_program(talking);
  CHECK(end.how == How::exited);
  CHECK(end.number == 3);
  CHECK(end.output == "/\noops\n");
  CHECK(describe(end, talking) == "`sh` ended with code 3");
  const auto well = run_program(program({"true"}));
  CHECK(well.well());
  CHECK(describe(well, program({"true"})).empty());
}

TEST_CASE("a program that is not there, dies, writes too much or hangs is told apart")
{
  const auto absent = run_program(program({"no-such-program-anywhere"}));
  CHECK(absent.how == How::not_started);
  CHECK(absent.number == ENOENT);
  CHECK(run_program(program({})).how == How::not_started);
  const auto killed = run_program(program({"sh", "-c", "kill -9 $$"}));
  CHECK(killed.how == How::signalled);
  CHECK(killed.number == 9);
  auto loud = program({"yes"});
  loud.largest_output = 1000;
  CHECK(run_program(loud).how == How::too_long);
  auto slow = program({"sleep", "30"});
  slow.limit = Duration{50};
  const auto end = run_program(slow);
  CHECK(end.how == How::too_slow);
  CHECK(describe(end, slow) == "`sleep` did not end within 50ms");
}

TEST_CASE("errors can be read apart, and variables set or taken away")
{
  setenv("FLOWSYNC_TEST_GONE", "x", 1);
  auto asking = program({"sh", "-c", "echo \"$A-${FLOWSYNC_TEST_GONE-unset}\"; echo noise >&2"});
  asking.errors_apart = true;
  asking.environment = {{"A", "set"}, {"FLOWSYNC_TEST_GONE", std::nullopt}};
  const auto end = run_program(asking);
  CHECK(end.output == "set-unset\n");
  CHECK(end.errors == "noise\n");
  unsetenv("FLOWSYNC_TEST_GONE");
}
