#include "view/html_text_of.hpp"
#include "view/json_text.hpp"
#include "view/plan_html.hpp"
#include "view/plan_json.hpp"
#include "view/plan_markdown.hpp"
#include "view/plan_text.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <random>

using namespace flowsync;
using namespace flowsync::view;
using nlohmann::json;

namespace {

plan::Plan plan_of(const std::string& path, std::optional<json> before, std::optional<json> after)
{
  plan::Plan plan;
  auto& change = plan.changes.emplace_back();
  change.address = testing::address("orders/source");
  change.action = plan::Action::update;
  change.fields = {testing::changed(path, std::move(before), std::move(after))};
  plan.summary.update = 1;
  return plan;
}

std::vector<std::string> all_formats(const plan::Plan& plan)
{
  PlanTextOptions wide;
  wide.columns = 200;
  return {plan_text(plan, {}), plan_text(plan, wide), plan_markdown(plan, {}),
          testing::text_of_html(plan_html(plan, {})), json_text(plan_json(plan))};
}

class RandomValues
{
public:
  explicit RandomValues(unsigned seed) : m_random(seed) {}

  std::size_t below(std::size_t limit) { return m_random() % limit; }

  std::string words(std::size_t most)
  {
    std::string text;
    for (auto count = below(most) + 1; count > 0; --count) {
      text += fmt::format("{}w{}", text.empty() ? "" : below(9) == 0 ? "\n" : " ", below(40));
    }
    return text;
  }

  // A word that stands nowhere else.
  std::string token() { return fmt::format("T{}Z", ++m_tokens + 1000); }

  json value(std::size_t depth)
  {
    const auto kind = below(depth == 0 ? 3 : 6);
    if (kind < 3) {
      return kind == 0 ? json(below(100)) : json(words(kind == 1 ? 4 : 80));
    }
    auto list = json::array();
    auto map = json::object();
    for (auto count = below(5) + 1; count > 0; --count) {
      list.push_back(value(depth - 1));
      map[fmt::format("k{}", below(20))] = value(depth - 1);
    }
    return kind == 3 ? list : map;
  }

  // Puts a token somewhere into a value; returns it.
  std::string change(json& value)
  {
    if (value.is_structured() && !value.empty()) {
      auto item = value.begin();
      std::advance(item, static_cast<std::ptrdiff_t>(below(value.size())));
      if (value.is_object() && below(4) == 0) {
        const auto key = token();
        value[key] = below(9);
        return key;
      }
      return change(*item);
    }
    const auto word = token();
    if (value.is_string()) {
      auto text = value.get<std::string>();
      text.insert(below(text.size() + 1), " " + word + " ");
      value = text;
    } else {
      value = word;
    }
    return word;
  }

private:
  std::mt19937 m_random;
  std::size_t m_tokens = 0;
};

} // namespace

TEST_CASE("a change in the middle of a long query is seen in every format")
{
  const std::string head =
      "SELECT id, name, region, total FROM acme.orders WHERE created_at > '2026-01-01' AND status = 1";
  const std::string tail = " AND region IN ('north', 'south', 'east', 'west') AND deleted_at IS NULL AND total > 0 AND "
                           "customer_id IS NOT NULL ORDER BY created_at DESC, id ASC LIMIT 5000";
  for (const auto& text : all_formats(plan_of("/source_config/query", head + tail, head + " OR 1=1" + tail))) {
    CHECK_MESSAGE(text.find("OR 1=1") != std::string::npos, text);
  }
}

TEST_CASE("every changed character is in every format, whatever the values are")
{
  RandomValues random(20261128);
  for (int round = 0; round < 300; ++round) {
    auto before = random.value(3);
    auto after = before;
    std::vector<std::string> tokens;
    for (auto count = random.below(4) + 1; count > 0; --count) {
      tokens.push_back(random.change(random.below(2) == 0 ? before : after));
    }
    const auto* const path = round % 3 == 0 ? "/transform" : round % 3 == 1 ? "/entries" : "/source_config/query";
    for (const auto& text : all_formats(plan_of(path, before, after))) {
      for (const auto& token : tokens) {
        // A later change of the same side may have gone into an earlier word.
        const bool there =
            before.dump().find(token) != std::string::npos || after.dump().find(token) != std::string::npos;
        CHECK_MESSAGE((!there || text.find(token) != std::string::npos), token << " of " << before << " -> " << after
                                                                               << " is not in\n"
                                                                               << text);
      }
    }
  }
}

TEST_CASE("of a table only the rows that change are shown, each on a line")
{
  auto before = json::array();
  for (int i = 0; i < 50; ++i) {
    before.push_back({{"code", fmt::format("C{}", i)}, {"region", "north"}});
  }
  auto after = before;
  after[30]["region"] = "south";
  const auto text = plan_text(plan_of("/entries", before, after), {});
  CHECK(text.find(R"(- - {"code":"C30","region":"north"})") != std::string::npos);
  CHECK(text.find(R"(+ - {"code":"C30","region":"south"})") != std::string::npos);
  CHECK(text.find("C10") == std::string::npos);

  const auto two = plan_text(plan_of("/entries", json{before[0], before[1]}, json{before[0], after[30]}), {});
  CHECK(two.find(R"(+ - {"code":"C30","region":"south"})") != std::string::npos);
}
