#include "base/atomic_file.hpp"

#include "base/fatal.hpp"
#include "base/file_descriptor.hpp"
#include "base/own_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <random>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flowsync {

namespace {

[[noreturn]] void fail(std::string_view action, const std::filesystem::path& path)
{
  const int reason = errno;
  throw Fatal(fmt::format("cannot {} {}: {}", action, path.string(), std::strerror(reason)), ExitCode::error,
              reason == ENOSPC || reason == EDQUOT ? "free some disk space and run the command again" : "");
}

void sync_folder(const std::filesystem::path& folder)
{
  const FileDescriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.valid()) {
    ::fsync(handle.get());
  }
}

// Makes a file of its own beside `path`; its name in `name`. Not valid, with errno set, when it cannot be made.
FileDescriptor make_beside(const std::filesystem::path& path, ::mode_t mode, std::string& name)
{
  constexpr int k_tries = 100;
  std::random_device random;
  for (int i = 0; i < k_tries; ++i) {
    name = (path.parent_path() / fmt::format(".{}.{:08x}", path.filename().string(), random())).string();
    FileDescriptor handle(::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (handle.valid() || errno != EEXIST) {
      return handle;
    }
  }
  return {};
}

// Gives the new file the owner (where that is allowed) and the mode of the one that it will replace.
bool copy_access(int file, const std::filesystem::path& replaced)
{
  struct stat before
  {
  };
  struct stat now
  {
  };
  if (::lstat(replaced.c_str(), &before) != 0 || !S_ISREG(before.st_mode) || ::fstat(file, &now) != 0) {
    return true; // a new one
  }
  if ((before.st_uid != now.st_uid || before.st_gid != now.st_gid) &&
      ::fchown(file, before.st_uid, before.st_gid) != 0) {
    // somebody else's file in a folder of ours becomes ours, as with every editor
  }
  constexpr ::mode_t k_rights = 0777;
  return ::fchmod(file, before.st_mode & k_rights) == 0;
}

} // namespace

std::optional<std::string> read_file(const std::filesystem::path& path)
{
  if (is_own_file(path)) {
    return read_own_file(path);
  }
  const FileDescriptor handle(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)); // waits for no pipe
  if (!handle.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return std::nullopt;
    }
    fail("read", path);
  }
  struct stat info
  {
  };
  if (::fstat(handle.get(), &info) != 0) {
    fail("read", path);
  }
  if (!S_ISREG(info.st_mode)) {
    throw Fatal(fmt::format("cannot read {}: not a regular file", path.string()));
  }
  std::string content;
  content.reserve(static_cast<std::size_t>(info.st_size));
  std::array<char, 65536> buffer{};
  for (;;) {
    const auto got = ::read(handle.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      fail("read", path);
    }
    if (got == 0) {
      return content;
    }
    content.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content, Durable durable, Access access)
{
  if (is_own_file(path)) {
    write_own_file(path, content, durable);
    return;
  }
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored); // a failure shows when the file is opened
  constexpr ::mode_t k_private = 0600;
  constexpr ::mode_t k_usual = 0666; // less the umask
  std::string temporary;
  auto handle = make_beside(folder / path.filename(), access == Access::owner ? k_private : k_usual, temporary);
  if (!handle.valid()) {
    fail("write", path);
  }
  const auto give_up = [&](std::string_view action) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    errno = reason;
    fail(action, path);
  };
  if (!write_fully(handle.get(), content) || (access == Access::usual && !copy_access(handle.get(), path))) {
    give_up("write");
  }
  if (durable == Durable::yes && ::fsync(handle.get()) != 0) {
    give_up("flush");
  }
  if (!handle.close() || ::rename(temporary.c_str(), path.c_str()) != 0) {
    give_up("write");
  }
  if (durable == Durable::yes) {
    sync_folder(folder);
  }
}

} // namespace flowsync
