#include "base/interned.hpp"
#include "base/until_exit.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace flowsync;

TEST_CASE("an interned text is the text it was made of, and one copy of it")
{
  CHECK(Interned().text().empty());
  CHECK(Interned() == Interned(""));
  const std::string path = "environments/base/flows/orders.yaml";
  const Interned one(path);
  const Interned other(std::string_view(path).substr(0, path.size()));
  CHECK(one == other);
  CHECK(&one.text() == &other.text());
  CHECK(one.text() == path);
  CHECK(one != Interned("environments/base/flows/orders.yml"));
  CHECK(fmt::format("{}:{}", one, 3) == path + ":3");
}

TEST_CASE("what is kept until the exit is not taken down with the name that held it")
{
  struct Watched
  {
    bool* gone;
    explicit Watched(bool& flag) : gone(&flag) {}
    Watched(Watched&& other) noexcept : gone(std::exchange(other.gone, nullptr)) {}
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    Watched& operator=(Watched&&) = delete;
    ~Watched()
    {
      if (gone != nullptr) {
        *gone = true;
      }
    }
  };
  static bool gone = false; // as long as what looks at it
  {
    Watched watched(gone);
    keep_until_exit(std::move(watched));
  }
  CHECK_FALSE(gone);
}
