#include "base/base64.hpp"
#include "base/digest.hpp"
#include "view/html_page.hpp"
#include "view/html_text_of.hpp"
#include "view/plan_html.hpp"
#include "view/plan_words.hpp"
#include "view/sample_plan.hpp"
#include "view/text_html.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::view;
using testing::text_of_html;

namespace {

std::size_t count_of_text(const std::string& text, const std::string& wanted)
{
  std::size_t count = 0;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + wanted.size())) {
    ++count;
  }
  return count;
}

// What stands between the first `from` and the next `to`.
std::string between(const std::string& text, const std::string& from, const std::string& to)
{
  const auto begin = text.find(from);
  const auto at = begin == std::string::npos ? text.size() : begin + from.size();
  return text.substr(at, text.find(to, at) - at);
}

// The page less its own style and script.
std::string content_of(const std::string& page)
{
  const auto body = page.substr(page.find("<body>"));
  return body.substr(0, body.rfind("<script>"));
}

// A source of 'sha256-...' as a browser computes it.
std::string source_of(const std::string& text)
{
  std::string bytes;
  const auto hex = sha256_hex(text);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return "'sha256-" + encode_base64(bytes) + "'";
}

const std::vector<std::string> k_injections{"<script>alert(1)</script>",
                                            "</script><script>alert(1)</script>",
                                            "</style><img src=x onerror=alert(1)>",
                                            "\" onmouseover=\"alert(1)",
                                            "' onfocus='alert(1)' autofocus='",
                                            "--><svg/onload=alert(1)>",
                                            "<!--",
                                            "&lt;b&gt;&#39;",
                                            "javascript:alert(1)",
                                            "</details></div><base href=//evil>",
                                            "]]><iframe srcdoc='<script>1</script>'>"};

// A plan in which the service and the specs say `text` wherever they may say anything.
plan::Plan plan_saying(const std::string& text)
{
  auto plan = testing::sample_plan();
  plan.project = text;
  plan.identity.org_name = text;
  plan.environment = text;
  for (auto& change : plan.changes) {
    change.name = text;
    change.unverified = {text};
    for (auto& affected : change.affects) {
      affected.name = text;
    }
    for (auto& field : change.fields) {
      field.path += "/" + text;
      field.origin.origin = {text, 1, 1, text};
      field.origin.variables = {{text, {text, 2, 2, text}}};
      for (auto* const value : {&field.before, &field.after}) {
        *value = *value ? std::optional<nlohmann::json>(text + "\n" + text) : std::nullopt;
      }
    }
  }
  for (auto& drift : plan.drift) {
    drift.name = text;
    drift.notes.push_back({"recreated", text, false});
  }
  plan.credential_names = {{1, text}};
  plan.waiting[0].reason = text;
  plan.incomplete = {text};
  plan.diagnostics.warning(DiagnosticCode::read(text), text, {text, 1, 1, 1, text}, text);
  plan.refusals.refuse(DiagnosticCode::read(text), text, {}, text);
  return plan;
}

// Every flow changes two fields by one variable.
plan::Plan changed_flows(std::size_t count)
{
  plan::Plan plan;
  plan.environment = "prod";
  for (std::size_t i = 0; i < count; ++i) {
    const auto flow = fmt::format("flow-{}", i);
    plan::ResourceChange source;
    source.address = testing::address(flow + "/source");
    source.name = flow;
    source.id = 1000 + static_cast<ResourceId>(i);
    source.action = plan::Action::update;
    source.restarts = true;
    source.re_ingests = true;
    source.fields = {testing::changed("/source_config/path", fmt::format("acme-a/{}", i), fmt::format("acme-b/{}", i))};
    source.fields[0].origin.variables = {{"var.bucket", {"environments/prod/environment.yaml", 8, 13, "prod"}}};
    plan::ResourceChange set;
    set.address = testing::address(flow + "/nexset/raw");
    set.type = ResourceKind::nexset;
    set.parent = source.address;
    plan::ResourceChange sink;
    sink.address = testing::address(flow + "/sink/wh");
    sink.type = ResourceKind::sink;
    sink.parent = set.address;
    sink.action = plan::Action::create;
    sink.fields = {testing::changed("/sink_config/path", std::nullopt, "acme/" + flow)};
    source.affects = {{set.type, 5, "", set.address}};
    plan.changes.insert(plan.changes.end(), {source, set, sink});
  }
  plan.summary.update = count;
  plan.summary.create = count;
  return plan;
}

} // namespace

