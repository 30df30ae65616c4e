#pragma once

#include "base/clock.hpp"
#include "base/text.hpp"
#include "model/target.hpp"

#include <string>
#include <utility>
#include <vector>

namespace flowsync::cli {

// A word on the command line that is not allowed there.
struct Misuse
{
  std::string text;
  std::string hint;
};

// What a word of a flag stands for. Throws Misuse for another one.
template <typename Value>
Value chosen_value(const std::string& flag, const std::string& word,
                   const std::vector<std::pair<std::string, Value>>& choices)
{
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) {
    if (name == word) {
      return value;
    }
    names.push_back(name);
  }
  throw Misuse{"`" + word + "` is not a value of " + flag, "use " + join_words(names, "or")};
}

// The digest of --expect as a person copies it, whole or its beginning, with or without "sha256:". Throws Misuse.
std::string expected_digest(const std::string& text);

// The part that --shard names: "0/4" is the first of four. Throws Misuse.
Shard shard_from(const std::string& text);

// A time as a flag takes it: "500ms", "30s", "5m". Throws Misuse.
Duration time_of(const std::string& text);

} // namespace flowsync::cli
