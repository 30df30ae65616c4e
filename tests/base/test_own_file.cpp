#include "base/own_file.hpp"

#include "base/fatal.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

using namespace flowsync;
using flowsync::testing::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

unsigned mode_bits(const fs::path& path)
{
  struct stat status
  {
  };
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

// What each way of using a file says when something else stands in its place.
void check_refused(const fs::path& path, const std::string& word)
{
  const auto refused = [&](const auto& use) {
    try {
      use();
    } catch (const Fatal& fatal) {
      return std::string(fatal.what()).find(word) != std::string::npos;
    }
    return false;
  };
  CHECK(refused([&] { read_own_file(path); }));
  CHECK(refused([&] { open_own_file(path, OwnUse::append); }));
  CHECK(refused([&] { open_own_file(path, OwnUse::lock); }));
}

} // namespace

TEST_CASE("our files are for our eyes, whatever the umask says")
{
  for (const mode_t mask : {mode_t{0077}, mode_t{0022}, mode_t{0}}) {
    const TemporaryFolder box;
    const auto before = ::umask(mask);
    const auto folder = box.folder() / ".flowsync/state/dev";
    write_own_file(folder / "state.json", "text");
    open_own_file(folder / "lock", OwnUse::lock);
    replace_own_file(folder / "journal.jsonl");
    write_file_atomically(folder / "trash/x.yaml", "text");
    ::umask(before);
    for (const auto* const made : {"", "trash", "..", "../.."}) {
      CHECK(mode_bits((folder / made).lexically_normal() / ".") == 0700);
    }
    for (const auto* const made : {"state.json", "lock", "journal.jsonl", "trash/x.yaml"}) {
      CHECK(mode_bits(folder / made) == 0600);
    }
    CHECK(read_own_file(folder / "state.json") == "text");
    CHECK(!read_own_file(folder / "other.json"));
    CHECK(!read_own_file(box.folder() / ".flowsync/none/other.json"));
  }
}

TEST_CASE("a file that others could read is taken back when it is written")
{
  const TemporaryFolder box;
  box.write(".flowsync/journal.jsonl", "one\n");
  fs::permissions(box.folder() / ".flowsync/journal.jsonl", fs::perms(0644));
  CHECK(open_own_file(box.folder() / ".flowsync/journal.jsonl", OwnUse::append).valid());
  CHECK(mode_bits(box.folder() / ".flowsync/journal.jsonl") == 0600);
  CHECK(box.read(".flowsync/journal.jsonl") == "one\n");
}

TEST_CASE("no link is followed, nothing waits, and what stands in the way is named")
{
  const TemporaryFolder box;
  box.write("outside/precious", "precious");
  box.write("outside/empty", "");
  fs::create_directories(box.folder() / ".flowsync/sim");
  const auto file = box.folder() / ".flowsync/sim/dev.json";
  SUBCASE("a link to a file")
  {
    fs::create_symlink(box.folder() / "outside/precious", file);
    check_refused(file, "is a symbolic link");
  }
  SUBCASE("a link to nothing")
  {
    fs::create_symlink(box.folder() / "outside/new", file);
    check_refused(file, "is a symbolic link");
    CHECK(!fs::exists(box.folder() / "outside/new"));
  }
  SUBCASE("a folder on the way is a link")
  {
    fs::remove(box.folder() / ".flowsync/sim");
    fs::create_directory_symlink(box.folder() / "outside", box.folder() / ".flowsync/sim");
    check_refused(box.folder() / ".flowsync/sim/precious", ".flowsync/sim is a symbolic link");
    CHECK_THROWS_AS(write_own_file(box.folder() / ".flowsync/sim/precious", "x"), Fatal);
    CHECK_THROWS_AS(create_own_folder(box.folder() / ".flowsync/sim/more"), Fatal);
  }
  SUBCASE("the folder of our own is a link")
  {
    fs::remove_all(box.folder() / ".flowsync");
    fs::create_directory_symlink(box.folder() / "outside", box.folder() / ".flowsync");
    CHECK_THROWS_AS(create_own_folder(box.folder() / ".flowsync/state/dev"), Fatal);
    CHECK_THROWS_AS(write_own_file(box.folder() / ".flowsync/x", "x"), Fatal);
  }
  SUBCASE("a named pipe")
  {
    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    check_refused(file, "is not a regular file");
  }
  SUBCASE("a pipe instead of a folder")
  {
    REQUIRE(::mkfifo((box.folder() / ".flowsync/pipe").c_str(), 0600) == 0);
    check_refused(box.folder() / ".flowsync/pipe/x", "is not a folder");
  }
  SUBCASE("a folder")
  {
    fs::create_directory(file);
    check_refused(file, "is a folder");
    CHECK_THROWS_AS(write_own_file(file, "x"), Fatal);
  }
  SUBCASE("a link that is replaced leaves what it led to alone")
  {
    fs::create_symlink(box.folder() / "outside/precious", file);
    write_own_file(file, "ours");
    CHECK(read_own_file(file) == "ours");
    CHECK(!fs::is_symlink(file));
  }
  CHECK(box.read("outside/precious") == "precious");
  CHECK(box.read("outside/empty").empty());
  CHECK(std::distance(fs::directory_iterator(box.folder() / "outside"), fs::directory_iterator()) == 2);
}
