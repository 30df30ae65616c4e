#include "compare/fixture.hpp"
#include "golden/golden.hpp"
#include "view/compare_json.hpp"
#include "view/compare_markdown.hpp"
#include "view/compare_text.hpp"
#include "view/compare_words.hpp"
#include "view/json_text.hpp"

#include <doctest/doctest.h>

#include <regex>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::golden;

namespace {

// Everything that a comparison can say, in five flows and a lookup.
test::TwoSides sample_sides()
{
  const auto settings = [](const std::string& more) {
    return "  credentials: {files: {id: 1}}\n  secrets: {a: {env: NEXLA_A}, b: {env: NEXLA_B}}\n" + more;
  };
  const auto lookup = [](const std::string& key) {
    return "apiVersion: flowsync/v1\nkind: Lookup\nmetadata: {name: regions}\nspec: {primary_key: " + key + "}\n";
  };
  return test::compare_texts(
      {{"environments/base/a.yaml", test::flow("alike", "  source: {type: s3, credential: files}\n")},
       {"environments/base/b.yaml", test::flow("experimental-a", "  source: {}\n")},
       {"environments/base/c.yaml",
        test::flow("orders", "  source:\n"
                             "    description: |\n"
                             "      One.\n      Two.\n      Three.\n      Four.\n      Five.\n"
                             "    credential: files\n"
                             "    config:\n"
                             "      path: ${var.bucket}/orders\n"
                             "      start.cron: \"0 0 0 * * ? *\"\n"
                             "      limit: 10\n"
                             "      mode: none\n"
                             "      password: ${secret.a}\n")},
       {"environments/base/d.yaml", lookup("id")},
       {"environments/dev/a.yaml", test::flow("mine", "  source: {type: s3, credential: nowhere}\n")},
       {"environments/dev/c.yaml",
        test::flow("orders", "  source:\n"
                             "    config:\n"
                             "      start.cron: \"0 0 5 * * ? *\"\n"
                             "      limit: 20\n"
                             "      mode: incrementing\n"
                             "      query: select " +
                                 std::string(90, 'x') +
                                 " from a\n"
                                 "      mapping: {mode: manual, mapping: {order_id: [ORDER_ID], total: [TOTAL_AMOUNT, "
                                 "TOTAL], region: [REGION_CODE]}}\n")},
       {"environments/dev/environment.yaml", test::environment("dev", settings("  variables: {bucket: acme-dev}\n"))},
       {"environments/prod/a.yaml", test::flow("theirs", "  source: {type: s3, credential: files}\n")},
       {"environments/prod/c.yaml",
        test::flow("orders", "  source:\n"
                             "    description: |\n"
                             "      One.\n      Two.\n      Three.\n      Four.\n      Six.\n"
                             "    credential: vault\n"
                             "    config:\n"
                             "      limit: 30\n"
                             "      query: select " +
                                 std::string(90, 'x') +
                                 " from b\n"
                                 "      password: ${secret.b}\n"
                                 "      extra: null\n")},
       {"environments/prod/d.yaml", lookup("code")},
       {"environments/prod/environment.yaml",
        test::environment("prod",
                          settings("  variables: {bucket: acme-prod}\n  flows: {exclude: [experimental-*]}\n"))}});
}

test::TwoSides hostile_sides()
{
  const std::string evil = R"("::error::x\nflow: 1 difference\r\e[31m\u202e| `` @team <b>")";
  const auto spec = [&](const std::string& number) {
    return "  source:\n    credential: " + evil + "\n    description: \"x " + number + "\\n::error::y\\n```\\n\"\n" +
           "    config: {" + evil + ": " + number + ", a: " + evil + ", b: \"" + number + " \\u202e ``` |\"}\n";
  };
  return test::compare_flow("", spec("1"), spec("2"));
}

} // namespace

TEST_CASE("a comparison as text keeps its form")
{
  const auto text = compare_text(sample_sides().result, {});
  CHECK(text == golden("compare.txt", text));
}

TEST_CASE("a comparison as Markdown keeps its form")
{
  const auto text = compare_markdown(sample_sides().result);
  CHECK(text == golden("compare.md", text));
}

TEST_CASE("a comparison as JSON names every verdict, both places and the counts")
{
  const auto found = compare_json(sample_sides().result);
  CHECK(found.at("format_version") == "1.0");
  CHECK(found.at("left") == "dev");
  CHECK(found.at("differs") == true);
  CHECK(found.at("summary").at("flows") ==
        nlohmann::ordered_json({{"differ", 1}, {"only_left", 2}, {"only_right", 1}, {"alike", 1}}));
  CHECK(found.at("summary").at("looks_forgotten") == 4);
  for (const auto& document : found.at("documents")) {
    CHECK(document.at("name") != "alike");
  }
  const auto& orders = found.at("documents").at(2);
  REQUIRE(orders.at("name") == "orders");
  const auto one = std::find_if(orders.at("differences").begin(), orders.at("differences").end(), [](const auto& item) {
    return item.at("path") == nlohmann::ordered_json({"spec", "source", "config", "start.cron"});
  });
  REQUIRE(one != orders.at("differences").end());
  CHECK(one->at("verdict") == "looks-forgotten");
  CHECK(one->at("reason") == "inherited-schedule");
  CHECK(one->at("left").at("value") == "0 0 5 * * ? *");
  CHECK(one->at("left").at("from") == "own");
  CHECK(one->at("right").at("origin").at("file") == "environments/base/c.yaml");
  CHECK(found.at("missing_aliases").size() == 2);
}

TEST_CASE("a side without differences says so in one sentence")
{
  const auto same = test::compare_flow("  source: {}\n", "", "");
  CHECK(compare_text(same.result, {}) == "No differences.\n");
  CHECK(compare_markdown(same.result).find("**No differences.**") != std::string::npos);
  CHECK(compare_json(same.result).at("documents").empty());
}

TEST_CASE("what is secret by its key or its reference never shows, also inside of a map that one side lacks")
{
  const auto sides = test::compare_flow("", "  source: {config: {password: hunter2, x: {secret_key: hunter2, y: 1}}}\n",
                                        "  source: {config: {password: hunter3}}\n");
  for (const auto& text :
       {compare_text(sides.result, {}), compare_markdown(sides.result), json_text(compare_json(sides.result))}) {
    CHECK(text.find("hunter") == std::string::npos);
    CHECK(text.find("(sensitive)") != std::string::npos);
  }
}

TEST_CASE("foreign text cannot begin a line, steer a terminal, leave its table or mention people")
{
  const auto sides = hostile_sides();
  const auto text = compare_text(sides.result, {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(!std::regex_search(text, std::regex("(^|\n)\\s*(::|flow: 1)")));
  const auto page = compare_markdown(sides.result);
  CHECK(page.find("<b>") == page.find("<b>`")); // only inside of code
  CHECK(!std::regex_search(page, std::regex("(^|\n)\\s*::")));
  CHECK(page.find("\n```diff\n") == std::string::npos); // a longer fence
  CHECK(page.find("\n````diff\n") != std::string::npos);
}

TEST_CASE("Markdown stays below its limit, is cut at whole flows and says so")
{
  std::map<std::string, std::string> texts;
  for (int i = 100; i < 300; ++i) {
    for (const auto* const layer : {"dev", "prod"}) {
      const auto name = "flow-" + std::to_string(i);
      texts[std::string("environments/") + layer + "/" + name + ".yaml"] =
          test::flow(name, "  source: {config: {a: " + std::string(layer) + ", b: " + layer + "}}\n");
    }
  }
  const auto sides = test::compare_texts(texts);
  CHECK(compare_markdown(sides.result).size() < 65'536);
  const auto text = compare_markdown(sides.result, 10'000);
  CHECK(text.size() <= 10'000);
  CHECK(text.find("**Cut to fit.** Left out: the details of ") != std::string::npos);
  std::size_t opened = 0;
  std::size_t closed = 0;
  for (auto at = text.find("<details>"); at != text.npos; at = text.find("<details>", at + 1)) {
    ++opened;
  }
  for (auto at = text.find("</details>"); at != text.npos; at = text.find("</details>", at + 1)) {
    ++closed;
  }
  CHECK(opened > 0);
  CHECK(opened == closed);
}

TEST_CASE("what runs is named by ids")
{
  auto sides = test::compare_flow("", "  source: {config: {a: 1}}\n", "  source: {config: {a: 2}}\n");
  auto live = compare::compare_documents(*sides.dev, *sides.prod);
  live.left_ids[Address{ResourceKind::source, "orders", ""}] = 6862;
  live.right_ids[Address{ResourceKind::source, "orders", ""}] = 7001;
  CHECK(compare_text(live, {}) == "orders: 1 difference\n"
                                  "  ~ spec.source.config.a\n"
                                  "      dev   1  # source 6862\n"
                                  "      prod  2  # source 7001\n"
                                  "\n"
                                  "1 flow differs.\n");
}
