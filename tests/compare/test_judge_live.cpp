#include "compare/fixture.hpp"
#include "compare/judge_live.hpp"

using namespace flowsync;
using namespace flowsync::compare;

namespace {

Comparison judged(const std::string& dev_specs, const std::string& prod_specs, const std::string& dev_live,
                  const std::string& prod_live)
{
  const auto specs = test::compare_flow("", dev_specs, prod_specs);
  const auto live = test::compare_flow("", dev_live, prod_live);
  auto comparison = compare_documents(*live.dev, *live.prod);
  judge_live(comparison, specs.result);
  return comparison;
}

std::string reasons(const Comparison& comparison)
{
  std::string text;
  for (const auto& pair : comparison.documents) {
    text += pair.differs() && pair.differences.empty() ? std::string(reason_code(pair.reason)) + "\n" : "";
    for (const auto& one : pair.differences) {
      text += fmt::format("{} {}\n", spec::describe_path(one.path), reason_code(one.reason));
    }
  }
  return text;
}

} // namespace

TEST_CASE("what runs differently is judged by the specs, and stands out where they do not differ")
{
  const auto found = judged("  source: {config: {a: 1, b: 1}}\n", "  source: {config: {a: 2, b: 1}}\n",
                            "  source: {config: {a: 1, b: 1}}\n", "  source: {config: {a: 2, b: 5}}\n");
  CHECK(reasons(found) == "spec.source.config.a both-set\nspec.source.config.b not-in-specs\n");
  CHECK(found.count(Verdict::unspecified) == 1);
}

TEST_CASE("a script is one thing, whether it stands in a file or not, and a map covers its keys")
{
  CHECK(reasons(judged(
            "  nexsets: [{key: k, transform: {file: a.py}}]\n", "  nexsets: [{key: k, transform: {file: b.py}}]\n",
            "  nexsets: [{key: k, transform: {contents: x}}]\n",
            "  nexsets: [{key: k, transform: {contents: y}}]\n")) == "spec.nexsets.k.transform.contents both-set\n");
  CHECK(reasons(judged("  source: {code: {ref: c}}\n", "  source: {type: s3}\n", "  source: {code: {ref: c}}\n",
                       "  source: {code: {ref: d}, type: s3}\n")) == "spec.source.code.ref overlay\n"
                                                                     "spec.source.type overlay\n");
}

TEST_CASE("a flow that one side does not run stands out when its specs have it")
{
  const std::string flow = "  source: {type: s3}\n";
  CHECK(reasons(judged(flow, flow, flow, "")) == "not-applied\n");
  CHECK(reasons(judged(flow, "", flow, "")) == "only-here\n");
  CHECK(reasons(judged("", flow, flow, "")) == "not-in-specs\n");
}
