#pragma once

#include "sim/world.hpp"

#include "base/clock.hpp"

#include <filesystem>
#include <memory>

namespace flowsync::sim {

// The data file: one JSON line per transaction, appended with a single write before the reply leaves, so a kill at any
// moment loses at most the transaction whose reply nobody saw. Replayed and compacted when it is opened. A lock beside
// it (FILE.lock) keeps two processes from writing at once. Not thread safe.
class Journal
{
public:
  // Opens or creates `file` (and its folder) and fills the world. Waits up to `patience` for another process to let go.
  // Throws std::runtime_error when the lock is not to be had, or when the file cannot be read, written or understood.
  Journal(const std::filesystem::path& file, World& world, Clock& clock, Duration patience);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // True when there was no file yet.
  bool fresh() const { return m_fresh; }
  // Writes what the world's open transaction changed. Throws std::runtime_error when that is impossible (disk full);
  // the file is then as before.
  void append(const World& world);

private:
  void take_lock(Clock& clock, Duration patience);
  void replay(World& world);
  void compact(const World& world);
  void open_for_append();

  std::filesystem::path m_file;
  int m_lock = -1;
  int m_out = -1;
  std::uint64_t m_size = 0; // bytes of whole lines
  std::size_t m_lines = 0;
  bool m_fresh = false;
};

} // namespace flowsync::sim
