#pragma once

#include <string_view>

namespace flowsync {

// Owner of an operating system file handle. Move only.
class FileDescriptor
{
public:
  FileDescriptor() = default;
  explicit FileDescriptor(int handle) : m_handle(handle) {}
  FileDescriptor(FileDescriptor&& other) noexcept : m_handle(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor();

  bool valid() const { return m_handle >= 0; }
  int get() const { return m_handle; }
  int release();
  // Closes at once; false (errno set) when the system reports that earlier writes failed.
  bool close();

private:
  int m_handle = -1;
};

// Writes all of `content`, going on after interruptions; false with errno set when that fails.
bool write_fully(int handle, std::string_view content);

} // namespace flowsync
