#include "support/unfolded.hpp"
#include "view/characters.hpp"
#include "view/plan_dangers.hpp"
#include "view/plan_html.hpp"
#include "view/plan_markdown.hpp"
#include "view/plan_text.hpp"
#include "view/review.hpp"
#include "view/review_fixture.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <regex>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::address;
using flowsync::testing::change_of;
using flowsync::testing::changed;
using flowsync::testing::holds;
using flowsync::testing::k_many;
using flowsync::testing::lines_of_text;
using flowsync::testing::one_variable;
using nlohmann::json;

TEST_CASE("a few new resources are a line each, those of fifty new flows a line a flow, with credentials and places")
{
  plan::Plan plan;
  plan.environment = "prod";
  plan.credential_names = {{6027, "Orders S3"}};
  for (int i = 1; i <= 50; ++i) {
    const auto flow = fmt::format("orders-{}", i);
    auto source = change_of(flow + "/source", plan::Action::create, ResourceKind::source);
    source.fields = {changed("/data_credentials_id", std::nullopt, 6027), changed("/source_type", std::nullopt, "s3"),
                     changed("/source_config/path", std::nullopt, "acme/" + flow),
                     changed("/status", std::nullopt, "ACTIVE")};
    source.fields[0].origin.variables = {
        {"credential/orders-s3", {"environments/prod/environment.yaml", 12, 5, "prod"}}};
    source.name = "Orders";
    plan.changes.push_back(source);
    for (const auto* const part : {"/nexset/clean", "/sink/archive", "/sink/wh"}) {
      auto change = change_of(flow + part, plan::Action::create, ResourceKind::sink);
      change.fields = {changed("/sink_type", std::nullopt, "gcs"), changed("/sink_config/table", std::nullopt, "T")};
      change.name = "x";
      plan.changes.push_back(change);
    }
  }
  plan.summary.create = plan.changes.size();
  const auto text = plan_text(plan, {});
  const auto lines = lines_of_text(text);
  CHECK_MESSAGE((lines.size() >= 50 && lines.size() <= 110), lines.size() << " lines");
  CHECK(holds(text, "\n  + orders-1: s3 acme/orders-1 (orders-s3), gcs T, gcs T, 1 nexset\n"));
  CHECK(holds(text, "50 flows (orders-1, orders-2, orders-3 and 47 more), each: 4 to add"));
  CHECK(holds(text, "orders-s3 \"Orders S3\" (id 6027), environments/prod/environment.yaml:12, for 50 resources"));
  CHECK(text.find("orders-2: s3") < text.find("orders-10: s3"));
  PlanTextOptions full;
  full.full = true;
  CHECK(holds(plan_text(plan, full), "orders-s3 \"Orders S3\" (id 6027)"));
  CHECK(holds(plan_text(plan, full), "credential/orders-s3"));
  CHECK(holds(plan_text(plan, full), "environments/prod/environment.yaml:12:5"));

  plan.changes.resize(8);
  for (const auto& few : {testing::unfolded(plan_text(plan, {})), plan_markdown(plan, {})}) {
    CHECK(holds(few, "+ orders-1/source: s3 \"Orders\", acme/orders-1, with orders-s3 \"Orders S3\""));
    CHECK(holds(few, "+ orders-2/sink/wh: gcs \"x\", T"));
  }
}

TEST_CASE("what is dangerous comes first, and flows follow by how dangerous they are")
{
  plan::Plan plan;
  const auto add = [&](const std::string& where, plan::Action action, ResourceKind type) -> plan::ResourceChange& {
    return plan.changes.emplace_back(change_of(where, action, type));
  };
  add("a-new/source", plan::Action::create, ResourceKind::source);
  add("b-changed/sink/x", plan::Action::update, ResourceKind::sink).fields = {changed("/name", "a", "b")};
  auto& restarts = add("c-restarts/sink/x", plan::Action::update, ResourceKind::sink);
  restarts.restarts = true;
  restarts.fields = {changed("/sink_config/path", "c", "d")};
  restarts.affects = {{ResourceKind::nexset, 99, "Of others", std::nullopt}};
  add("d-undone/sink/x", plan::Action::update, ResourceKind::sink).fields = {
      changed("/sink_config/table", "A", "B", plan::Cause::drift)};
  auto& reads = add("e-reads/source", plan::Action::update, ResourceKind::source);
  reads.re_ingests = true;
  reads.fields = {changed("/source_config/path", "e", "f")};
  auto& replaced = add("f-replaced/sink/x", plan::Action::replace, ResourceKind::sink);
  replaced.fields = {changed("/sink_type", "gcs", "s3")};
  replaced.fields[0].field_class = plan::FieldClass::fixed;
  add("g-gone/sink/x", plan::Action::remove, ResourceKind::sink).fields = {
      changed("/sink_type", "gcs", std::nullopt), changed("/sink_config", json{{"path", "acme/lost"}}, std::nullopt)};
  add("h-left/sink/x", plan::Action::no_op, ResourceKind::sink).reason = "removed_from_spec";
  plan.refusals.refuse(DiagnosticCode::read("max-deletes"), "2 deletes are more than max_deletes", {},
                       "use --confirm-deletes 2");
  for (const auto& text : {plan_text(plan, {}), plan_markdown(plan, {})}) {
    std::size_t last = 0;
    for (const auto* const part :
         {"Plan: ", "Blocked:", "deletes g-gone/sink/x", "replaces f-replaced/sink/x", "e-reads/source reads all",
          "Of others", "undoes what was changed", "h-left/sink/x, data", "f-replaced", "g-gone", "e-reads", "d-undone",
          "c-restarts", "b-changed", "a-new"}) {
      const auto plain = text.find(part, last);
      const auto escaped = std::string(part).substr(0, std::string(part).find('-'));
      const auto at = plain != std::string::npos ? plain : text.find(escaped, last);
      CHECK_MESSAGE(at != std::string::npos, part << " does not follow in\n" << text);
      last = at == std::string::npos ? last : at;
    }
    CHECK(holds(text, "acme/lost")); // what is lost
  }
  CHECK(holds(plan_text(plan, {}), "# forces replacement"));
}

