#pragma once

#include <CLI/App.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::cli {

// What the last word of a command line may be.
struct CompletionPlace
{
  // Where its candidates come from.
  enum class Names
  {
    fixed, // only `candidates`
    files,
    environments,
    flows,
    addresses,
    targets, // flows and addresses
    schemas
  };
  struct Candidate
  {
    std::string text;
    std::string description; // one line; may be empty
  };

  Names names = Names::fixed;
  std::vector<Candidate> candidates;
  std::string kept;                // what every candidate begins with: "--target=" of "--target=ord"
  std::string word;                // what is typed of the name itself
  std::filesystem::path directory; // of -C
};

// Finds out what may stand in place of the last word, which may be empty, after the words before it. Pure: looks at the
// declared flags and commands alone.
CompletionPlace completion_place(const CLI::App& app, const std::vector<std::string>& words);

} // namespace flowsync::cli
