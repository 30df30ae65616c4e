#include "base/utf8.hpp"
#include "compare/fixture.hpp"
#include "view/characters.hpp"
#include "view/compare_markdown.hpp"
#include "view/compare_text.hpp"
#include "view/drift_text.hpp"
#include "view/history_text.hpp"
#include "view/html_text_of.hpp"
#include "view/plan_html.hpp"
#include "view/plan_markdown.hpp"
#include "view/plan_text.hpp"
#include "view/sample_plan.hpp"
#include "view/value_text.hpp"
#include "view/visible_text.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <map>
#include <random>

using namespace flowsync;
using namespace flowsync::view;
using nlohmann::json;

namespace {

// What looks like something else, or like nothing: as it is, and as JSON and YAML write it.
constexpr std::array<std::pair<const char*, const char*>, 15> k_unseen{{{"\r", "\\r"},
                                                                        {"\xC2\xA0", "\\u00a0"},     // no-break space
                                                                        {"\xE2\x80\x8B", "\\u200b"}, // zero width
                                                                        {"\xE2\x80\x8F", "\\u200f"}, // right to left
                                                                        {"\xE2\x80\xAE", "\\u202e"}, // override
                                                                        {"\xEF\xBB\xBF", "\\ufeff"}, // byte order mark
                                                                        {"\xE3\x85\xA4", "\\u3164"}, // Hangul filler
                                                                        {"\xE2\xA0\x80", "\\u2800"}, // empty braille
                                                                        {"\xEF\xB8\x8F", "\\ufe0f"}, // variation
                                                                        {"e\xCC\x81", "e\\u0301"},   // e and accent
                                                                        {"\xE2\x84\xAB", "\\u212b"}, // Angstrom sign
                                                                        {"\x7F", "\\u007f"},
                                                                        {"\xE3\x80\x80", "\\u3000"}, // wide blank
                                                                        {"\xE2\x80\xA8", "\\u2028"}, // line separator
                                                                        {"\xF3\xA0\x81\x81", "\\U000e0041"}}}; // a tag

constexpr std::array k_seen{"a",
                            "b",
                            " ",
                            "\n",
                            "\t",
                            "\\",
                            "u00a0",
                            "U000e0041",
                            "\xC3\xA9",
                            "\xC3\x85",
                            "\"",
                            "\xE2\x87\xA5",
                            "##[",
                            "x y",
                            "\xE6\x97\xA5",
                            "/",
                            "\\ no line break at the end",
                            "0301"};

plan::Plan plan_of(const std::string& path, const std::string& before, const std::string& after)
{
  plan::Plan plan;
  auto& change = plan.changes.emplace_back();
  change.address = testing::address("orders/source");
  change.action = plan::Action::update;
  change.fields = {testing::changed(path, before, after)};
  plan.summary.update = 1;
  plan::ResourceDrift drift;
  drift.address = change.address;
  drift.fields = {testing::changed(path, before, after, plan::Cause::drift)};
  plan.drift = {drift};
  return plan;
}

// A change as every format shows it, by name.
std::map<std::string, std::string> shown_everywhere(const std::string& path, const std::string& before,
                                                    const std::string& after)
{
  const auto plan = plan_of(path, before, after);
  auto history = json::array();
  history.push_back(
      {{"address", "orders/source"}, {"fields", {{{"path", path}, {"before", before}, {"after", after}}}}});
  PlanTextOptions wide;
  wide.columns = 200;
  return {{"text", plan_text(plan, {})},         {"wide text", plan_text(plan, wide)},
          {"Markdown", plan_markdown(plan, {})}, {"HTML", testing::text_of_html(plan_html(plan, {}))},
          {"drift", drift_text(plan, {})},       {"history", history_entry_text({{"changes", history}}, Paint(false))}};
}

// As YAML writes it in double quotes, all but letters and digits as numbers.
std::string yaml_text(const std::string& text)
{
  std::string result = "\"";
  for (const auto character : characters(text)) {
    const auto code = code_of(character);
    const bool plain = code < 0x80 && std::isalnum(static_cast<int>(code)) != 0;
    result += plain ? std::string(character) : fmt::format("\\U{:08X}", code);
  }
  return result + "\"";
}

std::map<std::string, std::string> compared(const std::string& left, const std::string& right)
{
  const auto spec = [](const std::string& text) { return "  source: {config: {query: " + yaml_text(text) + "}}\n"; };
  const auto sides = test::compare_flow("", spec(left), spec(right));
  return {{"compare", compare_text(sides.result, {})}, {"compare in Markdown", compare_markdown(sides.result)}};
}

class NastyTexts
{
public:
  std::string text()
  {
    std::string result;
    for (auto count = m_random() % 6; count > 0; --count) {
      result += m_random() % 3 == 0 ? k_unseen[m_random() % k_unseen.size()].first : k_seen[m_random() % k_seen.size()];
    }
    return result;
  }
  // Another text, often nearly the same.
  std::string like(const std::string& text)
  {
    auto other = text;
    const auto at = m_random() % (text.size() + 1);
    const bool inside = at < text.size() && !begins_character(text[at]);
    other.insert(inside ? text.size() : at, m_random() % 2 == 0 ? k_unseen[m_random() % k_unseen.size()].first
                                                                : k_seen[m_random() % k_seen.size()]);
    return m_random() % 4 == 0 ? this->text() : other;
  }
  std::size_t below(std::size_t limit) { return m_random() % limit; }

private:
  std::mt19937 m_random{20261128};
};

} // namespace

