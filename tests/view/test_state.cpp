#include "view/state_json.hpp"
#include "view/state_text.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h> // compiled with others: its `compare` must be known before the room of that name

using namespace flowsync;
using namespace flowsync::view;

namespace {

Address address(const std::string& text)
{
  return Address::parse(text).value();
}

Record sample_record()
{
  Record record;
  record.address = address("orders/sink/wh");
  record.type = ResourceKind::sink;
  record.id = 6513;
  record.applied = {{"name", "ORDERS"}, {"sink_config", {{"table", "T"}, {"password", "${secret.wh}"}}}};
  record.observed = {{"name", "ORD\nERS\x1b[31m"}, {"sink_config", {{"table", "T"}, {"password", "hunter2"}}}};
  record.not_kept = {"/sink_config/x"};
  record.read_at = "2026-11-22T09:41:20.000Z";
  record.settled = true;
  return record;
}

StateData sample_state()
{
  StateData state;
  state.serial = 12;
  state.lineage = "0011223344556677";
  state.records.emplace(address("orders/sink/wh"), sample_record());
  state.identity = Identity{42, "Ana", 7, "Acme"};
  state.commit = std::string(40, 'a');
  state.commit_time = "2026-11-20T08:00:00.000Z";
  state.applied_at = "2026-11-22T09:41:17.250Z";
  state.facts = {"strict_pause"};
  state.intents.emplace(address("orders/sink/wh"),
                        Intent{address("orders/sink/wh"), ResourceKind::sink, "2026-11-22T09:41:00.000Z"});
  state.restorations.emplace(address("orders/source"), Restoration{address("orders/source"),
                                                                   {{{ResourceKind::sink, 6513}, "ACTIVE"},
                                                                    {{ResourceKind::nexset, 9}, "PAUSED"}}});
  return state;
}

bool has(const std::string& text, const std::string& part)
{
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("the list of a state is its addresses, or a table with foreign names made harmless")
{
  const auto record = sample_record();
  CHECK(state_list_text({}, true, Paint()).empty());
  CHECK(state_list_text({&record}, false, Paint()) == "orders/sink/wh\n");
  const auto table = state_list_text({&record}, true, Paint());
  CHECK(has(table, "orders/sink/wh  data_sink  6513"));
  CHECK(!has(table, "\x1b"));
}

TEST_CASE("one resource is shown with all that is remembered, references kept and secrets masked")
{
  const auto state = sample_state();
  const auto text = record_text(state.records.begin()->second, state, Paint());
  CHECK(has(text, "orders/sink/wh  data_sink 6513"));
  CHECK(has(text, "${secret.wh}"));
  CHECK(has(text, "(sensitive)"));
  CHECK(!has(text, "hunter2"));
  CHECK(!has(text, "\x1b"));
  CHECK(has(text, "/sink_config/x"));
  CHECK(has(text, "announced at 2026-11-22T09:41:00.000Z"));
  CHECK(has(text, "2 resources below orders/source"));
  const auto document = record_json(state.records.begin()->second, state, "prod");
  CHECK(document.at("id") == 6513);
  CHECK(document.at("applied").at("sink_config").at("password") == "${secret.wh}");
  CHECK(document.at("observed").at("sink_config").at("password") == "(sensitive)");
  CHECK(document.at("intent").at("sent_at") == "2026-11-22T09:41:00.000Z");
  CHECK(document.at("restorations").size() == 1);
}

TEST_CASE("the head of a state tells who applied what, and what is open")
{
  const auto state = sample_state();
  const auto text = state_head_text(state, "prod", Paint());
  for (const auto* const part :
       {"12", "0011223344556677", "1 data_sink", "user 42 (Ana) of organisation 7 (Acme)",
        "of 2026-11-20T08:00:00.000Z", "strict_pause", "orders/sink/wh (data_sink), announced"}) {
    CHECK_MESSAGE(has(text, part), part);
  }
  const auto document = state_head_json(state, "prod");
  CHECK(document.at("counts").at("data_sink") == 1);
  CHECK(document.at("restorations")[0].at("statuses").at("data_sink/6513") == "ACTIVE");
  CHECK(has(state_head_text({}, "prod", Paint()), "nothing was applied here yet"));
  CHECK(state_head_json({}, "prod").at("lineage").is_null());
}
