#pragma once

#include "base/result.hpp"
#include "state/problem.hpp"
#include "state/storage.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace flowsync::state {

// All files of a shared state in one JSON object, for places that keep one object only:
//   {"version": 4, "serial": N, "lineage": "…", "files": {PATH: TEXT, …}}
// The first three are what Terraform's states have as well, because some places look at them: each save has a serial
// of its own, larger than the one before.
struct Envelope
{
  std::uint64_t serial = 0; // 0: nothing was ever saved
  std::string lineage;
  std::map<std::string, std::string> files;

  bool operator==(const Envelope&) const = default;
};

// The text of an envelope: the same one gives the same bytes.
std::string encode_envelope(const Envelope& envelope);
// `place` is for messages.
Result<Envelope, Problem> decode_envelope(std::string_view text, const std::string& place);

// The version of a state that is stored this way: the same for the same content, however a place formats JSON.
// `encoded` is its text.
std::string version_of(const Envelope& envelope, std::string_view encoded);

// The envelope that a save leaves: the next serial, the files changed, and of old history and trash only as much as
// fits an object that is read and written whole. The texts must be UTF-8.
Envelope changed(Envelope envelope, const Changes& changes);

} // namespace flowsync::state
