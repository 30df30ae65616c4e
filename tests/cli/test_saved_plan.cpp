#include "base/digest.hpp"
#include "cli/saved_plan_file.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace flowsync;
using namespace flowsync::cli;
using nlohmann::json;

namespace {

plan::Plan sample_plan()
{
  plan::Plan plan;
  plan.project = "acme-data-k3x9";
  plan.environment = "prod";
  plan.identity = {42, "Ana", 7, "Acme"};
  plan.commit = std::string(40, 'a');
  plan.digest = "sha256:1";
  plan::ResourceChange change;
  change.address = *Address::parse("orders/sink/warehouse");
  change.type = ResourceType::data_sink;
  change.name = "ORDERS";
  change.id = 6513;
  change.action = plan::Action::update;
  plan::FieldChange table;
  table.path = "/sink_config/table";
  table.before = "A";
  table.after = "B";
  plan::FieldChange password;
  password.path = "/sink_config/password";
  password.before = "hunter2";
  password.after = "hunter3";
  change.fields = {password, table};
  change.affects = {{ResourceType::data_source, 9, "generated \xff", std::nullopt}};
  plan.changes.push_back(change);
  change = {};
  change.address = *Address::parse("orders/source"); // nothing happens to it
  plan.changes.push_back(change);
  return plan;
}

StateData sample_state()
{
  StateData state;
  state.lineage = "0011223344556677";
  state.serial = 12;
  return state;
}

SavedPlan sample()
{
  return parse_saved_plan(
             saved_plan_text(saved_plan_of(sample_plan(), sample_state(), {{"orders"}, true, false, false})))
      .value();
}

// The only message in which the plan differs from the sample, after `change` was made to it.
template <typename Change>
std::string difference(const Change& change)
{
  auto now = sample();
  change(now);
  const auto found = compare_plans(sample(), now);
  REQUIRE(found.items().size() == 1);
  CHECK(found.exit_code() == ExitCode::refused);
  CHECK(found.items().front().code == "stale-plan");
  return found.items().front().message;
}

bool has(const std::string& text, const std::string& part)
{
  return text.find(part) != std::string::npos;
}

std::string with_checksum(const std::string& body)
{
  return body + "\"checksum\":\"sha256:" + sha256_hex(body) + "\"}\n";
}

} // namespace

TEST_CASE("a saved plan reads back as it was written, with the same bytes each time")
{
  const auto saved = saved_plan_of(sample_plan(), sample_state(), {{"orders", "team=sales"}, true, false, true});
  const auto text = saved_plan_text(saved);
  const auto back = parse_saved_plan(text);
  REQUIRE(back.ok());
  CHECK(saved_plan_text(back.value()) == text);
  CHECK(back->serial == 12);
  CHECK(back->org == 7);
  CHECK(back->flags.targets == std::vector<std::string>{"orders", "team=sales"});
  CHECK(back->actions.size() == 1);
  CHECK(!compare_with_saved(back.value(), saved).has_errors());
  CHECK(json::parse(text).is_object());
}

TEST_CASE("a saved plan holds no secret")
{
  const auto text = saved_plan_text(saved_plan_of(sample_plan(), sample_state(), {}));
  CHECK(!has(text, "hunter"));
  CHECK(has(text, "(sensitive)"));
}

TEST_CASE("a plan of which a part could not be made is marked so")
{
  auto plan = sample_plan();
  CHECK(saved_plan_of(plan, sample_state(), {}).complete);
  plan.blocked.insert(*Address::parse("orders/sink/other"));
  CHECK(!saved_plan_of(plan, sample_state(), {}).complete);
}

