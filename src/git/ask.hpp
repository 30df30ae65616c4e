#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::git {

// What the `git` program answered.
struct Answer
{
  bool started = false;
  int code = -1;      // exit code; -1 when it did not end by itself
  std::string text;   // what it wrote, errors included unless they are kept apart
  std::string reason; // in words, when the code is not 0
  bool well() const { return code == 0; }
};

inline constexpr std::size_t k_largest_answer = std::size_t{4} << 20U; // bytes

enum class Errors
{
  included, // in the text
  apart     // they count only as the reason
};

// Asks the `git` program about the repository around `folder`, giving it `input` to read. It runs nothing that the
// repository's configuration names (file system monitors, hooks), fetches nothing and writes nothing there.
Answer ask(const std::filesystem::path& folder, const std::vector<std::string>& words, const std::string& input = "",
           std::size_t largest = k_largest_answer, Errors errors = Errors::included);

// The reason in what git wrote: its first line that begins with "fatal: " or "error: ", otherwise its last one.
std::string reason_in(std::string_view errors);

// The last line that is not blank, trimmed.
std::string last_line(std::string_view text);

} // namespace flowsync::git
