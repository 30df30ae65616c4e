#include "base/timestamp.hpp"
#include "golden/golden.hpp"
#include "support/fake_clock.hpp"
#include "view/apply_progress.hpp"
#include "view/apply_report.hpp"
#include "view/json_text.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace flowsync;
using namespace flowsync::view;
using exec::Outcome;
using flowsync::testing::address;
using flowsync::testing::golden;

namespace {

exec::ResourceResult result(const std::string& where, Outcome outcome, std::string what, std::string reason = {})
{
  exec::ResourceResult item;
  item.address = address(where);
  item.action = plan::Action::create;
  item.outcome = outcome;
  item.what = std::move(what);
  item.reason = std::move(reason);
  item.elapsed = Duration{1200};
  return item;
}

exec::Report sample_report()
{
  exec::Report report;
  report.results = {result("a/source", Outcome::done, "created (id 1)"),
                    result("a/sink/x", Outcome::failed, "", "PUT /data_sinks/7: 400: bad\ntable \x1b[31m"),
                    result("b/sink/y", Outcome::skipped, "", "because a/source failed"),
                    result("c/nexset/z", Outcome::pending, "", "no data was detected in 5m"),
                    result("d/nexset/z", Outcome::waiting, "", "d/source is paused")};
  report.results[1].hint = "choose another table";
  report.results[1].exit = ExitCode::error;
  report.requests = 12;
  report.elapsed = Duration{3500};
  report.detection = Duration{800};
  return report;
}

void play(exec::Observer& observer)
{
  observer.begin(2);
  observer.started(address("a/source"), plan::Action::create);
  observer.progress(address("a/source"), "waiting for Nexla to detect its data (2s)");
  observer.finished(result("a/source", Outcome::done, "created (id 1)"));
  observer.started(address("a/sink/x"), plan::Action::update);
  observer.finished(result("a/sink/x", Outcome::failed, "", "400: bad\nname"));
}

std::string played(ProgressOptions options)
{
  std::ostringstream err;
  play(*make_progress(err, options));
  return err.str();
}

} // namespace

TEST_CASE("the report of an apply names failures, what was skipped because of them, and the counts")
{
  const auto text = report_text(sample_report(), ExitCode::partial, Paint(false));
  CHECK(text == golden("apply.txt", text));
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("an apply in which all went well ends with Terraform's sentence")
{
  exec::Report report;
  report.results = {result("a/source", Outcome::done, "created (id 1)")};
  CHECK(report_text(report, ExitCode::ok, Paint(false))
            .ends_with("\nApply complete! Resources: 1 added, 0 changed, 0 destroyed.\n"));
  CHECK(report_text(report, ExitCode::partial, Paint(false)).find("Apply complete!") == std::string::npos);
  report.interrupted = true;
  CHECK(report_text(report, ExitCode::interrupted, Paint(false)).find("Interrupted.") != std::string::npos);
}

TEST_CASE("an apply as JSON holds its plan, its results and its exit code")
{
  const auto report = sample_report();
  const auto document = apply_json(testing::sample_plan(), &report, ExitCode::partial, {});
  CHECK(document.at("exit_code") == 3);
  CHECK(document.at("counts").at("failed") == 1);
  CHECK(document.at("results").size() == 5);
  CHECK(document.at("plan").at("format_version") == "1.1");
  const auto refused = apply_json(testing::sample_plan(), nullptr, ExitCode::refused, {});
  CHECK_FALSE(refused.at("applied").get<bool>());
}

TEST_CASE("progress without a terminal is plain lines")
{
  CHECK(played({}) == "a/source: creating...\n"
                      "a/source: waiting for Nexla to detect its data (2s)\n"
                      "a/source: created (id 1) [1.2s]\n"
                      "a/sink/x: updating...\n"
                      "a/sink/x: failed: 400: bad name [1.2s]\n");
}

TEST_CASE("a log has the time on each line, and one line for all looks at one thing")
{
  FakeClock clock;
  ProgressOptions options;
  options.clock = &clock;
  std::ostringstream err;
  const auto progress = make_progress(err, options);
  progress->started(address("a/nexset/raw"), plan::Action::read);
  for (const auto* const watched : {"50ms", "2.0s", "1m 05s"}) {
    progress->progress(address("a/nexset/raw"), "waiting for Nexla to detect its data (" + std::string(watched) + ")");
  }
  progress->progress(address("a/nexset/raw"), "reading its schema");
  const auto day = format_timestamp(clock.now()).substr(0, 10);
  const auto time = "[" + day + " " + format_timestamp(clock.now()).substr(11, 8) + " UTC] ";
  CHECK(err.str() == time + "a/nexset/raw: waiting for detection...\n" + time +
                         "a/nexset/raw: waiting for Nexla to detect its data (50ms)\n" + time +
                         "a/nexset/raw: reading its schema\n");
}

TEST_CASE("progress on a terminal rewrites one line and leaves nothing behind")
{
  ProgressOptions options;
  options.terminal = true;
  options.columns = 40;
  const auto text = played(options);
  CHECK(text.find("\r\x1b[K0/2 done, 1 running: a/source: creating") != std::string::npos);
  CHECK(text.find("\r\x1b[Ka/source: created (id 1) [1.2s]\n") != std::string::npos);
  CHECK(text.ends_with("a/sink/x: failed: 400: bad name [1.2s]\n"));
}

TEST_CASE("progress tells how much time is left, by what was expected and then by what is over")
{
  FakeClock clock;
  ProgressOptions options;
  options.terminal = true;
  options.expected = Duration{100'000};
  options.watch = &clock;
  std::ostringstream err;
  const auto progress = make_progress(err, options);
  progress->begin(40);
  progress->started(address("a/source"), plan::Action::create);
  CHECK(err.str().find("0/40 done, about 1m 40s left, 1 running") != std::string::npos);
  clock.advance(Duration{20'000});
  for (int i = 0; i < 10; ++i) {
    progress->finished(result("b/sink/x" + std::to_string(i), Outcome::done, "created"));
  }
  CHECK(err.str().find("9/40 done, about 1m 20s left") != std::string::npos);
  CHECK(err.str().find("10/40 done, about 1m 00s left") != std::string::npos);
}

TEST_CASE("a log begins with the time that is expected")
{
  FakeClock clock;
  ProgressOptions options;
  options.expected = Duration{4'200};
  options.watch = &clock;
  std::ostringstream err;
  make_progress(err, options)->begin(2);
  CHECK(err.str() == "about 5s for 2 resources\n");
}

TEST_CASE("quiet progress says nothing")
{
  ProgressOptions options;
  options.quiet = true;
  options.terminal = true;
  CHECK(played(options) == "");
}