TEST_CASE("a danger says what it reaches: what a replacement changes, and which sinks get all data again")
{
  plan::Plan plan;
  auto replaced = change_of("a/sink/x", plan::Action::replace, ResourceKind::sink);
  replaced.fields = {changed("/sink_config/path", "old/place", "new/place"), changed("/sink_type", "gcs", "s3")};
  replaced.fields[1].field_class = plan::FieldClass::fixed;
  replaced.planned = {{"sink_type", "s3"}};
  auto reads = change_of("b/source", plan::Action::update, ResourceKind::source);
  reads.re_ingests = true;
  reads.affects = {{ResourceKind::nexset, 4, "Raw", Address::parse("b/nexset/raw")},
                   {ResourceKind::sink, 5, "Y", Address::parse("b/sink/y")},
                   {ResourceKind::sink, 6, "Z", Address::parse("b/sink/z")}};
  plan.changes = {replaced, reads};
  for (const auto& text : {testing::unfolded(plan_text(plan, {})), plan_markdown(plan, {})}) {
    CAPTURE(text);
    CHECK(holds(text, "Nexla cannot change"));
    CHECK(holds(text, "\"gcs\""));
    CHECK(holds(text, "a/sink/x writes elsewhere"));
    CHECK(holds(text, "b/source reads all its data again, for b/sink/y"));
  }
}

TEST_CASE("a plan without danger says so, and how much restarts all the same")
{
  plan::Plan plan;
  auto change = change_of("a/sink/x", plan::Action::update, ResourceKind::sink);
  change.fields = {changed("/name", "a", "b")};
  plan.changes = {change};
  const std::string calm =
      "Nothing is deleted, replaced, read again or moved elsewhere; nobody gains access; no change "
      "made in Nexla is undone.";
  CHECK(holds(testing::unfolded(plan_text(plan, {})), calm));
  plan.changes[0].restarts = true;
  CHECK(holds(testing::unfolded(plan_text(plan, {})), calm + " 1 resource restarts."));
}

TEST_CASE("a long plan repeats at its end what is dangerous")
{
  auto plan = one_variable(2);
  for (int i = 0; i < 60; ++i) {
    auto change = change_of(fmt::format("new-{}/source", i), plan::Action::create, ResourceKind::source);
    plan.changes.push_back(change);
  }
  plan.changes.push_back(change_of("old/sink/x", plan::Action::remove, ResourceKind::sink));
  const auto text = plan_text(plan, {});
  CHECK(holds(text.substr(0, 400), "deletes old/sink/x"));
  CHECK(holds(text.substr(text.size() - 400), "1 resource is deleted: old/sink/x"));
}

TEST_CASE("what a flow leaves behind is told at once, and shared resources one by one")
{
  plan::Plan plan;
  for (const auto& [where, type] :
       {std::pair("old/source", ResourceKind::source), std::pair("old/nexset/raw", ResourceKind::nexset),
        std::pair("older/source", ResourceKind::source), std::pair("lookup/a", ResourceKind::lookup),
        std::pair("lookup/b", ResourceKind::lookup)}) {
    auto change = change_of(where, plan::Action::no_op, type);
    change.reason = "removed_from_spec";
    plan.changes.push_back(change);
  }
  for (const auto& text : {testing::unfolded(plan_text(plan, {})), plan_markdown(plan, {})}) {
    CAPTURE(text);
    CHECK(holds(text, "2 resources of old stay as they are, source"));
    CHECK(holds(text, "older/source, data"));
    CHECK(holds(text, "lookup/a, data"));
    CHECK(holds(text, "lookup/b, data"));
    CHECK(holds(text, ", stays as it is"));
  }
}

