#include "spec/load_text.hpp"

#include "base/file_descriptor.hpp"
#include "spec/text_check.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flowsync::spec {

namespace {

class Loading
{
public:
  Loading(const std::string& shown_path, Diagnostics& diagnostics)
      : m_shown_path(shown_path),
        m_diagnostics(diagnostics)
  {
  }

  // Tens of thousands of files are read: one open, fstat and (mostly) one read for each.
  std::optional<std::string> run(const std::filesystem::path& path)
  {
    // Without O_NONBLOCK opening a named pipe would wait for a writer.
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status
    {
    };
    if (!file.valid() || ::fstat(file.get(), &status) != 0) {
      return unreadable();
    }
    if (!S_ISREG(status.st_mode)) {
      return fail("unreadable-file",
                  S_ISDIR(status.st_mode) ? "this is a folder, not a file" : "this is not a regular file");
    }
    const auto size = static_cast<std::uintmax_t>(status.st_size);
    return size > k_biggest_file ? too_big(size) : read_all(file.get(), static_cast<std::size_t>(size));
  }

  std::optional<std::string> accept(std::string text)
  {
    if (text.size() > k_biggest_file) {
      return too_big(text.size());
    }
    if (text.starts_with(k_byte_order_mark)) {
      text.erase(0, k_byte_order_mark.size());
    }
    return text;
  }

private:
  std::optional<std::string> read_all(int file, std::size_t expected)
  {
    std::string text(expected + 1, '\0'); // the one more shows the end of the file without another call
    std::size_t size = 0;
    for (;;) {
      const auto got = ::read(file, text.data() + size, text.size() - size);
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got < 0) {
        return unreadable();
      }
      size += static_cast<std::size_t>(got);
      if (got == 0 || size == expected) {
        break;
      }
      if (size > expected) {
        return fail("unreadable-file", "this file grew while it was read", "run the command again");
      }
    }
    text.resize(size);
    return accept(std::move(text));
  }

  std::optional<std::string> too_big(std::uintmax_t size)
  {
    return fail("file-too-big",
                fmt::format("this file has {} MB, {} MB are allowed", size >> 20U, k_biggest_file >> 20U),
                "split it into several files");
  }

  std::nullopt_t unreadable()
  {
    return fail("unreadable-file", fmt::format("this file cannot be read: {}", std::strerror(errno)));
  }

  std::nullopt_t fail(DiagnosticCode code, std::string message, std::string hint = {})
  {
    m_diagnostics.error(code, std::move(message), {m_shown_path, 0, 0, 1, {}}, std::move(hint));
    return std::nullopt;
  }

  const std::string& m_shown_path;
  Diagnostics& m_diagnostics;
};

} // namespace

std::optional<std::string> load_text(const std::filesystem::path& path, const std::string& shown_path,
                                     Diagnostics& diagnostics)
{
  return Loading(shown_path, diagnostics).run(path);
}

std::optional<std::string> accept_text(std::string text, const std::string& shown_path, Diagnostics& diagnostics)
{
  return Loading(shown_path, diagnostics).accept(std::move(text));
}

} // namespace flowsync::spec
