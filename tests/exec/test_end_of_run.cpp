#include "exec/workshop.hpp"

#include <sys/resource.h>
#include <csignal>

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;

namespace {

// While it lives, files of this process cannot grow beyond `bytes`: a disk that is full.
class FullDisk
{
public:
  explicit FullDisk(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN))
  {
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{bytes, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk()
  {
    ::setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

private:
  rlimit m_before{};
  void (*m_handler)(int);
};

exec::ResourceResult result(Outcome outcome, ExitCode exit = ExitCode::ok, bool wrote = false)
{
  exec::ResourceResult made;
  made.outcome = outcome;
  made.exit = exit;
  made.wrote = wrote;
  return made;
}

exec::Report report_of(std::vector<exec::ResourceResult> results)
{
  exec::Report report;
  report.results = std::move(results);
  return report;
}

} // namespace

TEST_CASE("a state that cannot be written stops the run, and nothing is created that could not be announced")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_flow("returns");
  shop.options.parallelism = 1;
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  exec::Report report;
  SUBCASE("before the first write")
  {
    const FullDisk full(0);
    report = shop.apply(planned, seen);
    CHECK(shop.api.calls("POST") == 0);
    CHECK(report.exit_code() == ExitCode::error);
  }
  SUBCASE("after the first intent")
  {
    const FullDisk full(300);
    report = shop.apply(planned, seen);
    CHECK(shop.api.calls("POST") == 1);
    CHECK(report.exit_code() == ExitCode::partial);
    CHECK(result_of(report, "orders/source").wrote);
  }
  CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
  CHECK(result_of(report, "returns/source").outcome == Outcome::skipped);
  // With room again nothing is lost and nothing doubled.
  shop.open_state();
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.count(ResourceKind::source) == 2);
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("the exit code follows the precedence of the contract")
{
  CHECK(report_of({}).exit_code() == ExitCode::ok);
  CHECK(report_of({result(Outcome::done), result(Outcome::waiting)}).exit_code() == ExitCode::ok);
  CHECK(report_of({result(Outcome::pending)}).exit_code() == ExitCode::pending);
  CHECK(report_of({result(Outcome::failed, ExitCode::auth)}).exit_code() == ExitCode::auth);
  CHECK(report_of({result(Outcome::failed, ExitCode::auth), result(Outcome::done, ExitCode::ok, true)}).exit_code() ==
        ExitCode::partial);
  CHECK(report_of({result(Outcome::failed, ExitCode::error), result(Outcome::failed, ExitCode::refused)}).exit_code() ==
        ExitCode::refused);
  auto interrupted = report_of({result(Outcome::failed, ExitCode::auth, true)});
  interrupted.interrupted = true;
  CHECK(interrupted.exit_code() == ExitCode::interrupted);
}

TEST_CASE("a stop finishes the resource in flight, starts no other, and the next run completes the work")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_flow("returns");
  shop.options.parallelism = 1;
  shop.api.on_call = [&](const std::string& line) {
    if (line == "POST data_sources orders") {
      shop.stop.request_stop();
    }
  };
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::interrupted);
  CHECK(result_of(report, "orders/source").outcome == Outcome::done);
  CHECK(shop.live("orders/source").status == "ACTIVE");
  CHECK(result_of(report, "returns/source").outcome == Outcome::not_started);
  shop.api.on_call = nullptr;
  shop.stop = std::stop_source();
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.count(ResourceKind::source) == 2);
}

TEST_CASE("the git commit is recorded once something was applied")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.options.commit = "0123abc";
  SUBCASE("applied")
  {
    shop.apply();
    CHECK(shop.store->data().commit == "0123abc");
  }
  SUBCASE("all refused")
  {
    shop.api.faults = {{"POST", nexla::ApiError::Kind::refused, 400, "no", false, {}, 9}};
    shop.apply();
    CHECK(shop.store->data().commit.empty());
  }
}
