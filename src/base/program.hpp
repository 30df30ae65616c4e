#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync {

// A program to be run, and what it may do.
struct Program
{
  std::vector<std::string> command; // the first word is looked up in PATH; no shell
  std::filesystem::path folder;
  std::string input;                                   // what it reads; kept in memory
  Duration limit{0};                                   // it is killed then, with what it started
  std::size_t largest_output = std::size_t{64} << 10U; // bytes; likewise
  bool errors_too = false;   // its error output is read as part of `output`, instead of going where ours goes
  bool errors_apart = false; // its error output is read by itself
  // Variables that it finds besides ours, or instead of them; without a value: not at all.
  std::map<std::string, std::optional<std::string>> environment{};
  // Ours that it finds, besides those; nothing: all of them.
  std::optional<std::vector<std::string>> inherited{};
};

// How a program ended.
struct ProgramEnd
{
  enum class How
  {
    exited,      // `number` is its exit code
    signalled,   // by this signal
    too_slow,    // killed
    too_long,    // killed
    not_started, // `number` is errno
  };
  How how = How::not_started;
  int number = 0;
  std::string output; // as far as it was read; in memory that was never moved, so that the caller can wipe it
  std::string errors; // with Program::errors_apart: the beginning of its error output

  bool well() const { return how == How::exited && number == 0; }
};

// Runs it and waits for its end.
ProgramEnd run_program(const Program& program);

// What a person is told of an end that is not well(): "`vault` ended with code 2"; "" for one that is.
std::string describe(const ProgramEnd& end, const Program& program);

} // namespace flowsync
