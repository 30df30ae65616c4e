#include "state/journal_file.hpp"

#include "base/fatal.hpp"
#include "state/folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace flowsync::state {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path)
{
  throw Fatal(fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
}

FileDescriptor open_journal(const std::filesystem::path& path, int flags)
{
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0644));
  if (!file.valid()) {
    fail(path);
  }
  return file;
}

} // namespace

JournalFile::JournalFile(std::filesystem::path path, std::size_t good_bytes)
    : m_path(std::move(path)),
      m_file(open_journal(m_path, 0)),
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
  // After a failed flush the system may have dropped the bytes and report success the next time.
  if (::fdatasync(m_file.get()) != 0) {
    return Outcome::unreliable;
  }
  m_bytes += lines.size();
  return Outcome::durable;
}

void JournalFile::start_anew()
{
  const auto fresh_path = m_path.parent_path() / ("." + m_path.filename().string() + ".new");
  auto fresh = open_journal(fresh_path, O_TRUNC);
  if (::rename(fresh_path.c_str(), m_path.c_str()) != 0) {
    fail(m_path);
  }
  m_file = std::move(fresh);
  m_bytes = 0;
  sync_folder(m_path.parent_path());
}

} // namespace flowsync::state