TEST_CASE("in a page of a plan foreign markup is text, wherever it stands")
{
  for (const auto& text : k_injections) {
    CAPTURE(text);
    const auto plan = plan_saying(text);
    const auto page = plan_html(plan, {});
    const auto content = content_of(page);
    for (const auto* const tag : {"<script", "<img", "<svg", "<iframe", "<base", "<!--", "</style", "style=", "src="}) {
      CHECK_MESSAGE((count_of_text(content, tag) == 0 || std::string(tag).ends_with('=')), tag);
    }
    CHECK(count_of_text(page, "<script") == 1);
    CHECK(count_of_text(page, "</script") == 1);
    CHECK(count_of_text(page, "</style") == 1);
    CHECK(count_of_text(content, "<details") == count_of_text(content, "</details>"));
    // No attribute holds anything but our own words.
    for (auto at = content.find('<'); at != std::string::npos; at = content.find('<', at + 1)) {
      const auto tag = content.substr(at, content.find('>', at) - at);
      CHECK_MESSAGE((tag.find("alert") == std::string::npos && tag.find("evil") == std::string::npos), tag);
      CHECK_MESSAGE((tag.find("href=") == std::string::npos || tag.find("href=\"#e0") != std::string::npos), tag);
    }
    CHECK(text_of_html(page).find(text) != std::string::npos);
    CHECK(page.ends_with("</html>\n"));
  }
}

TEST_CASE("a page lets nothing run but its own style and script, and loads nothing")
{
  for (const auto& page : {plan_html(testing::sample_plan(), {}), text_html("a <title>", "text\n")}) {
    const auto policy = between(page, "Content-Security-Policy\" content=\"", "\"");
    CHECK(policy.starts_with("default-src 'none'; "));
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(policy.find("style-src " + source_of(between(page, "<style>", "</style>")) + ";") != std::string::npos);
    const bool has_script = page.find("<script>") != std::string::npos;
    CHECK(policy.find("script-src " + (has_script ? source_of(between(page, "<script>", "</script>")) : "'none'") +
                      ";") != std::string::npos);
    for (const auto* const loading : {"=\"http", "=\"//", "src=", "@import", "url(", "fetch(", "style=\"", "onclick"}) {
      CHECK_MESSAGE(page.find(loading) == std::string::npos, loading);
    }
  }
}

TEST_CASE("a page tells what is important first")
{
  auto plan = testing::sample_plan();
  plan.refusals.refuse("too-many-deletes", "this deletes 12, and 10 are allowed", {}, "--confirm-deletes 12");
  const auto text = text_of_html(plan_html(plan, {}));
  std::size_t at = 0;
  for (const auto* const part : {"Plan: 2 to add", "Blocked", "this deletes 12", "Look at this first",
                                 "replaces orders/sink/wh", "Problems", "two data_sinks", "Not planned", "Flow by flow",
                                 "orders", "Waiting for people", "Requests: 14", "Plan: 2 to add"}) {
    const auto found = text.find(part, at);
    CHECK_MESSAGE(found != std::string::npos, part << " after " << at << " in\n" << text);
    at = found == std::string::npos ? at : found + 1;
  }
}