TEST_CASE("inside a flow the source comes first, then nexsets behind their parents, then sinks")
{
  plan::Plan plan;
  for (const auto& [where, type, after] :
       {std::tuple("f/sink/a", ResourceKind::sink, 3), std::tuple("f/nexset/a10", ResourceKind::nexset, 1),
        std::tuple("f/nexset/a2", ResourceKind::nexset, 1), std::tuple("f/nexset/a1", ResourceKind::nexset, 2),
        std::tuple("f/source", ResourceKind::source, 0)}) {
    auto change = change_of(where, plan::Action::create, type);
    change.depends_on.resize(static_cast<std::size_t>(after), address("f/source"));
    plan.changes.push_back(change);
  }
  const auto review = review_of(plan);
  std::vector<std::string> order;
  for (const auto& reviewed : review.flows.at(0).changes) {
    order.push_back(reviewed.change->address.text());
  }
  CHECK(order == std::vector<std::string>{"f/source", "f/nexset/a2", "f/nexset/a10", "f/nexset/a1", "f/sink/a"});
}

TEST_CASE("lines of a plan fit the terminal, wide characters counted as such")
{
  auto plan = testing::sample_plan();
  for (auto& change : plan.changes) {
    change.name = "注文データの保管庫 🗄 " + change.name;
  }
  plan.changes[2].fields.push_back(
      changed("/description", "a sentence of many words that says what the flow is for and why",
              "another sentence, 注文データの保管庫, of many words, that says much the same"));
  for (const std::size_t columns : {80U, 120U}) {
    PlanTextOptions options;
    options.columns = columns;
    for (const auto& line : lines_of_text(plan_text(plan, options))) {
      const bool a_digest = line.starts_with("Digest");
      const auto width = columns_in(std::string_view(line).substr(0, line.find_last_not_of(' ') + 1));
      CHECK_MESSAGE((width <= columns || a_digest), width << ": " << line);
    }
  }
}

TEST_CASE("all deletes of a thousand flows are named in Markdown before anything else may take room")
{
  auto plan = one_variable(k_many);
  for (std::size_t i = 0; i < k_many; ++i) {
    for (const auto* const part : {"/sink/archive", "/sink/warehouse", "/nexset/orders", "/source"}) {
      auto change = change_of(fmt::format("payments-{:04}-eu{}", i, part), plan::Action::remove, ResourceKind::sink);
      change.fields = {changed("/sink_config", json{{"path", std::string(200, 'x')}}, std::nullopt)};
      plan.changes.push_back(change);
    }
  }
  plan.summary.remove = 4 * k_many;
  plan.changes[0].fields.push_back(
      changed("/transform", std::string(100'000, 'a') + "\n", std::string(100'000, 'b') + "\n"));
  const auto text = plan_markdown(plan, {});
  CHECK(text.size() < k_markdown_limit);
  CHECK(holds(text, "**4,000 resources are deleted**"));
  CHECK(holds(text, "source, nexset/orders, sink/archive and sink/warehouse of 1,000 flows:"));
  for (std::size_t i = 0; i < k_many; ++i) {
    CHECK(holds(text, fmt::format("payments-{:04}-eu", i)));
  }
  CHECK(holds(text, "**Cut to fit.** Left out:"));
  CHECK(holds(text, "--full` prints all of it"));
  CHECK(holds(text, "var\\.bucket at"));
  const auto screen = plan_text(plan, {});
  CHECK(holds(screen, "payments-0999-eu"));
}

TEST_CASE("in Markdown a change is a pair of lines, and the block of each resource is folded")
{
  const auto text = plan_markdown(testing::sample_plan(), {});
  CHECK(holds(text, "\n- /source_config/path = \"acme-dev/orders\"\n+ /source_config/path = \"acme-prod/orders\"\n"));
  CHECK(holds(text, "\n-         ⇥   return 1\n+         ⇥   return 2\n"));
  CHECK(!holds(text, "\n! /"));
}

