#include "view/junit.hpp"

#include "base/text.hpp"
#include "view/diagnostics_text.hpp"
#include "view/markup.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

// Text of an attribute or element; characters that XML cannot hold are dropped.
std::string xml_escape(std::string_view text)
{
  auto result = markup_escape(text);
  for (const std::string_view forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = result.find(forbidden); at != std::string::npos; at = result.find(forbidden, at)) {
      result.erase(at, forbidden.size());
    }
  }
  return result;
}

struct TestCase
{
  enum class Outcome
  {
    passed,
    failed,
    error,
    skipped
  };
  std::string name;
  Outcome outcome = Outcome::passed;
  std::string message;
  std::string type; // of what went wrong
  std::string details;
};

std::string case_xml(const TestCase& test, const std::string& suite)
{
  const auto head =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\"", xml_escape(suite), xml_escape(test.name));
  if (test.outcome == TestCase::Outcome::passed) {
    return head + "/>\n";
  }
  const auto* const element = test.outcome == TestCase::Outcome::failed  ? "failure"
                              : test.outcome == TestCase::Outcome::error ? "error"
                                                                         : "skipped";
  return fmt::format("{}>\n      <{} type=\"{}\" message=\"{}\">{}</{}>\n    </testcase>\n", head, element,
                     xml_escape(test.type), xml_escape(test.message), xml_escape(test.details), element);
}

std::string suite_xml(const std::string& name, const std::vector<TestCase>& tests)
{
  const auto count = [&](TestCase::Outcome outcome) {
    return std::count_if(tests.begin(), tests.end(), [&](const auto& test) { return test.outcome == outcome; });
  };
  auto text = fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
                          "time=\"0\">\n",
                          xml_escape(name), tests.size(), count(TestCase::Outcome::failed),
                          count(TestCase::Outcome::error), count(TestCase::Outcome::skipped));
  for (const auto& test : tests) {
    text += case_xml(test, name);
  }
  return text + "  </testsuite>\n";
}

std::string suites_xml(const std::string& suites)
{
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n" + suites + "</testsuites>\n";
}

std::vector<TestCase> problem_cases(const Diagnostics& diagnostics, TestCase::Outcome outcome)
{
  std::vector<TestCase> tests;
  for (const auto& item : diagnostics.items()) {
    if (item.severity == Severity::error) {
      const auto place = place_text(item.where);
      const std::string code(item.code.text());
      tests.push_back({place.empty() ? code : place + " " + code, outcome, item.message, code, item.hint});
    }
  }
  return tests;
}

std::string suite_name(const plan::Plan& plan, std::string_view command)
{
  return plan.environment.empty() ? fmt::format("flowsync {}", command)
                                  : fmt::format("flowsync {} {}", command, plan.environment);
}

} // namespace

std::string plans_junit(const std::vector<plan::Plan>& plans)
{
  std::string suites;
  for (const auto& plan : plans) {
    auto tests = problem_cases(plan.diagnostics, TestCase::Outcome::error);
    for (auto& refusal : problem_cases(plan.refusals, TestCase::Outcome::failed)) {
      tests.push_back(std::move(refusal));
    }
    for (const auto& address : plan.blocked) {
      tests.push_back({address.text(), TestCase::Outcome::failed, "not planned", "not-planned", {}});
    }
    for (const auto& change : plan.changes) {
      tests.push_back(change.waiting ? TestCase{change.address.text(),
                                                TestCase::Outcome::skipped,
                                                "waiting: " + change.waiting_for,
                                                "waiting",
                                                {}}
                                     : TestCase{change.address.text(), TestCase::Outcome::passed, {}, {}, {}});
    }
    suites += suite_xml(suite_name(plan, "plan"), tests);
  }
  return suites_xml(suites);
}

std::string drift_junit(const plan::Plan& plan, const DriftCounted& counted)
{
  auto tests = problem_cases(plan.diagnostics, TestCase::Outcome::error);
  for (const auto& drift : plan.drift) {
    const auto what = count_of(drift.fields.size() + drift.notes.size(), "difference");
    tests.push_back({drift.address.text(),
                     drift.is_owned() || counted.strict ? TestCase::Outcome::failed : TestCase::Outcome::passed,
                     drift.gone ? "deleted in Nexla" : "changed in Nexla: " + what,
                     "drift",
                     {}});
  }
  for (const auto& change : plan.changes) {
    const bool drifted = std::any_of(plan.drift.begin(), plan.drift.end(),
                                     [&](const auto& drift) { return drift.address == change.address; });
    if (!drifted) {
      tests.push_back({change.address.text(), TestCase::Outcome::passed, {}, {}, {}});
    }
  }
  return suites_xml(suite_xml(suite_name(plan, "drift"), tests));
}

std::string validation_junit(const Diagnostics& diagnostics, const std::vector<std::string>& environments)
{
  auto tests = problem_cases(diagnostics, TestCase::Outcome::failed);
  if (tests.empty()) {
    for (const auto& name : environments) {
      tests.push_back({name, TestCase::Outcome::passed, {}, {}, {}});
    }
  }
  return suites_xml(suite_xml("flowsync validate", tests));
}

} // namespace flowsync::view
