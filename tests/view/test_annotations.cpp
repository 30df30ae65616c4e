#include "golden/golden.hpp"
#include "support/schema_errors.hpp"
#include "support/xml_reader.hpp"
#include "view/annotation_forms.hpp"
#include "view/json_text.hpp"
#include "view/junit.hpp"
#include "view/plan_annotations.hpp"
#include "view/sample_plan.hpp"
#include "view/terraform_report.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::address;
using flowsync::testing::changed;
using flowsync::testing::golden;
using flowsync::testing::sample_plan;
using flowsync::testing::schema_errors;
using flowsync::testing::XmlElement;

namespace {

plan::Plan plan_without_anything()
{
  plan::Plan plan;
  plan.environment = "prod";
  plan.project = "acme-data-k3x9";
  plan.digest = "sha256:" + std::string(64, 'a');
  return plan;
}

// An update of one field of a sink of its own, whose value is written in base at `line` with this variable in it.
plan::ResourceChange update_by_variable(int number, int line)
{
  plan::ResourceChange change;
  change.address = address("orders/sink/s" + std::to_string(number));
  change.type = ResourceKind::sink;
  change.name = "S";
  change.id = number;
  change.action = plan::Action::update;
  change.restarts = true;
  change.fields = {changed("/sink_config/path", "old/x", "new/x")};
  change.fields[0].origin = {{"environments/base/flows/orders.yaml", line, 13, "base"},
                             {},
                             {{"var.bucket", {"environments/prod/environment.yaml", 8, 13, "prod"}}},
                             false};
  return change;
}

plan::ResourceChange deletion(int number)
{
  plan::ResourceChange change;
  change.address = address("old/sink/s" + std::to_string(number));
  change.type = ResourceKind::sink;
  change.name = "Old";
  change.id = number;
  change.action = plan::Action::remove;
  change.reason = "removed_from_spec";
  return change;
}

std::size_t count_lines(const std::string& text, const std::string& beginning)
{
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    count += text.compare(at, beginning.size(), beginning) == 0 ? 1U : 0U;
  }
  return count;
}

// What a reader of JUnit's form relies on: counts that fit, names, one outcome a case.
XmlElement read_junit(const std::string& text)
{
  const auto root = testing::XmlReader(text).read();
  CHECK(root.name == "testsuites");
  for (const auto* const suite : root.all("testsuite")) {
    const auto count = [&](const std::string& outcome) { return std::to_string(suite->all(outcome).size()); };
    CHECK(suite->attributes.at("tests") == count("testcase"));
    CHECK(suite->attributes.at("failures") == count("failure"));
    CHECK(suite->attributes.at("errors") == count("error"));
    CHECK(suite->attributes.at("skipped") == count("skipped"));
    for (const auto& test : suite->children) {
      CHECK(test.name == "testcase");
      CHECK(!test.attributes.at("name").empty());
      CHECK(!test.attributes.at("classname").empty());
      CHECK(test.children.size() <= 1);
    }
  }
  return root;
}

} // namespace

TEST_CASE("a plan as annotations keeps its forms")
{
  const auto all = plan_annotations({sample_plan()});
  const auto github = annotations_github(all, "data flows/", k_github_most);
  CHECK(github == golden("plan.github", github));
  const auto sarif = annotations_sarif(all, "data flows/");
  CHECK(sarif == golden("plan.sarif", sarif));
  const auto rdjson = annotations_rdjson(all, "data flows/");
  CHECK(rdjson == golden("plan.rdjson", rdjson));
  const auto codequality = annotations_codequality(all, "data flows/");
  CHECK(codequality == golden("plan.codequality.json", codequality));
  const auto junit = plans_junit({sample_plan()});
  CHECK(junit == golden("plan.junit.xml", junit));
  const auto drift = annotations_github(drift_annotations(sample_plan()), "", k_github_most);
  CHECK(drift == golden("drift.github", drift));
  for (const auto& text : {github, sarif, rdjson, codequality, junit, drift}) {
    CHECK(text.find("topsecret") == std::string::npos);
  }
}

TEST_CASE("reports for other tools follow what these tools read")
{
  auto failed = plan_without_anything();
  failed.made = false;
  failed.digest.clear();
  failed.diagnostics.error("unknown-key", "unknown key `a`", {"environments/dev/flows/a.yaml", 3, 5, 1, "    äa: b"});
  failed.diagnostics.items();
  for (const auto& plans : {std::vector{sample_plan()}, std::vector{failed}, std::vector{plan_without_anything()},
                            std::vector{sample_plan(), failed}}) {
    for (const auto& all : {plan_annotations(plans), drift_annotations(plans.front())}) {
      CHECK(schema_errors("tests/view/forms/sarif.schema.json",
                          nlohmann::json::parse(annotations_sarif(all, "a b/"))) == "");
      CHECK(schema_errors("tests/view/forms/rdjson.schema.json",
                          nlohmann::json::parse(annotations_rdjson(all, "a b/"))) == "");
      CHECK(schema_errors("tests/view/forms/codequality.schema.json",
                          nlohmann::json::parse(annotations_codequality(all, "a b/"))) == "");
    }
    read_junit(plans_junit(plans));
    read_junit(drift_junit(plans.front()));
  }
  const std::string report = "tests/view/forms/terraform-report.schema.json";
  CHECK(schema_errors(report, nlohmann::json::parse(terraform_report({sample_plan(), sample_plan()}))) == "");
  CHECK(nlohmann::json::parse(terraform_report({sample_plan(), sample_plan()})) ==
        nlohmann::json{{"create", 4}, {"update", 4}, {"delete", 2}});
  // Zeros would look like "no changes".
  CHECK(schema_errors(report, nlohmann::json::parse(terraform_report({sample_plan(), failed}))) != "");
}

