#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync {

// Files below the folder of our own are read and written as own_file.hpp says.

// Reads a whole file; nothing when it does not exist. Throws Fatal naming the file when it cannot be read or is no
// regular file.
std::optional<std::string> read_file(const std::filesystem::path& path);

enum class Durable
{
  yes,
  no
};

// Who may read the file.
enum class Access
{
  usual, // a new one as the process makes files (its umask); one that is replaced keeps mode and owner
  owner  // its owner only
};

// Replaces `path` by `content` so that at every moment either the old or the new text is there: writes a new file
// beside it, flushes it to the disk (with Durable::yes also its folder) and renames it. Creates missing folders. Throws
// Fatal naming the file and the reason; the old file is then unchanged.
void write_file_atomically(const std::filesystem::path& path, std::string_view content, Durable durable = Durable::yes,
                           Access access = Access::usual);

} // namespace flowsync
