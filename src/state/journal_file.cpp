#include "state/journal_file.hpp"

#include "base/fatal.hpp"
#include "base/own_file.hpp"
#include "state/folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace flowsync::state {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path)
{
  throw Fatal(fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
}

FileDescriptor open_journal(const std::filesystem::path& path)
{
  auto file = open_own_file(path, OwnUse::append);
  if (!file.valid()) {
    fail(path);
  }
  return file;
}

} // namespace

JournalFile::JournalFile(std::filesystem::path path, std::size_t good_bytes)
    : m_path(std::move(path)),
      m_file(open_journal(m_path)),
      m_bytes(good_bytes)
{
  if (::ftruncate(m_file.get(), static_cast<off_t>(good_bytes)) != 0 || ::fsync(m_file.get()) != 0) {
    fail(m_path);
  }
  sync_folder(m_path.parent_path());
}

JournalFile::Outcome JournalFile::append(std::string_view lines)
{
  if (!write_fully(m_file.get(), lines)) {
    const int reason = errno;
    const bool undone = ::ftruncate(m_file.get(), static_cast<off_t>(m_bytes)) == 0;
    errno = reason;
    return undone ? Outcome::refused : Outcome::unreliable;
  }
  m_bytes += lines.size();
  return Outcome::done;
}

JournalFile::Outcome JournalFile::flush()
{
  // After a failed flush the system may have dropped the bytes and report success the next time.
  return ::fdatasync(m_file.get()) == 0 ? Outcome::done : Outcome::unreliable;
}

void JournalFile::start_anew()
{
  m_file = replace_own_file(m_path);
  m_bytes = 0;
}

} // namespace flowsync::state
