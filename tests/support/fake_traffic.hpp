#pragma once

#include "base/clock.hpp"
#include "nexla/api.hpp"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::test {

// The requests to a fake service: logs each, lets them wait for one another, and makes them fail as its faults say.
class FakeTraffic
{
public:
  struct Fault
  {
    std::string request; // a log line that it is for, or the beginning of one
    nexla::ApiError::Kind kind = nexla::ApiError::Kind::server;
    int status = 0;
    std::string message;
    bool effect = false;   // the request is carried out and its answer lost
    Duration effect_in{0}; // with `effect`: only so much later
    int times = 1;
  };

  std::vector<Fault> faults;
  std::function<void(const std::string& request)> on_call; // one at a time; must not call back
  Duration latency{0};                                     // of every call, by the clock
  std::size_t gather = 0;                                  // requests wait until so many were there at once

  std::vector<std::string> log;

  std::size_t calls(const std::string& beginning) const
  {
    return static_cast<std::size_t>(
        std::count_if(log.begin(), log.end(), [&](const auto& line) { return line.starts_with(beginning); }));
  }
  // Of the requests since the last call of this function.
  std::size_t most_at_once() { return std::exchange(m_most_at_once, 0); }

protected:
  explicit FakeTraffic(Clock& clock) : m_clock(clock) {}

  // What a fault says instead of an answer.
  static nexla::ApiError failure(const Fault& fault, const std::string& line)
  {
    nexla::ApiError error;
    error.kind = fault.kind;
    error.status = fault.status;
    error.message = fault.message;
    error.request = line;
    return error;
  }

  template <typename T>
  nexla::ApiResult<T> serve(const std::string& line, const std::function<nexla::ApiResult<T>()>& effect)
  {
    {
      std::unique_lock lock(m_mutex);
      m_most_at_once = std::max(m_most_at_once, ++m_at_once);
      if (on_call) {
        on_call(line);
      }
      m_arrived.notify_all();
      m_arrived.wait_for(lock, std::chrono::seconds{20}, [&] { return m_most_at_once >= gather; });
    }
    if (latency > Duration{0}) {
      m_clock.sleep(latency, {});
    }
    const std::lock_guard lock(m_mutex);
    --m_at_once;
    log.push_back(line);
    while (!m_later.empty() && m_later.begin()->first <= m_clock.steady()) {
      m_later.begin()->second();
      m_later.erase(m_later.begin());
    }
    for (auto& fault : faults) {
      if (fault.times > 0 && line.starts_with(fault.request)) {
        --fault.times;
        if (fault.effect && fault.effect_in > Duration{0}) {
          m_later.emplace(m_clock.steady() + fault.effect_in, [effect] { effect(); });
        } else if (fault.effect) {
          effect();
        }
        return failure(fault, line);
      }
    }
    return effect();
  }

  Clock& m_clock;
  mutable std::mutex m_mutex; // held while a request takes effect

private:
  std::condition_variable m_arrived;
  std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> m_later;
  std::size_t m_at_once = 0;
  std::size_t m_most_at_once = 0;
};

} // namespace flowsync::test
