#pragma once

#include "base/atomic_file.hpp"
#include "base/file_descriptor.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync {

// The folder in a project in which everything lies that this program writes for itself.
inline constexpr const char* k_own_folder = ".flowsync";

// Files that this program keeps for itself. Whoever proposes a change of a repository can also put links, pipes and
// devices where they belong. So from `.flowsync` on no symbolic link is followed (elsewhere: not at the last part of a
// path), only regular files are opened, nothing waits for a pipe's other end, and what is written belongs to us and is
// for our eyes. What stands in the way throws Fatal, which names it.

// Whether a path leads through `.flowsync`.
bool is_own_file(const std::filesystem::path& path);

enum class OwnUse
{
  read,   // an absent file is not valid, with errno ENOENT
  append, // made when absent
  lock,   // made when absent; read and written anywhere
};

// Not valid, with errno set, when the system refuses.
FileDescriptor open_own_file(const std::filesystem::path& path, OwnUse use);

// The whole file; nothing when it does not exist.
std::optional<std::string> read_own_file(const std::filesystem::path& path);

// Replaces the file as write_file_atomically() does, making its folders.
void write_own_file(const std::filesystem::path& path, std::string_view content, Durable durable = Durable::yes);

// Makes a fresh empty file, open for appending, that takes the place of `path` at once.
FileDescriptor replace_own_file(const std::filesystem::path& path);

// Makes a folder and those above it, so that they survive a power cut.
void create_own_folder(const std::filesystem::path& folder);

// Makes the names of a folder's files survive a power cut.
void sync_own_folder(const std::filesystem::path& folder);

} // namespace flowsync
