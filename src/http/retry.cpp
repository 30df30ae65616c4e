#include "http/retry.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"

#include <algorithm>
#include <charconv>
#include <random>

namespace flowsync::http {

Backoff::Backoff(RetryPolicy policy, std::function<double()> random) : m_policy(policy), m_random(std::move(random)) {}

std::optional<Duration> Backoff::after_failure(std::optional<Duration> retry_after)
{
  ++m_failures;
  return m_failures < m_policy.tries ? wait(retry_after, m_failures) : std::nullopt;
}

std::optional<Duration> Backoff::after_throttling(std::optional<Duration> retry_after)
{
  ++m_throttled;
  return wait(retry_after, m_throttled);
}

std::optional<Duration> Backoff::wait(std::optional<Duration> retry_after, int nth)
{
  constexpr int k_most_doublings = 20;
  const auto doubled = m_policy.first * (std::int64_t{1} << std::min(nth - 1, k_most_doublings));
  const auto whole = static_cast<double>(std::min(doubled, m_policy.longest).count());
  constexpr double k_spread = 0.1; // on top of what the server asked for
  const auto chosen = retry_after ? static_cast<double>(retry_after->count()) + k_spread * whole * m_random()
                                  : whole * (1 + m_random()) / 2;
  const Duration wait{static_cast<Duration::rep>(chosen)};
  if (m_waited + wait > m_policy.all_waits) {
    return std::nullopt;
  }
  m_waited += wait;
  return wait;
}

std::optional<Duration> parse_retry_after(std::string_view text, WallTime now)
{
  text = trim(text);
  double seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
  if (!text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size()) {
    constexpr double k_longest = 1e9;
    return seconds >= 0 ? std::optional(Duration{static_cast<Duration::rep>(std::min(seconds, k_longest) * 1000)})
                        : std::nullopt;
  }
  if (const auto date = parse_http_date(text)) {
    return std::max(Duration{0}, std::chrono::ceil<Duration>(*date - now));
  }
  return std::nullopt;
}

std::function<double()> system_random()
{
  return [] {
    thread_local std::mt19937 generator{std::random_device{}()};
    return std::uniform_real_distribution<double>{0, 1}(generator);
  };
}

} // namespace flowsync::http