TEST_CASE("side by side every line is whole, and it is said which parts of it change")
{
  plan::Plan plan;
  auto& change = plan.changes.emplace_back();
  change.address = testing::address("orders/source");
  change.action = plan::Action::update;
  change.fields = {testing::changed("/source_config/query", "\xF0\x9F\x98\x80 \xC3\xA9 FROM a WHERE x = 1",
                                    "\xF0\x9F\x98\x80 \xC3\xA9 FROM b WHERE x = 1 OR y"),
                   testing::changed("/description", "one\ntwo\nthree\n", "one\n2\nthree\n")};
  const auto page = plan_html(plan, {});
  CHECK(page.find("<del data-m=\"11-12\">&quot;\xF0\x9F\x98\x80 \xC3\xA9 FROM a WHERE x = 1&quot;</del>") !=
        std::string::npos);
  CHECK(page.find("<ins data-m=\"11-12,24-29\">&quot;\xF0\x9F\x98\x80 \xC3\xA9 FROM b WHERE x = 1 OR y&quot;</ins>") !=
        std::string::npos);
  plan.changes[0].fields = {testing::changed("/description", "a\nb\n", "\na\nb\n")};
  CHECK(plan_html(plan, {}).find("<div class=\"side\"><span></span><ins></ins><span>a</span>") != std::string::npos);
  CHECK(page.find("<span>one</span><span class=\"r\">one</span><del>two</del><ins>2</ins><span>three</span>") !=
        std::string::npos);
}

TEST_CASE("a page draws each flow, and marks what changes, what restarts and what nobody here looks after")
{
  auto plan = changed_flows(1);
  plan.changes[0].affects.push_back({ResourceKind::sink, 77, "BY HAND", std::nullopt});
  const auto page = plan_html(plan, {});
  const auto tree = between(page, "<div class=\"tree\">", "</div>");
  CHECK(tree.find("<ul><li><a class=\"node u r\" href=\"#e0r0\">~ source<small>changes, reads all its data "
                  "again</small></a><ul>") == 0);
  CHECK(tree.find("<span class=\"node r\">nexset/raw<small>restarts</small></span>") != std::string::npos);
  CHECK(tree.find("<a class=\"node a\" href=\"#e0r1\">+ sink/wh<small>is made</small></a>") != std::string::npos);
  CHECK(tree.find("<span class=\"node r ghost\">data_sink 77 BY HAND") != std::string::npos);
  CHECK(count_of_text(tree, "<li>") == 4);
  CHECK(count_of_text(tree, "<ul>") == count_of_text(tree, "</ul>"));
  CHECK(page.find("id=\"e0r0\"") != std::string::npos);
}

TEST_CASE("a thousand changed flows tell their cause once, name each flow and stay small")
{
  const auto plan = changed_flows(1001);
  const auto page = plan_html(plan, {});
  CHECK(page.size() < 5'000'000 / 2);
  const auto text = text_of_html(page);
  CHECK(count_of_text(text, "var.bucket at environments/prod/environment.yaml:8 changes 1,001 fields in 1,001 flows") ==
        1);
  CHECK(text.find("1,001 sources read all their data again") != std::string::npos);
  CHECK(count_of_text(page, "<details class=\"flow ") == 1001);
  CHECK(text.find("flow-1000") != std::string::npos);
  CHECK(text.find("--full writes them") != std::string::npos);
  PlanTextOptions full;
  full.full = true;
  CHECK(plan_html(plan, full).find("acme/flow-7&quot;") != std::string::npos);
}

TEST_CASE("several environments are in one page, with a table that leads to each")
{
  auto failed = plan::Plan{};
  failed.environment = "qa";
  failed.made = false;
  failed.diagnostics.error(DiagnosticCode::read("unreachable"), "Nexla answered 503");
  const auto page = plans_html({testing::sample_plan(), failed}, {});
  CHECK(page.find("<a href=\"#e1\">qa</a>") != std::string::npos);
  CHECK(page.find("<section id=\"e1\">") != std::string::npos);
  CHECK(text_of_html(page).find("There is no plan: it could not be made.") != std::string::npos);
  CHECK(page.find("Nexla answered 503") != std::string::npos);
}
