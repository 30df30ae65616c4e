#include "sim/random_fault.hpp"

#include <array>

namespace flowsync::sim {

namespace {

// splitmix64 (Steele, Lea, Flood 2014): neighbouring seeds give unrelated numbers.
std::uint64_t mix(std::uint64_t value)
{
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

constexpr std::array k_drawn{FaultAction::status,      FaultAction::status,     FaultAction::html,
                             FaultAction::drop_before, FaultAction::drop_after, FaultAction::drop_then_effect,
                             FaultAction::truncate,    FaultAction::no_persist, FaultAction::expire_tokens,
                             FaultAction::latency};
constexpr std::array k_statuses{429, 429, 500, 502, 503, 504};

} // namespace

double chance(std::uint64_t seed, const Request& request, std::uint64_t nth, std::uint64_t purpose)
{
  auto number = mix(seed);
  for (const auto& text : {request.method, request.path}) {
    for (const char c : text) {
      number = mix(number ^ static_cast<unsigned char>(c));
    }
  }
  number = mix(mix(number ^ nth) ^ purpose);
  constexpr double k_53_bits = 1.0 / 9007199254740992.0;
  return static_cast<double>(number >> 11U) * k_53_bits;
}

Fault draw_fault(const Fault& fault, const Request& request, std::uint64_t nth)
{
  std::uint64_t purpose = 1;
  const auto draw = [&](std::size_t count) {
    return static_cast<std::size_t>(chance(fault.seed, request, nth, ++purpose) * static_cast<double>(count));
  };
  Fault drawn = fault;
  drawn.action = k_drawn[draw(k_drawn.size())];
  drawn.status = drawn.action == FaultAction::html ? (draw(2) == 0 ? 200 : 502) : k_statuses[draw(k_statuses.size())];
  const auto seconds = static_cast<std::int64_t>(draw(4));
  drawn.retry_after = drawn.action == FaultAction::status && drawn.status == 429 ? seconds : -1;
  drawn.bytes = draw(40);
  drawn.delay = Duration(static_cast<Duration::rep>(draw(static_cast<std::size_t>(fault.delay.count()) + 1)));
  return drawn;
}

} // namespace flowsync::sim
