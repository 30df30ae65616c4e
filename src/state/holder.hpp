#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync::state {

// Who holds the lock of a state, in words for people and in facts by which its process can be found again.
struct Holder
{
  std::string id;       // of the run: 16 hexadecimal digits; "" not told
  std::string what;     // "apply"
  std::string who;      // a person or a job
  std::string link;     // of the job; "" none
  std::int64_t pid = 0; // 0: not told
  std::string user;
  std::string host;
  std::string machine;         // tells one boot of one machine, and one container on it, from all others
  std::string process_started; // tells a process from a later one with its number
  std::string started_at;      // ISO 8601, by the holder's clock
  std::string renewed_at;      // likewise; "" never

  bool operator==(const Holder&) const = default;
};

// Tells this machine, as far as its processes can know one another, from all others; "" when that cannot be told.
std::string this_machine();

// This process, doing `what` from now on.
Holder this_process(std::string what, std::string who, std::string link, WallTime now);

enum class Alive
{
  yes,
  no,      // its process has ended: whatever it holds is held by nobody
  unknown, // it runs on another machine, or nobody can tell
};
// As seen from `machine`.
Alive is_alive(const Holder& holder, const std::string& machine = this_machine());

// "ana on build-7 (apply, process 4242, since 2026-…; https://…)".
std::string words_for(const Holder& holder);

// One line of JSON; reading gives nothing for a text that is none.
std::string holder_text(const Holder& holder);
std::optional<Holder> parse_holder(std::string_view text);

} // namespace flowsync::state
