#include "spec/work_tree.hpp"

#include "base/file_descriptor.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace flowsync::spec {

namespace {

namespace fs = std::filesystem;
using Content = Result<std::string, FileProblem>;

FileProblem unreadable(const std::string& reason)
{
  return {"unreadable-file", fmt::format("cannot be read: {}", reason), ""};
}

Content read_whole(const fs::path& path, std::size_t largest)
{
  // Without O_NONBLOCK opening a named pipe would wait for a writer.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status
  {
  };
  if (!file.valid() || ::fstat(file.get(), &status) != 0) {
    return unreadable(std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return no_regular_file();
  }
  std::string text(largest + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return unreadable(std::strerror(errno));
    }
    if (got == 0) {
      break;
    }
    size += static_cast<std::size_t>(got);
  }
  if (size > largest) {
    return too_large(largest);
  }
  text.resize(size);
  return text;
}

} // namespace

FileProblem absolute_path()
{
  return {"outside-project", "is an absolute path", "write it relative to this file"};
}

FileProblem missing_file(const std::string& expected)
{
  return {"no-such-file", "does not exist", fmt::format("it would be {}", expected)};
}

FileProblem outside_project()
{
  return {"outside-project", "is not inside the project", "symbolic links are followed before this is checked"};
}

FileProblem no_regular_file()
{
  return {"unreadable-file", "is not a regular file", ""};
}

FileProblem too_large(std::size_t largest)
{
  return {"file-too-large", fmt::format("is larger than {} MB", largest >> 20U), ""};
}

Content WorkTree::read_beside(const std::string& document, const std::string& name, std::size_t largest) const
{
  const fs::path written(name);
  if (written.is_absolute()) {
    return absolute_path();
  }
  const auto& root = m_access->root();
  std::error_code error;
  const auto folder = (root / document).parent_path();
  const auto path = fs::canonical(folder / written, error);
  if (error == std::errc::no_such_file_or_directory) {
    // Whether something is there that may not be read is nobody's business.
    const auto expected = (folder / written).lexically_normal().lexically_relative(root).generic_string();
    auto refused = m_access->refuse_path(expected);
    return refused ? *std::move(refused) : missing_file(expected);
  }
  if (error) {
    return unreadable(error.message());
  }
  const auto inside = path.lexically_relative(root).generic_string();
  if (auto refused = m_access->refuse_path(inside)) {
    return *std::move(refused);
  }
  auto text = read_whole(path, largest);
  if (text) {
    if (auto refused = m_access->refuse_file(inside)) {
      return *std::move(refused);
    }
  }
  return text;
}

} // namespace flowsync::spec
