#include "usecase/apply/history_entry.hpp"

#include "base/secret.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using nlohmann::json;

namespace {

plan::FieldChange field(const std::string& path, json before, json after)
{
  plan::FieldChange change;
  change.path = path;
  change.before = std::move(before);
  change.after = std::move(after);
  change.cause = plan::Cause::spec;
  return change;
}

plan::Plan applied_plan()
{
  plan::ResourceChange updated;
  updated.address = *Address::parse("orders/sink/archive");
  updated.type = ResourceKind::sink;
  updated.name = "Archive";
  updated.id = 8101;
  updated.action = plan::Action::update;
  updated.fields = {field("/sink_config/path", "old", "new"), field("/sink_config/password", "a", "b")};
  updated.fields[0].origin.variables.emplace_back("bucket", Origin{});
  plan::ResourceChange same;
  same.address = *Address::parse("orders/source");
  plan::Plan plan;
  plan.changes = {updated, same};
  plan.summary.update = 1;
  return plan;
}

} // namespace

TEST_CASE("an entry of the history holds what was done, in a form of its own, without places and secrets")
{
  const auto plan = applied_plan();
  exec::Report report;
  exec::ResourceResult failed;
  failed.address = plan.changes[0].address;
  failed.outcome = exec::Outcome::failed;
  report.results.push_back(failed);
  const state::Holder who{};
  const json entry = usecase::history_entry({who, plan, report, {}, std::nullopt, ExitCode::partial, WallTime{}}, 42);
  CHECK(entry.at("serial") == 42);
  CHECK(entry.at("summary").at("failed") == 1);
  const auto expected = json::parse(R"json([{
    "address": "orders/sink/archive", "type": "data_sink", "name": "Archive", "id": 8101, "actions": ["update"],
    "fields": [
      {"path": "/sink_config/path", "before": "old", "after": "new", "cause": "spec", "sensitive": false},
      {"path": "/sink_config/password", "before": "(sensitive)", "after": "(sensitive)", "cause": "spec",
       "sensitive": true}],
    "outcome": "failed"}])json");
  CHECK(entry.at("changes") == expected);
  CHECK(usecase::history_path(42) == "history/000000000042.json");
}

TEST_CASE("of an apply that changes very much the fields are left out, and their number is kept")
{
  auto plan = applied_plan();
  plan.changes[0].fields = {field("/sink_config/path", std::string(300'000, 'a'), "b")};
  const state::Holder who{};
  const json entry = usecase::history_entry({who, plan, {}, {}, std::nullopt, ExitCode::ok, WallTime{}}, 1);
  CHECK(entry.at("changes")[0].at("fields").empty());
  CHECK(entry.at("changes")[0].at("fields_left_out") == 1);
  CHECK(entry.at("changes")[0].at("outcome") == "done");
}
