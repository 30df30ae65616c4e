#include "base/atomic_file.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

using namespace flowsync;
using flowsync::testing::TemporaryFolder;

namespace {

// The process's umask while it lives.
class Umask
{
public:
  explicit Umask(::mode_t mask) : m_before(::umask(mask)) {}
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;
  ~Umask() { ::umask(m_before); }

private:
  ::mode_t m_before;
};

unsigned mode_of(const std::filesystem::path& path)
{
  return static_cast<unsigned>(std::filesystem::status(path).permissions());
}

} // namespace

TEST_CASE("a file that is replaced keeps its mode, a new one obeys the umask")
{
  const TemporaryFolder box;
  const Umask usual(0027);
  const auto path = box.folder() / "a.yaml";
  write_file_atomically(path, "one");
  CHECK(mode_of(path) == 0640);
  for (const unsigned mode : {0600U, 0755U, 0444U, 0664U}) {
    CAPTURE(mode);
    std::filesystem::permissions(path, std::filesystem::perms(mode));
    write_file_atomically(path, "two");
    CHECK(mode_of(path) == mode);
    CHECK(read_file(path) == "two");
  }
  write_file_atomically(box.folder() / "secret", "three", Durable::no, Access::owner);
  CHECK(mode_of(box.folder() / "secret") == 0600);
  write_file_atomically(path, "four", Durable::no, Access::owner);
  CHECK(mode_of(path) == 0600);
  CHECK(std::distance(std::filesystem::directory_iterator(box.folder()), std::filesystem::directory_iterator()) == 2);
}
