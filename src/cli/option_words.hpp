#pragma once

#include "base/clock.hpp"
#include "model/target.hpp"

#include <string>

namespace flowsync::cli {

// A word on the command line that is not allowed there.
struct Misuse
{
  std::string text;
  std::string hint;
};

// The digest of --expect as a person copies it, whole or its beginning, with or without "sha256:". Throws Misuse.
std::string expected_digest(const std::string& text);

// The part that --shard names: "0/4" is the first of four. Throws Misuse.
Shard shard_from(const std::string& text);

// A time as a flag takes it: "500ms", "30s", "5m". Throws Misuse.
Duration time_of(const std::string& text);

} // namespace flowsync::cli