TEST_CASE("whatever differs from the saved plan is named")
{
  CHECK(!compare_plans(sample(), sample()).has_errors());
  CHECK(has(difference([](SavedPlan& now) { now.project = "other-1"; }), "acme-data-k3x9"));
  CHECK(has(difference([](SavedPlan& now) { now.environment = "dev"; }), "environment prod"));
  CHECK(has(difference([](SavedPlan& now) { now.org = 8; }), "organisation 7"));
  CHECK(has(difference([](SavedPlan& now) { now.user = 43; }), "user 42"));
  CHECK(has(difference([](SavedPlan& now) { now.serial = 13; }), "change 13 now and was at 12"));
  CHECK(has(difference([](SavedPlan& now) { now.lineage = "f"; }), "another one"));
  CHECK(has(difference([](SavedPlan& now) { now.commit = "b"; }), "b is checked out"));
  CHECK(has(difference([](SavedPlan& now) { now.digest = "sha256:2"; }), "specs"));
  CHECK(has(difference([](SavedPlan& now) { now.complete = false; }), "cannot be made"));
  CHECK(has(difference([](SavedPlan& now) { now.flags.prune = false; }), "flags"));
  CHECK(has(difference([](SavedPlan& now) { now.actions.clear(); }), "orders/sink/warehouse: the action was update"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["actions"] = {"delete"}; }), "would now be delete"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["id"] = 6514; }), "id was 6513 and is now 6514"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["restarts"] = true; }), "restarts was false"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["affects"].clear(); }), "affects"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["fields"][1]["after"] = "C"; }),
            R"(/sink_config/table was to become "B" and would now become "C")"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["fields"][1]["before"] = "X"; }),
            R"(/sink_config/table was "A" in Nexla and is "X")"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["fields"].erase(1); }), "would not change any more"));
  CHECK(has(difference([](SavedPlan& now) { now.actions[0]["fields"][1]["cause"] = "both"; }), "another reason"));
  CHECK(has(difference([](SavedPlan& now) {
              auto more = now.actions[0];
              more["address"] = "people/source";
              now.actions.push_back(more);
            }),
            "people/source: the saved plan does nothing there"));
}

TEST_CASE("a plan made before there was a state fits the first apply only")
{
  auto saved = sample();
  saved.serial = 0;
  saved.lineage = "";
  auto now = saved;
  now.lineage = "8899aabbccddeeff"; // made when the state is opened
  CHECK(!compare_plans(saved, now).has_errors());
  now.serial = 3;
  CHECK(compare_plans(saved, now).has_errors());
}

TEST_CASE("where a lot differs, the list is cut")
{
  auto now = sample();
  for (int i = 0; i < 50; ++i) {
    auto more = now.actions[0];
    more["address"] = "flow-" + std::to_string(i) + "/source";
    now.actions.push_back(more);
  }
  const auto found = compare_plans(sample(), now);
  CHECK(found.items().size() == 21);
  CHECK(has(found.items().back().message, "30 actions more"));
}

TEST_CASE("a file that is no saved plan is told from a damaged and from a newer one")
{
  const auto text = saved_plan_text(sample());
  for (const auto* const other : {"", "hello", "{}", "[1]", "<html>", "{\"kind\":\"other\"}"}) {
    const auto parsed = parse_saved_plan(other);
    REQUIRE(!parsed.ok());
    CHECK(has(parsed.error().text, "no saved plan"));
    CHECK(!looks_like_saved_plan(other));
  }
  CHECK(has(parse_saved_plan(R"({"resource_changes":[]})").error().text, "--format json"));
  CHECK(has(parse_saved_plan(R"({"kind":"flowsync-plan","version":2,"x":1})").error().text, "newer"));
  CHECK(has(parse_saved_plan(text.substr(0, text.size() / 2)).error().text, "damaged"));
  CHECK(looks_like_saved_plan(text.substr(0, text.size() / 2)));
}

TEST_CASE("any cut and any changed byte makes a saved plan unusable, and never crashes")
{
  const auto text = saved_plan_text(sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK(!parse_saved_plan(std::string_view(text).substr(0, size)).ok());
  }
  std::mt19937 random(7);
  for (std::size_t at = 0; at < text.size(); at += 3) {
    auto changed = text;
    changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(1 + random() % 127));
    CHECK(!parse_saved_plan(changed).ok());
  }
}

TEST_CASE("a well-summed file of another shape is refused")
{
  const auto text = saved_plan_text(sample());
  const auto body = text.substr(0, text.rfind("\"checksum\""));
  CHECK(parse_saved_plan(with_checksum(body)).ok());
  const auto refused = [&](const std::string& from, const std::string& to) {
    auto changed = body;
    const auto at = changed.find(from);
    REQUIRE(at != std::string::npos);
    changed.replace(at, from.size(), to);
    return !parse_saved_plan(with_checksum(changed)).ok();
  };
  CHECK(refused("\"user\":42", "\"user\":1e300"));
  CHECK(refused("\"user\":42", "\"user\":null"));
  CHECK(refused("\"serial\":12", "\"serial\":\"12\""));
  CHECK(refused("\"targets\":[\"orders\"]", "\"targets\":[1]"));
  CHECK(refused("\"address\":\"orders/sink/warehouse\"", "\"address\":7"));
  CHECK(refused("\"path\":\"/sink_config/table\"", "\"path\":{}"));
  CHECK(refused("\"actions\":[\n", "\"actions\":[3,"));
  CHECK(refused("\"environment\":", "\"environmen\":"));
  const std::string deep(100'000, '[');
  CHECK(!parse_saved_plan(with_checksum("{\"kind\":\"flowsync-plan\",\"version\":1,\"actions\":" + deep + ",")).ok());
}
