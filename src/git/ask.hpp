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
  std::string text;   // what it answered; what it says besides (warnings, traces) is not a part of it
  std::string reason; // in words, when the code is not 0
  std::string cure;   // what lets git answer here at all, where that is the reason; otherwise ""
  bool well() const { return code == 0; }
};

// Why git gave no answer, and what helps where that is known.
struct NoAnswer
{
  std::string reason;
  std::string cure;
};

inline constexpr std::size_t k_largest_answer = std::size_t{4} << 20U; // bytes
inline constexpr std::size_t k_largest_list = std::size_t{256} << 20U; // bytes of a list of all files

// Asks the `git` program about the repository around `folder`, giving it `input` to read. It runs nothing that the
// repository's configuration names (file system monitors, hooks), fetches nothing and writes nothing there. Variables
// by which git, running us as a hook, names another repository, index or store of objects do not reach it.
Answer ask(const std::filesystem::path& folder, const std::vector<std::string>& words, const std::string& input = "",
           std::size_t largest = k_largest_answer);

// The reason in what git wrote: its first line that begins with "fatal: " or "error: " (or what stands before it, where
// that only says that ssh failed), otherwise its last one.
std::string reason_in(std::string_view errors);

// The last line that is not blank, trimmed.
std::string last_line(std::string_view text);

} // namespace flowsync::git
