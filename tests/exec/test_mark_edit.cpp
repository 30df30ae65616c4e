#include "exec/failure.hpp"
#include "exec/mark_edit.hpp"
#include "workshop.hpp"

using namespace flowsync;
using namespace flowsync::exec;
using namespace flowsync::test;

namespace {

const plan::MarkOwner k_owner{"acme-data-k3x9", "prod", {"production"}};

struct Account
{
  FakeClock clock;
  FakeApi api{clock};

  explicit Account(const std::string& description)
  {
    LiveResource sink;
    sink.type = ResourceKind::sink;
    sink.id = 7;
    sink.name = "ORDERS";
    sink.status = "ACTIVE";
    sink.description = description;
    sink.body = {{"name", "ORDERS"}, {"description", description}};
    api.add(sink);
  }

  MarkEdit edit(const std::optional<Address>& to)
  {
    return edit_mark(api, {ResourceKind::sink, 7}, k_owner, address("orders/sink/wh"), to, {});
  }
  std::string description() { return api.at(ResourceKind::sink, 7).description; }
};

} // namespace

TEST_CASE("taking a mark away leaves people's words, and pauses nothing")
{
  Account account("Nightly load\n\n[flowsync acme-data-k3x9/prod orders/sink/wh]");
  CHECK(account.edit(std::nullopt) == MarkEdit::changed);
  CHECK(account.description() == "Nightly load");
  CHECK(account.api.calls("PAUSE") == 0);
  CHECK(account.api.calls("PUT") == 1);
  CHECK(account.edit(std::nullopt) == MarkEdit::no_mark);
  CHECK(account.api.calls("PUT") == 1);
}

TEST_CASE("a mark moves to another address with its tokens, once")
{
  Account account("[flowsync acme-data-k3x9/production orders/sink/wh id=7 later=x]\nbelow");
  CHECK(account.edit(address("orders/sink/warehouse")) == MarkEdit::changed);
  CHECK(account.description() == "below\n\n[flowsync acme-data-k3x9/prod orders/sink/warehouse id=7 later=x]");
  CHECK(account.edit(address("orders/sink/warehouse")) == MarkEdit::already);
  CHECK(account.api.calls("PUT") == 1);
}

TEST_CASE("a mark that moves does not take along what it says of an entry of its old address")
{
  Account account("[flowsync acme-data-k3x9/prod orders/sink/wh past=3fa91 later=x]");
  CHECK(account.edit(address("orders/sink/warehouse")) == MarkEdit::changed);
  CHECK(account.description() == "[flowsync acme-data-k3x9/prod orders/sink/warehouse later=x]");
}

TEST_CASE("a mark that would become too long to be read again is not written")
{
  const auto mark = "[flowsync acme-data-k3x9/prod orders/sink/wh later=" + std::string(130, 'x') + "]";
  Account account(mark);
  CHECK_THROWS_WITH_AS(account.edit(address("orders/sink/" + std::string(48, 'k'))),
                       "its mark would have 228 bytes, and 200 are the most that a mark may have", ResourceFailure);
  CHECK(account.description() == mark);
  CHECK(account.api.calls("PUT") == 0);
}

TEST_CASE("what carries another mark, or several, is left alone")
{
  for (const auto* const marks :
       {"[flowsync acme-data-k3x9/prod orders/sink/other]", "[flowsync acme-data-k3x9/dev orders/sink/wh]",
        "[flowsync other-1/prod orders/sink/wh]",
        "[flowsync acme-data-k3x9/prod orders/sink/wh]\n[flowsync other-1/prod orders/sink/wh]"}) {
    Account account(marks);
    CHECK(account.edit(std::nullopt) == MarkEdit::other_mark);
    CHECK(account.edit(address("orders/sink/new")) == MarkEdit::other_mark);
    CHECK(account.description() == marks);
    CHECK(account.api.calls("PUT") == 0);
  }
}

TEST_CASE("a resource that is gone is told from one that may not be read")
{
  Account account("");
  CHECK(edit_mark(account.api, {ResourceKind::sink, 8}, k_owner, address("orders/sink/wh"), std::nullopt, {}) ==
        MarkEdit::no_resource);
  account.api.faults.push_back({"GET data_sinks/7", nexla::ApiError::Kind::forbidden, 403, "no"});
  CHECK_THROWS_AS(account.edit(std::nullopt), ResourceFailure);
}

TEST_CASE("a refusal while it runs says to pause it, and an answer without effect is not a success")
{
  Account account("[flowsync acme-data-k3x9/prod orders/sink/wh]");
  SUBCASE("refused")
  {
    account.api.strict_pause = true;
    try {
      account.edit(std::nullopt);
      FAIL("it was let through");
    } catch (const ResourceFailure& failure) {
      CHECK(failure.hint().find("pause it") != std::string::npos);
    }
  }
  SUBCASE("not stored")
  {
    account.api.ignored = {"description"};
    CHECK_THROWS_AS(account.edit(std::nullopt), NotKept);
    CHECK(account.api.calls("PUT") == 2);
  }
  CHECK(account.description() == "[flowsync acme-data-k3x9/prod orders/sink/wh]");
}
