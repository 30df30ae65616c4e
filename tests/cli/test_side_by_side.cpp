#include "cli/sandbox.hpp"
#include "cli/side_by_side.hpp"
#include "cli/stream_console.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <condition_variable>

using namespace flowsync;
using flowsync::testing::HurriedClock;
using flowsync::testing::Sandbox;

TEST_CASE("environments are looked at at once, and what they say stands in their order")
{
  std::ostringstream out;
  std::ostringstream err;
  HurriedClock clock;
  const usecase::Surroundings around{
      .out = out,
      .err = err,
      .read_line = [](std::stop_token) -> std::optional<std::string> { return "an answer"; },
      .in_is_terminal = true,
      .environment = {},
      .directory = {},
      .stop = {},
      .clock = clock};
  const usecase::GlobalOptions global;
  cli::StreamConsole console(global, around);
  usecase::CommandContext context{global, around, console};
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t begun = 0;
  std::size_t ended = 0;
  bool met = true;
  cli::side_by_side({"dev", "qa", "prod"}, context, [&](std::size_t i, usecase::CommandContext& own) {
    std::unique_lock lock(mutex);
    ++begun;
    changed.notify_all();
    met = changed.wait_for(lock, std::chrono::minutes(1), [&] { return begun == 3; }) && met;
    // The last one speaks first.
    met = changed.wait_for(lock, std::chrono::minutes(1), [&] { return ended == 2 - i; }) && met;
    own.console.news("one of " + std::to_string(i));
    own.console.problem(Fatal("two of " + std::to_string(i)));
    CHECK(own.console.ask("? ").has_value() == (i == 0));
    ++ended;
    changed.notify_all();
  });
  CHECK(met);
  CHECK(err.str() == "one of 0\nerror: two of 0\n? one of 1\nerror: two of 1\none of 2\nerror: two of 2\n");
  CHECK(out.str().empty());
}

TEST_CASE("several environments are planned into one document, each with its own problems")
{
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo"}).exit == 0);
  box.write("environments/qa/environment.yaml", "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: qa}\n"
                                                "spec: {nexla: {url: 5}}\n");
  const auto ran = box.run({"plan", "-e", "prod", "-e", "qa", "-e", "dev", "--format", "json"});
  CHECK(ran.exit == 1);
  const auto plans = ran.json().at("environments");
  REQUIRE(plans.size() == 3);
  CHECK(plans.at(0).at("environment") == "prod");
  CHECK(plans.at(1).at("environment") == "qa");
  CHECK(plans.at(2).at("environment") == "dev");
  CHECK(plans.at(1).at("complete") == false);
  CHECK(plans.at(2).at("summary").at("create") > 0);
  CHECK(ran.err.find("environments/qa/environment.yaml:4") != std::string::npos);
}