TEST_CASE("characters that nobody sees become escapes in every format")
{
  for (const auto& pair_raw : k_unseen) {
    const auto& raw = pair_raw.first;
    const auto& escaped = pair_raw.second;
    for (const auto& formats : {shown_everywhere("/source_config/path", "a/b", fmt::format("a/{}b", raw)),
                                shown_everywhere("/description", "a\nb\n", fmt::format("a{}\nb\n", raw)),
                                compared("a/b", fmt::format("a/{}b", raw))}) {
      for (const auto& pair_format : formats) {
        const auto& format = pair_format.first;
        const auto& text = pair_format.second;
        const auto seen = std::string(escaped) == "\\r" ? std::string("\\") : std::string(escaped);
        CHECK_MESSAGE(text.find(seen) != std::string::npos, format << " lacks " << escaped << " in\n" << text);
        CHECK_MESSAGE(text.find(raw) == std::string::npos, format << " has " << escaped << " raw in\n" << text);
      }
    }
  }
}

TEST_CASE("the two sides of a change of line ends, of the last line break, of tabs and of blanks look different")
{
  const auto lines = [](const json& value) { return fmt::format("{}", fmt::join(block_lines(value), "|")); };
  CHECK(lines("a\r\nb\r\n") == "a\\u000d|b\\u000d");
  CHECK(lines("a\nb") == "a|b|\\ no line break at the end");
  CHECK(lines("a\n\\ no line break at the end\n") == "a|\\\\ no line break at the end");
  CHECK(lines("\tx\n  x \n") == "⇥   x|  x\\u0020");
  CHECK(visible_line("⇥ x\\u00a0 \\d \\n") == "\\u21e5 x\\\\u00a0 \\d \\n");
  CHECK(visible_line("\\\xC2\xA0.") == "\\\\\\u00a0.");
  CHECK(visible_line("\xED\xA0\x80") == "\\udced\\udca0\\udc80"); // bytes that are no UTF-8
  CHECK(quoted_text("##[error]") == "\"##\\u005berror]\"");
  CHECK(quoted_text("日本 caf\xC3\xA9 \xE0\xA4\xA8\xE0\xA4\xBF") == "\"日本 caf\xC3\xA9 \xE0\xA4\xA8\xE0\xA4\xBF\"");
  CHECK(quoted_text("cafe\xCC\x81") == "\"cafe\\u0301\"");
}

TEST_CASE("two different texts never look the same, in any format")
{
  NastyTexts random;
  std::map<std::string, std::string> quoted;
  std::map<std::string, std::string> bare;
  for (int round = 0; round < 4000; ++round) {
    const auto text = random.text();
    CHECK(quoted.emplace(quoted_text(text), text).first->second == text);
    if (text.find('\n') == std::string::npos) {
      CHECK_MESSAGE(bare.emplace(visible_line(text), text).first->second == text, json(text));
    }
  }
  for (int round = 0; round < 400; ++round) {
    const auto before = random.text();
    const auto after = random.like(before);
    if (before == after) {
      continue;
    }
    const auto* const path = round % 2 == 0 ? "/source_config/query" : "/description";
    const auto there = shown_everywhere(path, before, after);
    const auto back = shown_everywhere(path, after, before);
    for (const auto& pair_format : there) {
      const auto& format = pair_format.first;
      const auto& text = pair_format.second;
      CHECK_MESSAGE(text != back.at(format), format << ": " << json(before) << " and " << json(after) << " in\n"
                                                    << text);
    }
    if (round % 4 == 0) {
      const auto left = compared(before, after);
      const auto right = compared(after, before);
      for (const auto& pair_format : left) {
        const auto& format = pair_format.first;
        const auto& text = pair_format.second;
        CHECK_MESSAGE(text != right.at(format), format << ": " << json(before) << " and " << json(after) << " in\n"
                                                       << text);
      }
    }
  }
}
