#pragma once

#include <cstddef>
#include <cstdint>

namespace flowsync::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool k_watched = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool k_watched = true;
#else
inline constexpr bool k_watched = false;
#endif
#else
inline constexpr bool k_watched = false;
#endif

// Where a sanitizer watches, which takes forty times as long, the longest tests do a tenth of what they do elsewhere;
// `scripts/test --step all-rounds` does all of it.
inline constexpr std::uint32_t k_share = k_watched ? 10 : 1;

// How often a random test goes round.
constexpr std::uint32_t rounds(std::uint32_t all)
{
  return all / k_share;
}
// Whether a test that goes through many positions takes this one.
constexpr bool has_turn(std::size_t position)
{
  return position % k_share == 0;
}

} // namespace flowsync::testing
