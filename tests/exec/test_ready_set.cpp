#include "exec/ready_set.hpp"

#include "exec/workshop.hpp"

#include <thread>

using namespace flowsync;
using namespace flowsync::exec;

TEST_CASE("steps run after what they come after, on all threads")
{
  FakeClock clock;
  ReadySet set(clock, {});
  std::mutex mutex;
  std::vector<int> order;
  std::vector<ReadySet::Id> ids;
  for (int i = 0; i < 100; ++i) {
    ids.push_back(set.add([&, i]() -> std::optional<Later> {
      const std::lock_guard lock(mutex);
      order.push_back(i);
      return std::nullopt;
    }));
    if (i >= 10) {
      set.after(ids[static_cast<std::size_t>(i)], ids[static_cast<std::size_t>(i - 10)]);
    }
  }
  set.run(4);
  REQUIRE(order.size() == 100);
  std::vector<int> place(100);
  for (int i = 0; i < 100; ++i) {
    place[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = i;
  }
  for (std::size_t i = 10; i < 100; ++i) {
    CHECK(place[i] > place[i - 10]);
  }
}

TEST_CASE("a waiting step holds no worker")
{
  FakeClock clock;
  ReadySet set(clock, {});
  std::vector<std::string> order;
  int looks = 0;
  set.add([&]() -> std::optional<Later> {
    order.emplace_back("look");
    return ++looks < 3 ? std::optional(Later{Duration{100}, Wait::detection}) : std::nullopt;
  });
  set.add([&]() -> std::optional<Later> {
    order.emplace_back("other");
    return std::nullopt;
  });
  set.run(1);
  CHECK(order == std::vector<std::string>{"look", "other", "look", "look"});
  CHECK(clock.passed() == Duration{200});
  CHECK(set.waited_for_detection() == Duration{200});
}

TEST_CASE("time in which something else than detection is waited for does not count as detection")
{
  FakeClock clock;
  ReadySet set(clock, {});
  bool first = true;
  set.add([&]() -> std::optional<Later> {
    return std::exchange(first, false) ? std::optional(Later{Duration{100}, Wait::settle}) : std::nullopt;
  });
  set.run(2);
  CHECK(clock.passed() == Duration{100});
  CHECK(set.waited_for_detection() == Duration{0});
}

TEST_CASE("a stop ends every wait at once")
{
  SystemClock clock;
  std::stop_source stop;
  ReadySet set(clock, stop.get_token());
  int calls = 0;
  set.add([&]() -> std::optional<Later> {
    return ++calls == 1 ? std::optional(Later{std::chrono::hours{1}, Wait::settle}) : std::nullopt;
  });
  std::jthread stopper([&] { stop.request_stop(); });
  set.run(3);
  CHECK(calls == 2);
}

TEST_CASE("an earlier wait wakes the one who sleeps for a later one")
{
  SystemClock clock;
  std::stop_source stop;
  ReadySet set(clock, stop.get_token());
  int slow = 0;
  int quick = 0;
  set.add([&]() -> std::optional<Later> {
    return ++slow == 1 ? std::optional(Later{std::chrono::hours{1}, Wait::detection}) : std::nullopt;
  });
  set.add([&]() -> std::optional<Later> {
    if (++quick == 1) {
      return Later{Duration{1}, Wait::detection};
    }
    stop.request_stop(); // ends the hour of the other
    return std::nullopt;
  });
  set.run(2);
  CHECK(slow == 2);
  CHECK(quick == 2);
}

TEST_CASE("steps that wait for one another and steps that throw do not hang the set")
{
  FakeClock clock;
  SUBCASE("circle")
  {
    ReadySet set(clock, {});
    const auto nothing = []() -> std::optional<Later> { return std::nullopt; };
    const auto a = set.add(nothing);
    const auto b = set.add(nothing);
    set.after(a, b);
    set.after(b, a);
    CHECK_THROWS_AS(set.run(2), std::logic_error);
  }
  SUBCASE("throw")
  {
    ReadySet set(clock, {});
    int ran = 0;
    const auto a = set.add([]() -> std::optional<Later> { throw std::runtime_error("x"); });
    const auto b = set.add([&]() -> std::optional<Later> {
      ++ran;
      return std::nullopt;
    });
    set.after(b, a);
    CHECK_THROWS_AS(set.run(2), std::runtime_error);
    CHECK(ran == 1);
  }
}