TEST_CASE("of a level no more than ten annotations are printed, the most dangerous first, the rest is summed up")
{
  auto plan = plan_without_anything();
  for (int i = 10; i < 35; ++i) {
    plan.changes.push_back(deletion(i));
  }
  for (int i = 10; i < 13; ++i) {
    plan.changes.push_back(update_by_variable(i, i));
    plan.changes.back().re_ingests = true;
    plan.changes.back().fields[0].origin.variables.clear();
  }
  const auto text = annotations_github(plan_annotations({plan}), "", k_github_most);
  CHECK(count_lines(text, "::error") == k_github_most);
  CHECK(count_lines(text, "::error title=prod%3A deletes 1 resource::old/sink/s") == k_github_most - 1);
  CHECK(text.find("::error title=and 19 more::prod: deletes 1 resource, ") != std::string::npos);
  const auto whole = annotations_github(plan_annotations({plan}), "");
  CHECK(count_lines(whole, "::error") == 28);
  CHECK(whole.find("reads everything again") > whole.rfind("deletes 1 resource"));
}

TEST_CASE("a variable that several lines use is one annotation where its value is written, else the line that uses it")
{
  auto plan = plan_without_anything();
  for (int i = 10; i < 15; ++i) {
    plan.changes.push_back(update_by_variable(i, i));
  }
  const auto all = plan_annotations({plan});
  REQUIRE(all.size() == 1);
  CHECK(all[0].where.file == "environments/prod/environment.yaml");
  CHECK(all[0].where.line == 8);
  CHECK(all[0].title == "prod: restarts 5 resources");
  CHECK(all[0].message.find("changes 5 fields of 5 resources: orders/sink/s10, ") != std::string::npos);
  CHECK(all[0].message.find("/sink_config/path \"old/x\" -> \"new/x\"") != std::string::npos);

  plan.changes.resize(1);
  const auto one = plan_annotations({plan});
  REQUIRE(one.size() == 1);
  CHECK(one[0].where.file == "environments/base/flows/orders.yaml");
  CHECK(one[0].message.find("var.bucket at environments/prod/environment.yaml:8") != std::string::npos);
}

TEST_CASE("what identifies an annotation stays when its line moves, and is never given twice")
{
  auto plan = plan_without_anything();
  plan.changes = {update_by_variable(10, 10), deletion(11), deletion(12)};
  const auto before = fingerprints_of(plan_annotations({plan}));
  plan.changes[0].fields[0].origin.origin.line = 99;
  CHECK(fingerprints_of(plan_annotations({plan})) == before);
  const auto sarif = nlohmann::json::parse(annotations_sarif(plan_annotations({plan}), ""));
  CHECK(sarif.at("runs").at(0).at("results").at(2).at("partialFingerprints").at("flowsync/v1") ==
        "prod orders/sink/s10 /sink_config/path");

  Diagnostics diagnostics;
  diagnostics.error(DiagnosticCode::read("a"), "b", {"f.yaml", 3, 1, 1, ""});
  diagnostics.error(DiagnosticCode::read("a"), "b", {"f.yaml", 7, 1, 1, ""});
  const auto same = fingerprints_of(annotations_of(diagnostics));
  CHECK(same[0] != same[1]);
}

TEST_CASE("reviewdog's columns count bytes")
{
  Diagnostics diagnostics;
  diagnostics.error(DiagnosticCode::read("a"), "b", {"f.yaml", 3, 3, 2, "ää日本"});
  const auto found = nlohmann::json::parse(annotations_rdjson(annotations_of(diagnostics), ""));
  const auto& range = found.at("diagnostics").at(0).at("location").at("range");
  CHECK(range.at("start").at("column") == 5);
  CHECK(range.at("end").at("column") == 11);
}

TEST_CASE("JUnit reports fail for what is not planned or would be refused, and hold no markup of others")
{
  auto plan = sample_plan();
  plan.refusals.refuse(DiagnosticCode::read("max-deletes"), "deletes </failure> \"5\" & more");
  const auto root = read_junit(plans_junit({plan}));
  CHECK(root.all("error").size() == 1);
  CHECK(root.all("failure").size() == 2); // the refusal and what is blocked
  CHECK(root.all("failure").at(0)->attributes.at("message") == "deletes </failure> \"5\" & more");
  const auto drift = read_junit(drift_junit(plan));
  CHECK(drift.all("failure").size() == 2);
  plan::ResourceDrift others;
  others.address = *Address::parse("orders/nexset/orders");
  others.notes = {{"new_detected_set", "appeared: detected set 10555", true}};
  plan.drift.push_back(others);
  CHECK(read_junit(drift_junit(plan)).all("failure").size() == 2);
  CHECK(read_junit(drift_junit(plan, {.strict = true})).all("failure").size() == 3);
  Diagnostics none;
  CHECK(read_junit(validation_junit(none, {"dev", "prod"})).all("testcase").size() == 2);
  none.error("bad-cron", "no cron");
  CHECK(read_junit(validation_junit(none, {"dev", "prod"})).all("failure").size() == 1);
}
