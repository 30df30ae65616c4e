#include "base/file_descriptor.hpp"

#include <cerrno>
#include <utility>

#include <unistd.h>

namespace flowsync {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept
{
  if (this != &other) {
    close();
    m_handle = other.release();
  }
  return *this;
}

FileDescriptor::~FileDescriptor()
{
  close();
}

int FileDescriptor::release()
{
  return std::exchange(m_handle, -1);
}

bool FileDescriptor::close()
{
  return m_handle < 0 || ::close(release()) == 0;
}

bool write_fully(int handle, std::string_view content)
{
  while (!content.empty()) {
    const auto written = ::write(handle, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return false;
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

} // namespace flowsync
