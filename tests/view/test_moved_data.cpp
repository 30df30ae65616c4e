#include "support/unfolded.hpp"
#include "view/moved_data.hpp"
#include "view/plan_markdown.hpp"
#include "view/plan_text.hpp"
#include "view/review.hpp"
#include "view/review_words.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::address;
using flowsync::testing::changed;
using nlohmann::json;

namespace {

plan::ResourceChange update_of(const char* where, const char* connector, std::vector<plan::FieldChange> fields)
{
  plan::ResourceChange change;
  change.address = address(where);
  const bool source = change.address.kind == ResourceKind::source;
  change.type = source ? ResourceKind::source : ResourceKind::sink;
  change.action = plan::Action::update;
  change.reason = "spec_changed";
  change.fields = std::move(fields);
  change.planned = {{source ? "source_type" : "sink_type", connector}};
  return change;
}

} // namespace

TEST_CASE("another database, bucket, URL or credential is said to be elsewhere, from where and to where")
{
  const CredentialNames names{{7, "Old"}, {8, "New"}};
  const auto sink =
      update_of("orders/sink/wh", "snowflake",
                {changed("/sink_config/database", "SALES", "SALES2"), changed("/sink_config/insert.mode", "A", "B")});
  CHECK(moved_words(sink, names) == "orders/sink/wh writes elsewhere: database \"SALES\" -> \"SALES2\"");
  const auto source = update_of("orders/source", "s3",
                                {changed("/data_credentials_id", 7, 8), changed("/source_config/path", "a", "b")});
  CHECK(moved_words(source, names) == "orders/source reads from elsewhere: credential \"Old\" (id 7) -> credential "
                                      "\"New\" (id 8) and path \"a\" -> \"b\"");
  const auto web = update_of("orders/source", "rest",
                             {changed("/source_config/rest.iterations/0/url.template", "https://a", "https://b")});
  CHECK(moved_words(web, names) == "orders/source reads from elsewhere: url.template \"https://a\" -> \"https://b\"");
}

TEST_CASE("what stays in its place is not said to move, nor what goes back to where it was, nor what is made")
{
  CHECK(moved_fields(update_of("a/source", "s3", {changed("/source_config/start.cron", "1", "2")})).empty());
  CHECK(moved_fields(update_of("a/source", "s3", {changed("/name", "1", "2")})).empty());
  CHECK(moved_fields(update_of("a/sink/b", "snowflake", {changed("/sink_config/inner/table", "1", "2")})).empty());
  auto back = update_of("a/source", "s3", {changed("/source_config/path", "by hand", "a")});
  back.fields[0].cause = plan::Cause::drift;
  CHECK(moved_fields(back).empty());
  auto made = update_of("a/source", "s3", {changed("/source_config/path", "1", "2")});
  made.action = plan::Action::create;
  CHECK(moved_fields(made).empty());
}

TEST_CASE("a secret place does not show, and control characters of a place steer nothing")
{
  auto change = update_of("a/source", "rest", {changed("/source_config/url.template", "(sensitive)", "(sensitive)")});
  change.fields[0].sensitive = true;
  CHECK(moved_words(change, {}) == "a/source reads from elsewhere: url.template (sensitive)");
  const auto hostile = moved_words(update_of("a/source", "s3", {changed("/source_config/path", "a\x1b[2J", "b")}), {});
  CHECK(hostile.find('\x1b') == std::string::npos);
}

TEST_CASE("a plan without dangers says so, and one that moves data does not")
{
  plan::Plan plan;
  plan.changes = {update_of("a/source", "s3", {changed("/description", "1", "2")})};
  const auto calm = calm_sentence(review_of(plan), plan);
  CHECK(!calm.empty());
  CHECK(testing::unfolded(plan_text(plan, {})).find(calm) != std::string::npos);
  CHECK(plan_markdown(plan, {}).find(calm) != std::string::npos);
  plan.changes.push_back(update_of("a/sink/b", "snowflake", {changed("/sink_config/table", "1", "2")}));
  CHECK(calm_sentence(review_of(plan), plan).empty());
  CHECK(testing::unfolded(plan_text(plan, {})).find("a/sink/b writes elsewhere: table \"1\" -> \"2\"") !=
        std::string::npos);
  CHECK(calm_sentence(review_of(plan::Plan{}), plan::Plan{}).empty());
}

TEST_CASE("whoever is given access is named with the role, at what is new and at what changes")
{
  plan::Plan plan;
  auto made = update_of("a/source", "s3", {changed("/access", std::nullopt, json{{"team data", "admin"}})});
  made.action = plan::Action::create;
  plan.changes = {made, update_of("a/sink/b", "s3", {changed("/access/team data", "operator", "admin")}),
                  update_of("a/sink/c", "s3", {changed("/access/org", std::nullopt, "collaborator")}),
                  update_of("a/sink/d", "s3", {changed("/access/user x@y.example", "admin", std::nullopt)})};
  const auto text = testing::unfolded(plan_text(plan, {}));
  CAPTURE(text);
  CHECK(text.find("gives access: team data as admin, at a/source and a/sink/b") != std::string::npos);
  CHECK(text.find("gives access: the whole organisation as collaborator, at a/sink/c") != std::string::npos);
  CHECK(text.find("x@y.example as") == std::string::npos);
  CHECK(calm_sentence(review_of(plan), plan).empty());
  CHECK(plan_markdown(plan, {}).find("the whole organisation as collaborator") != std::string::npos);
}
