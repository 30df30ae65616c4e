#include "nexla/exit.hpp"
#include "nexla/fake_service.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using Kind = ApiError::Kind;
using Lost = http::TransportError::Kind;

namespace {

// Answers with each outcome in turn, the last one for ever; counts.
struct Script
{
  std::vector<Outcome> outcomes;
  int calls = 0;

  Outcome operator()(const Seen&)
  {
    const auto at = std::min<std::size_t>(static_cast<std::size_t>(calls++), outcomes.size() - 1);
    return outcomes[at];
  }
};

const Outcome k_good = reply({{"id", 1}});

} // namespace

TEST_CASE("reads, updates and deletes outlast what passes")
{
  for (const auto& trouble : {reply(500, ""), reply(502, "<html>"), reply(503, ""), reply(504, ""), reply(429, ""),
                              lost(Lost::uncertain), lost(Lost::not_sent)}) {
    Script script{{trouble, trouble, k_good}};
    TestClient fake(std::ref(script));
    CHECK(fake->get(ResourceKind::sink, 1, Expand::no, {}).ok());
    script.calls = 0;
    CHECK(fake->update(ResourceKind::sink, 1, {{"name", "x"}}, {}).ok());
    script.calls = 0;
    CHECK(fake->remove(ResourceKind::sink, 1, {}).ok());
    script.calls = 0;
    CHECK(fake->set_running(ResourceKind::sink, 1, Verb::pause, {}).ok());
    CHECK(script.calls == 3);
  }
}

TEST_CASE("a create is repeated only when it certainly was not done")
{
  for (const auto& not_done : {reply(429, ""), lost(Lost::not_sent)}) {
    Script script{{not_done, k_good}};
    TestClient fake(std::ref(script));
    CHECK(fake->create(ResourceKind::sink, {{"name", "x"}}, {}).ok());
    CHECK(script.calls == 2);
  }
  const std::vector<std::pair<Outcome, Kind>> doubtful{
      {reply(500, ""), Kind::server},           {reply(503, ""), Kind::server},
      {reply(502, ""), Kind::uncertain},        {reply(504, ""), Kind::uncertain},
      {reply(408, ""), Kind::uncertain},        {lost(Lost::uncertain), Kind::uncertain},
      {reply(200, "{\"id\""), Kind::uncertain}, {reply(200, "<html>"), Kind::uncertain},
      {reply(200, ""), Kind::uncertain},        {lost(Lost::too_large), Kind::uncertain},
      {reply(400, ""), Kind::refused},          {reply(409, ""), Kind::refused},
      {reply(403, ""), Kind::forbidden},        {reply(404, ""), Kind::absent}};
  for (const auto& [outcome, kind] : doubtful) {
    Script script{{outcome}};
    TestClient fake(std::ref(script));
    const auto result = fake->create(ResourceKind::sink, {{"name", "x"}}, {});
    REQUIRE(!result.ok());
    CAPTURE(result.error().text());
    CHECK(result.error().kind == kind);
    CHECK(script.calls == 1);
    CHECK(fake.clock.slept() == Duration{0});
  }
}