TEST_CASE("what pausing an environment does is told once, in few or many resources, apart from other changes")
{
  plan::Plan plan;
  plan.environment = "prod";
  plan.project = "shop-aa4e";
  const auto status = [](const std::string& where, const std::string& before, const std::string& after,
                         bool suspension) {
    auto change = change_of(where, plan::Action::update, ResourceKind::sink);
    change.fields = {changed("/status", before, after)};
    change.fields.front().field_class = plan::FieldClass::status;
    change.fields.front().suspension = suspension;
    change.fields.front().origin.origin = {"environments/prod/environment.yaml", 8, 11, "prod"};
    return change;
  };
  plan.changes = {status("a/sink/x", "ACTIVE", "PAUSED", true), status("a/sink/y", "PROCESSING", "PAUSED", true),
                  status("b/sink/x", "PAUSED", "ACTIVE", false)};
  plan.summary.update = 3;
  for (const auto& text : {plan_text(plan, {}), plan_markdown(plan, {})}) {
    const auto flat = flowsync::testing::unfolded(text);
    CAPTURE(flat);
    CHECK(std::regex_search(
        flat, std::regex("paused.*true.* at environments/prod/environment.*8 pauses 2 resources in 1 flow")));
    CHECK(flat.find("a/sink/x will be updated") == std::string::npos);
    CHECK(flat.find("b/sink/x will be updated") != std::string::npos);
  }
  const auto review = review_of(plan);
  CHECK(review.causes.size() == 1);
  CHECK(review.causes.front().fields.size() == 2);
}

TEST_CASE("a table of environments names the dangers that the review names")
{
  plan::Plan plan;
  const auto add = [&](const std::string& where, plan::Action action, ResourceKind type) -> plan::ResourceChange& {
    return plan.changes.emplace_back(change_of(where, action, type));
  };
  CHECK(dangers_sentence(dangers_of(review_of(plan))).empty());
  add("h-left/sink/x", plan::Action::no_op, ResourceKind::sink).reason = "removed_from_spec";
  CHECK(review_of(plan).only_leaves());
  CHECK(review_of(plan).has_dangers());
  CHECK_FALSE(review_of(plan).does_harm());
  add("a-new/source", plan::Action::create, ResourceKind::source).re_ingests = true; // as every new source does
  add("b-undone/sink/x", plan::Action::update, ResourceKind::sink).fields = {
      changed("/sink_config/batch.size", 1, 2, plan::Cause::both)};
  add("c-reads/source", plan::Action::update, ResourceKind::source).re_ingests = true;
  // Made anew: that it takes a change back with it is the smaller part of that.
  add("d-replaced/sink/x", plan::Action::replace, ResourceKind::sink).fields = {
      changed("/sink_type", "gcs", "s3", plan::Cause::drift)};
  add("e-gone/sink/x", plan::Action::remove, ResourceKind::sink);
  const auto review = review_of(plan);
  const auto dangers = dangers_of(review);
  CHECK(dangers.deletes == std::vector<std::string>{"e-gone/sink/x"});
  CHECK(dangers.replaces == std::vector<std::string>{"d-replaced/sink/x"});
  CHECK(dangers.reads_again == std::vector<std::string>{"c-reads/source"});
  CHECK(dangers.undoes == std::vector<std::string>{"b-undone/sink/x"});
  CHECK(dangers_sentence(dangers) == "deletes 1, replaces 1, 1 source reads again, undoes 1 change made in Nexla");
  CHECK(review.has_dangers());
  CHECK_FALSE(review.only_leaves());
}

TEST_CASE("what is still to be detected is told with what apply writes then")
{
  plan::Plan plan;
  auto& awaited = plan.changes.emplace_back(change_of("f/nexset/raw", plan::Action::read, ResourceKind::nexset));
  awaited.id.reset();
  awaited.reason = "awaiting_detection";
  CHECK(holds(testing::unfolded(plan_text(plan, {})), "will be detected by Nexla"));
  CHECK_FALSE(holds(testing::unfolded(plan_text(plan, {})), "be given"));
  awaited.fields = {changed("/description", std::nullopt, "Raw orders"),
                    changed("/tags", std::nullopt, json{"finance"})};
  for (const auto& text : {testing::unfolded(plan_text(plan, {})), plan_markdown(plan, {}), plan_html(plan, {})}) {
    CHECK_MESSAGE(holds(text, "will be detected by Nexla and then be given description and tags"), text);
  }
  PlanTextOptions full;
  full.full = true;
  CHECK(holds(plan_text(plan, full), "Raw orders"));
  CHECK(holds(plan_html(plan, {}), "Raw orders"));
}

TEST_CASE("what lets a new flow run is said in its line, of one flow as of many")
{
  for (const std::size_t flows : {std::size_t{1}, std::size_t{40}}) {
    plan::Plan plan;
    plan.environment = "prod";
    plan.project = "shop-aa4e";
    for (std::size_t i = 0; i < flows; ++i) {
      auto source = change_of(fmt::format("orders-{}/source", i), plan::Action::create, ResourceKind::source);
      source.fields = {changed("/source_type", std::nullopt, "s3"),
                       changed("/triggers/customers~1source", std::nullopt, "active"),
                       changed("/triggers/people~1sink~1one", std::nullopt, "active")};
      plan.changes.push_back(source);
    }
    const auto text = flowsync::testing::unfolded(plan_text(plan, {}));
    CHECK_MESSAGE(text.find(", runs after customers/source and people/sink/one") != std::string::npos, text);
  }
}
