#include "git/ask.hpp"
#include "git/history.hpp"
#include "git/revision.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <unistd.h>
#include <cstdlib>
#include <optional>

using namespace flowsync::git;
using flowsync::testing::run_git;
using flowsync::testing::TemporaryFolder;

namespace {

// A variable of this process for as long as it lives.
class Variable
{
public:
  Variable(std::string name, const std::string& value) : m_name(std::move(name))
  {
    if (const auto* const before = std::getenv(m_name.c_str())) {
      m_before = before;
    }
    ::setenv(m_name.c_str(), value.c_str(), 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { m_before ? ::setenv(m_name.c_str(), m_before->c_str(), 1) : ::unsetenv(m_name.c_str()); }

private:
  std::string m_name;
  std::optional<std::string> m_before;
};

struct Committed
{
  TemporaryFolder box;
  std::filesystem::path root = box.folder() / "r";

  Committed()
  {
    box.write("r/environments/a.yaml", "one\n");
    run_git(root, "init -q");
    run_git(root, "add -A");
    run_git(root, "commit -q -m one");
  }
};

} // namespace

TEST_CASE("what git says besides its answer is not an answer and no change")
{
  const Committed committed;
  const Variable trace("GIT_TRACE", "1");
  const auto revision = Revision::open(committed.root, "HEAD");
  REQUIRE(revision.ok());
  CHECK(revision->files("environments")->size() == 1);
  const auto changed = History(committed.root).changed_files();
  REQUIRE(changed.ok());
  CHECK(changed->empty());
  CHECK(ask(committed.root, {"rev-parse", "no-such-revision"}).reason.starts_with("git says: "));
}

TEST_CASE("variables that git sets for its hooks turn no question to another repository or index")
{
  const Committed committed;
  const Committed other;
  committed.box.write("r/environments/b.yaml", "two\n");
  run_git(committed.root, "add -A");
  const Variable folder("GIT_DIR", (other.root / ".git").string());
  const Variable index("GIT_INDEX_FILE", (other.root / ".git/index").string());
  const Variable tree("GIT_WORK_TREE", other.root.string());
  const Variable objects("GIT_OBJECT_DIRECTORY", (other.root / ".git/objects").string());
  const Variable prefix("GIT_PREFIX", "environments/");
  const auto changed = History(committed.root).changed_files();
  REQUIRE(changed.ok());
  CHECK(*changed == std::vector<std::string>{"environments/b.yaml"});
}

TEST_CASE("git that is not there, and a checkout of another user, are named with what helps")
{
  const Committed committed;
  {
    const Variable path("PATH", committed.box.folder().string());
    const auto answer = ask(committed.root, {"status"});
    CHECK(answer.reason == "git is not installed here");
    CHECK(answer.cure == "install git here");
  }
  // As if somebody else owned the folder.
  const Variable foreign("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  const Variable none("GIT_CONFIG_GLOBAL", "/dev/null");
  const Variable nothing("GIT_CONFIG_NOSYSTEM", "1");
  const auto changed = History(committed.root).changed_files();
  REQUIRE(!changed.ok());
  CHECK(changed.error().reason.find("ownership") != std::string::npos);
  CHECK(changed.error().cure.find("safe.directory " + committed.root.string()) != std::string::npos);
  const auto missing = History(committed.root).missing_files({"environments"});
  REQUIRE(!missing.ok());
  CHECK(!missing.error().cure.empty());
}