TEST_CASE("patience has an end")
{
  Script down{{lost(Lost::not_sent, "Could not resolve host: dataops.nexla.io")}};
  TestClient fake(std::ref(down));
  const auto result = fake->get(ResourceKind::sink, 1, Expand::no, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == Kind::unreachable);
  CHECK(exit_code(result.error()) == ExitCode::unreachable);
  CHECK(!hint(result.error()).empty());
  CHECK(result.error().text() == "GET /data_sinks/1: https://dataops.nexla.io/nexla-api cannot be reached: Could not "
                                 "resolve host: dataops.nexla.io");
  CHECK(down.calls == 5);
  CHECK(fake.clock.slept() > Duration{5000});
  CHECK(fake.clock.slept() < Duration{60'000});
}

TEST_CASE("the service says when to come back, and is obeyed")
{
  Script script{{reply(429, "", {{"retry-after", "7"}}), k_good}};
  TestClient fake(std::ref(script));
  CHECK(fake->get(ResourceKind::sink, 1, Expand::no, {}).ok());
  CHECK(fake.clock.slept() >= Duration{7000});
  CHECK(fake.clock.slept() < Duration{10'000});
}

TEST_CASE("the wait may stand in the body or be a date by the server's own clock")
{
  Script body{{reply(429, R"({"message": "slow down", "retry_after": 5})"), k_good}};
  TestClient in_body(std::ref(body));
  CHECK(in_body->get(ResourceKind::sink, 1, Expand::no, {}).ok());
  CHECK(in_body.clock.slept() >= Duration{5000});
  Script date{
      {reply(503, "", {{"date", "Sun, 22 Nov 2020 09:41:00 GMT"}, {"retry-after", "Sun, 22 Nov 2020 09:41:04 GMT"}}),
       k_good}};
  TestClient by_date(std::ref(date));
  CHECK(by_date->get(ResourceKind::sink, 1, Expand::no, {}).ok());
  CHECK(by_date.clock.slept() >= Duration{4000});
  CHECK(by_date.clock.slept() < Duration{8000});
}

TEST_CASE("a minute that the service asks for is waited for in sight")
{
  Script script{{reply(429, R"({"message": "slow down"})", {{"retry-after", "60"}}), k_good}};
  std::vector<http::RetryWait> waits;
  auto options = FakeService::options();
  options.waiting = [&](const http::RetryWait& wait) { waits.push_back(wait); };
  TestClient fake(std::ref(script), options);
  CHECK(fake->get(ResourceKind::sink, 1, Expand::no, {}).ok());
  CHECK(fake.clock.slept() >= Duration{60'000});
  REQUIRE(waits.size() == 1);
  CHECK(waits.front().method + " " + waits.front().path == "GET /data_sinks/1");
  CHECK(waits.front().asked);
  CHECK(waits.front().wait >= Duration{60'000});
  CHECK(waits.front().why == "slow down");
}

TEST_CASE("a wait beyond all patience is an error at once that says how long")
{
  Script script{{reply(429, R"({"message": "daily limit"})", {{"retry-after", "7200"}})}};
  TestClient fake(std::ref(script));
  const auto result = fake->get(ResourceKind::sink, 1, Expand::no, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == Kind::throttled);
  CHECK(exit_code(result.error()) == ExitCode::unreachable);
  CHECK(result.error().message ==
        "daily limit; it asks to wait 2h 00m, and limits.max_wait allows 5m 00s for one request");
  CHECK(fake.clock.slept() == Duration{0});
}

TEST_CASE("a read that was cut short is read again, and other nonsense is not")
{
  Script cut{{reply(200, R"({"id": 1, "na)"), k_good}};
  TestClient again(std::ref(cut));
  CHECK(again->get(ResourceKind::sink, 1, Expand::no, {}).ok());
  Script html{{reply(200, "<!DOCTYPE html><title>Sign in</title>")}};
  TestClient page(std::ref(html));
  const auto result = page->get(ResourceKind::sink, 1, Expand::no, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == Kind::malformed);
  CHECK(result.error().message.find("HTML") != std::string::npos);
  CHECK(hint(result.error()).find("proxy") != std::string::npos);
  CHECK(html.calls == 1);
}

TEST_CASE("an update whose answer was cut short is sent again, and uncertain in the end")
{
  Script once{{reply(200, R"({"id": 1, "na)"), k_good}};
  TestClient again(std::ref(once));
  CHECK(again->update(ResourceKind::sink, 1, {{"name", "x"}}, {}).ok());
  CHECK(once.calls == 2);
  Script always{{reply(200, R"({"id": 1, "na)")}};
  TestClient never(std::ref(always));
  CHECK(never->update(ResourceKind::sink, 1, {{"name", "x"}}, {}).error().kind == Kind::uncertain);
  CHECK(always.calls == 5);
}

TEST_CASE("stopping ends a read that waits for its next try, and nothing new is sent")
{
  std::stop_source stop;
  TestClient fake([&](const Seen&) {
    stop.request_stop();
    return reply(500, R"({"message": "oops"})");
  });
  CHECK(fake->get(ResourceKind::sink, 1, Expand::no, stop.get_token()).error().kind == Kind::cancelled);
  CHECK(fake->create(ResourceKind::sink, {{"name", "x"}}, stop.get_token()).error().kind == Kind::cancelled);
  CHECK(fake.service.lines().size() == 1);
}

TEST_CASE("an interrupted write says that it may have been done")
{
  std::stop_source stop;
  TestClient fake([&](const Seen&) {
    stop.request_stop();
    return lost(Lost::uncertain);
  });
  CHECK(fake->update(ResourceKind::sink, 1, {{"name", "x"}}, stop.get_token()).error().kind == Kind::uncertain);
  CHECK(fake.service.lines().size() == 1);
}
