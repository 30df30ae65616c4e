#include "base/digest.hpp"
#include "plan/actions.hpp"
#include "usecase/plan/saved_plan_compare.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>

using namespace flowsync;
using namespace flowsync::plan;
using namespace flowsync::usecase;
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
  change.type = ResourceKind::sink;
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
  change.affects = {{ResourceKind::source, 9, "generated \xff", std::nullopt}};
  change.parent = Address::parse("orders/nexset/clean");
  change.uses = {*Address::parse("lookup/regions")};
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
  CHECK(back->plan.identity.org_id == 7);
  CHECK(back->flags.targets == std::vector<std::string>{"orders", "team=sales"});
  CHECK(back->plan.changes.size() == 2);
  CHECK(back->plan.changes[0].parent == Address::parse("orders/nexset/clean"));
  CHECK(back->plan.changes[0].uses == std::vector{*Address::parse("lookup/regions")});
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
  CHECK(has(difference([](SavedPlan& now) { now.plan.project = "other-1"; }), "acme-data-k3x9"));
  CHECK(has(difference([](SavedPlan& now) { now.plan.environment = "dev"; }), "environment prod"));
  CHECK(has(difference([](SavedPlan& now) { now.plan.identity.org_id = 8; }), "organisation 7"));
  CHECK(has(difference([](SavedPlan& now) { now.complete = false; }), "cannot be made"));
  CHECK(has(difference([](SavedPlan& now) { now.flags.prune = false; }), "flags"));
  const auto sink = [](const auto& change) { return difference([&](SavedPlan& now) { change(now.plan.changes[0]); }); };
  CHECK(has(difference([](SavedPlan& now) { now.plan.changes.clear(); }),
            "orders/sink/warehouse: the action was update"));
  CHECK(has(sink([](auto& now) { now.action = plan::Action::remove; }), "would now be delete"));
  CHECK(has(sink([](auto& now) { now.id = 6514; }), "id was 6513 and is now 6514"));
  CHECK(has(sink([](auto& now) { now.restarts = true; }), "restarts was false"));
  CHECK(has(sink([](auto& now) { now.affects.clear(); }), "affects"));
  CHECK(has(sink([](auto& now) { now.fields[1].after = "C"; }),
            R"(/sink_config/table was to become "B" and would now become "C")"));
  CHECK(has(sink([](auto& now) { now.fields[1].before = "X"; }), R"(/sink_config/table was "A" in Nexla and is "X")"));
  CHECK(has(sink([](auto& now) { now.fields.pop_back(); }), "would not change any more"));
  CHECK(has(sink([](auto& now) { now.document_digest = "other"; }), "not shown")); // another secret, perhaps
  CHECK(has(difference([](SavedPlan& now) {
              auto more = now.plan.changes[0];
              more.address = *Address::parse("people/source");
              now.plan.changes.push_back(more);
            }),
            "people/source: the saved plan does nothing there"));
}

TEST_CASE("another commit, another user and another state make no other plan")
{
  auto now = sample();
  now.plan.commit = "b";
  now.plan.identity.user_id = 43;
  now.plan.digest = "sha256:2";
  now.plan.time += std::chrono::hours{1};
  now.serial = 13;
  now.lineage = "f";
  now.plan.changes[0].reason = "spec_changed";
  now.plan.changes[0].fields[1].cause = plan::Cause::both;
  now.plan.changes[0].fields[1].origin.origin = {"environments/base/x.yaml", 3, 4, "base"};
  CHECK(!compare_plans(sample(), now).has_errors());
  CHECK(plan::actions_digest(sample().plan) == plan::actions_digest(now.plan));
}

TEST_CASE("whatever applying would do otherwise makes another digest")
{
  const auto plan = sample().plan;
  std::set<std::string> digests{plan::actions_digest(plan)};
  const auto other = [&](const auto& change) {
    auto now = plan;
    change(now);
    CHECK(digests.insert(plan::actions_digest(now)).second);
  };
  other([](auto& now) { now.environment = "dev"; });
  other([](auto& now) { now.identity.org_id = 8; });
  other([](auto& now) { now.changes.clear(); });
  other([](auto& now) { now.changes[0].action = plan::Action::remove; });
  other([](auto& now) { now.changes[0].id = 1; });
  other([](auto& now) { now.changes[0].document_digest = "other"; });
  other([](auto& now) { now.changes[0].fields[1].after = "C"; });
  other([](auto& now) { now.changes[0].fields[1].before = "C"; });
  other([](auto& now) { now.changes[0].affects.clear(); });
  other([](auto& now) { now.blocked.insert(*Address::parse("orders/sink/other")); });
}

TEST_CASE("where a lot differs, the list is cut")
{
  auto now = sample();
  for (int i = 0; i < 50; ++i) {
    auto more = now.plan.changes[0];
    more.address = *Address::parse("flow-" + std::to_string(i) + "/source");
    now.plan.changes.push_back(more);
  }
  const auto found = compare_plans(sample(), now);
  CHECK(found.items().size() == 21);
  CHECK(has(found.items().back().message, "30 actions more"));
}

TEST_CASE("a file that is not a saved plan is told from a damaged and from a newer one")
{
  const auto text = saved_plan_text(sample());
  for (const auto* const other : {"", "hello", "{}", "[1]", "<html>", "{\"kind\":\"other\"}"}) {
    const auto parsed = parse_saved_plan(other);
    REQUIRE(!parsed.ok());
    CHECK(has(parsed.error().text, "not a saved plan"));
    CHECK(!looks_like_saved_plan(other));
  }
  CHECK(has(parse_saved_plan(R"({"resource_changes":[]})").error().text, "--format json"));
  CHECK(has(parse_saved_plan(R"({"kind":"flowsync-plan","version":3,"x":1})").error().text, "newer"));
  CHECK(has(parse_saved_plan(R"({"kind":"flowsync-plan","version":1,"x":1})").error().text, "older"));
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
  CHECK(refused("\"changes\":[\n", "\"changes\":[3,"));
  CHECK(refused("\"environment\":", "\"environmen\":"));
  const std::string deep(100'000, '[');
  CHECK(!parse_saved_plan(with_checksum("{\"kind\":\"flowsync-plan\",\"version\":2,\"changes\":" + deep + ",")).ok());
}
