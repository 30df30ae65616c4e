#include "http/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace flowsync::http {

namespace {

using Nanos = std::chrono::nanoseconds;

constexpr double k_slowest = 0.5;   // requests per second: below the throttle that the service is known to have
constexpr double k_growth = 1.1;    // per second
constexpr double k_least_full = 20; // a lowered rate counts as recovered from here on, when there is no limit
constexpr Nanos k_burst{100'000'000};

Nanos interval(double rate)
{
  return Nanos{static_cast<Nanos::rep>(1e9 / rate)};
}

} // namespace

RateLimiter::RateLimiter(double requests_per_second, Clock& clock)
    : m_ceiling(std::max(0.0, requests_per_second)),
      m_clock(clock),
      m_rate(m_ceiling),
      m_full_rate(m_ceiling)
{
}

std::optional<RateLimiter::Time> RateLimiter::acquire(std::stop_token stop)
{
  for (;;) {
    Time now;
    Time turn;
    {
      const std::lock_guard lock(m_mutex);
      now = m_clock.steady();
      grow(now);
      turn = reserve(std::max(now, m_blocked_until));
    }
    if (stop.stop_requested() || (turn > now && !m_clock.sleep(std::chrono::ceil<Duration>(turn - now), stop))) {
      return std::nullopt;
    }
    const std::lock_guard lock(m_mutex);
    now = m_clock.steady();
    if (now >= m_blocked_until) { // otherwise: held back while waiting, so queue again behind the block
      count(now);
      return now;
    }
  }
}

RateLimiter::Time RateLimiter::reserve(Time earliest)
{
  if (m_rate == 0) {
    return earliest;
  }
  const auto turn = std::max(earliest, m_next - k_burst);
  m_next = std::max(m_next, turn) + interval(m_rate);
  return turn;
}

void RateLimiter::throttled(Time turn, std::optional<Duration> retry_after)
{
  const std::lock_guard lock(m_mutex);
  const auto now = m_clock.steady();
  if (retry_after) {
    m_blocked_until = std::max(m_blocked_until, now + *retry_after);
  }
  if (turn < m_lowered) {
    return;
  }
  const double recent = std::max(m_this_second, m_last_second);
  if (m_rate == m_ceiling) {
    m_full_rate = m_ceiling > 0 ? m_ceiling : std::max(2 * recent, k_least_full);
  }
  m_rate = std::max(m_ceiling > 0 ? std::min(k_slowest, m_ceiling) : k_slowest, (m_rate > 0 ? m_rate : recent) / 2);
  m_lowered = now;
  m_grown = std::max(now, m_blocked_until);
  m_next = m_grown + interval(m_rate) + k_burst;
}

void RateLimiter::grow(Time now)
{
  if (m_rate == m_ceiling || now <= m_grown) {
    return;
  }
  const std::chrono::duration<double> seconds = now - m_grown;
  m_rate *= std::pow(k_growth, seconds.count());
  m_grown = now;
  if (m_rate >= m_full_rate) {
    m_rate = m_ceiling;
  }
}

void RateLimiter::count(Time now)
{
  if (now - m_second >= std::chrono::seconds{1}) {
    m_last_second = now - m_second < std::chrono::seconds{2} ? m_this_second : 0;
    m_this_second = 0;
    m_second = now;
  }
  ++m_this_second;
}

double RateLimiter::rate()
{
  const std::lock_guard lock(m_mutex);
  grow(m_clock.steady());
  return m_rate;
}

} // namespace flowsync::http
