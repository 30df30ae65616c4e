#pragma once

#include "base/result.hpp"
#include "model/record.hpp"
#include "state/problem.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace flowsync::state {

// Where the state of one environment lives, and what its files are called:
//   state.json     everything, as it was at some serial (state_file.hpp)
//   journal.jsonl  the changes since then (journal.hpp)
//   observed.json  what plans saw (observed.hpp)
//   lock           (lock.hpp)
struct Folder
{
  std::filesystem::path path;

  std::filesystem::path state_file() const { return path / "state.json"; }
  std::filesystem::path journal() const { return path / "journal.jsonl"; }
  std::filesystem::path observed() const { return path / "observed.json"; }
  std::filesystem::path lock() const { return path / "lock"; }
};

// ROOT/.flowsync/state/ENVIRONMENT
std::filesystem::path state_folder(const std::filesystem::path& root, std::string_view environment);

// What lies in the folder, and how it lay there.
struct Loaded
{
  StateData data;
  std::size_t state_file_bytes = 0;
  std::size_t journal_bytes = 0; // whole lines
  bool journal_torn = false;     // something unfinished follows them
  std::size_t replayed = 0;      // changes of the journal that the state file does not hold
};

// Reads without a lock and without write access, also while another process writes: what comes out was the state at
// one moment. An absent folder is an empty state with serial 0 and no lineage.
Result<Loaded, Problem> load_folder(const Folder& folder);

// Creates the folder and those above it so that they survive a power cut. Throws Fatal.
void create_durably(const std::filesystem::path& folder);
// Makes the names of a folder's files survive a power cut.
void sync_folder(const std::filesystem::path& folder);

// Why an apply could not record anything in this folder, in words; nothing when it could. Makes nothing.
std::optional<std::string> why_not_writable(const Folder& folder);

} // namespace flowsync::state
