#pragma once

#include "support/temporary_folder.hpp"

namespace flowsync::bench {

// A folder that goes with the object. On tmpfs, flushing to disk costs nothing.
struct Folder : testing::TemporaryFolder
{
  using testing::TemporaryFolder::TemporaryFolder;
  const std::filesystem::path& path() const { return folder(); }
};

} // namespace flowsync::bench
