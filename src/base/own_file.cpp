#include "base/own_file.hpp"

#include "base/fatal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <random>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flowsync {

namespace {

namespace fs = std::filesystem;

constexpr mode_t k_folder_mode = 0700;
constexpr mode_t k_file_mode = 0600;

using Status = struct stat;

[[noreturn]] void in_the_way(const fs::path& path, std::string_view what)
{
  throw Fatal(fmt::format("{} is {}; flowsync does not use it", path.string(), what), ExitCode::error,
              "look at who put it there, then remove it");
}

[[noreturn]] void fail_at(std::string_view action, const fs::path& path)
{
  const int reason = errno;
  throw Fatal(fmt::format("cannot {} {}: {}", action, path.string(), std::strerror(reason)), ExitCode::error,
              reason == ENOSPC || reason == EDQUOT ? "free some disk space and run the command again" : "");
}

// After a failed open without following links: throws when a link or something else stands there.
void explain(int folder, const fs::path& name, const fs::path& path, bool folder_wanted)
{
  const int reason = errno;
  Status status{};
  if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    if (S_ISLNK(status.st_mode)) {
      in_the_way(path, "a symbolic link");
    }
    if (folder_wanted && !S_ISDIR(status.st_mode)) {
      in_the_way(path, "not a folder");
    }
    if (!folder_wanted && !S_ISREG(status.st_mode)) {
      in_the_way(path, S_ISDIR(status.st_mode) ? "a folder" : "not a regular file");
    }
  }
  errno = reason;
}

bool is_ours(const Status& status)
{
  const auto user = ::geteuid();
  return user == 0 || status.st_uid == user;
}

enum class Absent
{
  is_left,
  is_made
};

// The folder, with no link followed from `.flowsync` on; not valid, with errno set, when it is absent or closed to us.
FileDescriptor open_folder(const fs::path& folder, Absent absent)
{
  constexpr int k_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  fs::path before;
  auto part = folder.begin();
  for (; part != folder.end() && *part != k_own_folder; ++part) {
    before /= *part;
  }
  const bool is_elsewhere = part == folder.end();
  if (is_elsewhere && absent == Absent::is_made) {
    std::error_code ignored; // shows when it is opened
    fs::create_directories(before, ignored);
  }
  FileDescriptor open(::open(before.empty() ? "." : before.c_str(), k_flags));
  auto path = before;
  for (; open.valid() && part != folder.end(); ++part) {
    if (part->empty() || *part == ".") {
      continue;
    }
    path /= *part;
    if (*part == "..") {
      in_the_way(path, "a way around");
    }
    FileDescriptor next(::openat(open.get(), part->c_str(), k_flags | O_NOFOLLOW));
    if (!next.valid() && errno == ENOENT && absent == Absent::is_made) {
      if (::mkdirat(open.get(), part->c_str(), k_folder_mode) != 0 && errno != EEXIST) {
        return {};
      }
      ::fsync(open.get());
      next = FileDescriptor(::openat(open.get(), part->c_str(), k_flags | O_NOFOLLOW));
    }
    if (!next.valid()) {
      explain(open.get(), *part, path, true);
    }
    open = std::move(next);
  }
  return open;
}

fs::path folder_of(const fs::path& path)
{
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// A file that did not exist before, under a name that nobody can foresee.
FileDescriptor create_temporary(int folder, const fs::path& path, std::string& name)
{
  constexpr int k_tries = 100;
  std::random_device random;
  for (int i = 0; i < k_tries; ++i) {
    name = fmt::format(".{}.{:08x}{:08x}", path.filename().string(), random(), random());
    FileDescriptor file(
        ::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, k_file_mode));
    if (file.valid()) {
      ::fchmod(file.get(), k_file_mode); // whatever the umask says
      return file;
    }
    if (errno != EEXIST) {
      break;
    }
  }
  fail_at("write", path);
}

// Gives the temporary file the name of `path`, or removes it and throws.
void put_in_place(int folder, const std::string& name, const fs::path& path)
{
  if (::renameat(folder, name.c_str(), folder, path.filename().c_str()) != 0) {
    const int reason = errno;
    ::unlinkat(folder, name.c_str(), 0);
    errno = reason;
    explain(folder, path.filename(), path, false);
    fail_at("write", path);
  }
}

} // namespace

bool is_own_file(const fs::path& path)
{
  return std::find(path.begin(), path.end(), k_own_folder) != path.end();
}

FileDescriptor open_own_file(const fs::path& path, OwnUse use)
{
  const auto folder = open_folder(folder_of(path), Absent::is_left);
  if (!folder.valid()) {
    return {};
  }
  const int flags = use == OwnUse::read     ? O_RDONLY
                    : use == OwnUse::append ? O_WRONLY | O_APPEND | O_CREAT
                                            : O_RDWR | O_CREAT;
  // Without O_NONBLOCK opening a named pipe would wait for its other end.
  FileDescriptor file(::openat(folder.get(), path.filename().c_str(),
                               flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, k_file_mode));
  Status status{};
  if (!file.valid() || ::fstat(file.get(), &status) != 0) {
    explain(folder.get(), path.filename(), path, false);
    return {};
  }
  if (!S_ISREG(status.st_mode)) {
    in_the_way(path, S_ISDIR(status.st_mode) ? "a folder" : "not a regular file");
  }
  if (use != OwnUse::read) {
    if (!is_ours(status)) {
      in_the_way(path, "a file of another user");
    }
    if ((status.st_mode & 0777U) != k_file_mode) {
      ::fchmod(file.get(), k_file_mode);
    }
  }
  return file;
}

std::optional<std::string> read_own_file(const fs::path& path)
{
  const auto file = open_own_file(path, OwnUse::read);
  if (!file.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return std::nullopt;
    }
    fail_at("read", path);
  }
  std::string content;
  std::array<char, 65536> buffer{};
  for (;;) {
    const auto got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      fail_at("read", path);
    }
    if (got == 0) {
      return content;
    }
    content.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

void write_own_file(const fs::path& path, std::string_view content, Durable durable)
{
  const auto folder = open_folder(folder_of(path), Absent::is_made);
  if (!folder.valid()) {
    fail_at("write", path);
  }
  std::string name;
  auto file = create_temporary(folder.get(), path, name);
  const bool written =
      write_fully(file.get(), content) && (durable == Durable::no || ::fsync(file.get()) == 0) && file.close();
  if (!written) {
    const int reason = errno;
    ::unlinkat(folder.get(), name.c_str(), 0);
    errno = reason;
    fail_at("write", path);
  }
  put_in_place(folder.get(), name, path);
  if (durable == Durable::yes) {
    ::fsync(folder.get());
  }
}

FileDescriptor replace_own_file(const fs::path& path)
{
  const auto folder = open_folder(folder_of(path), Absent::is_made);
  if (!folder.valid()) {
    fail_at("write", path);
  }
  std::string name;
  auto file = create_temporary(folder.get(), path, name);
  put_in_place(folder.get(), name, path);
  ::fsync(folder.get());
  return file;
}

void create_own_folder(const fs::path& folder)
{
  if (!folder.empty() && !open_folder(folder, Absent::is_made).valid()) {
    throw Fatal(fmt::format("cannot create the folder {}: {}", folder.string(), std::strerror(errno)));
  }
}

void sync_own_folder(const fs::path& folder)
{
  const auto open = open_folder(folder.empty() ? fs::path(".") : folder, Absent::is_left);
  if (open.valid()) {
    ::fsync(open.get());
  }
}

} // namespace flowsync
