#include "golden/golden.hpp"
#include "view/graph_pictures.hpp"
#include "view/graph_text.hpp"
#include "view/json_text.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <sstream>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::address;
using flowsync::testing::golden;

namespace {

const std::vector<std::string> k_hostile{"\"] --> x[\"",
                                         "`**bold**`",
                                         "<b onclick=alert(1)>&lt;",
                                         "a\nsubgraph b\r\nend",
                                         "\xE2\x80\xAE"
                                         "txt.exe",
                                         "%%{init: {\"theme\": 1}}%%",
                                         "1. list",
                                         "- item",
                                         "#quot;\\N\\",
                                         "::error::\x1B[31m"};

DesiredResource& add(Desired& desired, const std::string& text, const std::string& name, const std::string& parent)
{
  DesiredResource resource;
  resource.address = address(text);
  resource.type = resource.address.kind;
  resource.name = name;
  if (!parent.empty()) {
    resource.parent = address(parent);
  }
  desired.resources.push_back(std::move(resource));
  return desired.resources.back();
}

// Two flows with everything that a graph tells.
Desired two_flows()
{
  Desired desired;
  desired.environment.name = "prod";
  add(desired, "code/reader", "Reader", "").document["code_type"] = "python3";
  add(desired, "lookup/regions", "Regions", "");
  add(desired, "lookup/spare", "Spare", "");
  add(desired, "transform/clean", "Clean", "").depends_on = {address("code/reader")};
  auto& source = add(desired, "orders/source", "Orders", "");
  source.document["source_type"] = "s3";
  source.credential_alias = "order-files";
  auto& clean = add(desired, "orders/nexset/clean", "Orders, clean", "orders/nexset/raw");
  clean.depends_on = {address("lookup/regions"), address("transform/clean")};
  add(desired, "orders/nexset/raw", "", "orders/source").detected = true;
  auto& archive = add(desired, "orders/sink/archive", "ARCHIVE", "orders/nexset/raw");
  archive.document["sink_type"] = "gcs";
  archive.state = RunState::paused;
  auto& warehouse = add(desired, "orders/sink/warehouse", "ORDERS", "orders/nexset/clean");
  warehouse.document["sink_type"] = "snowflake";
  warehouse.credential_alias = "warehouse";
  warehouse.state = RunState::unmanaged;
  add(desired, "reports/nexset/daily", "Daily", "orders/nexset/clean");
  add(desired, "reports/nexset/people", "People", "").parent_name = "Shared people";
  add(desired, "reports/nexset/prices", "Prices", "").document["parent_data_set_id"] = 4711;
  add(desired, "reports/sink/mail", "MAIL", "reports/nexset/daily").document["sink_type"] = "email";
  return desired;
}

plan::FlowGraph graph_of(const Desired& desired, const plan::Targets& targets = {})
{
  auto sorted = desired;
  std::sort(sorted.resources.begin(), sorted.resources.end(),
            [](const auto& a, const auto& b) { return a.address < b.address; });
  return plan::make_flow_graph(sorted, targets);
}

plan::FlowGraph hostile()
{
  Desired desired;
  for (std::size_t i = 0; i < k_hostile.size(); ++i) {
    auto& source = add(desired, "flow-" + std::to_string(i) + "/source", k_hostile[i], "");
    source.document["source_type"] = k_hostile[i];
    source.credential_alias = k_hostile[i];
    add(desired, "flow-" + std::to_string(i) + "/nexset/raw", "", "").parent_name = k_hostile[i];
  }
  return graph_of(desired);
}

std::vector<std::string> lines_of(const std::string& text)
{
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

} // namespace

TEST_CASE("a graph keeps its form as text, Mermaid, dot and JSON")
{
  const auto graph = graph_of(two_flows());
  const auto text = graph_text(graph, Paint());
  CHECK(text == golden("graph.txt", text));
  const auto mermaid = graph_mermaid(graph);
  CHECK(mermaid == golden("graph.mmd", mermaid));
  const auto dot = graph_dot(graph);
  CHECK(dot == golden("graph.dot", dot));
  const auto json = json_text(graph_json(graph));
  CHECK(json == golden("graph.json", json));
}

TEST_CASE("a graph of one flow shows where its data comes from, and nothing else of other flows")
{
  const auto graph = graph_of(two_flows(), {"reports"});
  CHECK(graph_text(graph, Paint()) == "reports\n"
                                      "├── orders/nexset/clean  Orders, clean  (derived)\n"
                                      "│   └── nexset/daily  Daily  (derived)\n"
                                      "│       └── sink/mail  MAIL  (email)\n"
                                      "├── nexset \"Shared people\"  (shared)\n"
                                      "│   └── nexset/people  People  (derived)\n"
                                      "└── nexset 4711  (shared)\n"
                                      "    └── nexset/prices  Prices  (derived)\n");
}

TEST_CASE("a graph of one sink shows the way down to it, and what is used on the way")
{
  const auto text = graph_text(graph_of(two_flows(), {"orders/sink/warehouse"}), Paint());
  CHECK(text.find("orders\n└── source") == 0);
  CHECK(text.find("archive") == std::string::npos);
  CHECK(text.find("reports") == std::string::npos);
  CHECK(text.find("code/reader  Reader  (python3)  used by transform/clean") != std::string::npos);
  CHECK(text.find("spare") == std::string::npos);
}

TEST_CASE("a graph of a plan says what is done to each resource, and what stops though nobody here looks after it")
{
  plan::Plan plan;
  plan.environment = "prod";
  const auto add_change = [&](const char* text, plan::Action action, const char* parent) -> plan::ResourceChange& {
    auto& change = plan.changes.emplace_back();
    change.address = address(text);
    change.type = change.address.kind;
    change.action = action;
    change.parent = Address::parse(parent);
    return change;
  };
  auto& source = add_change("orders/source", plan::Action::update, "");
  source.restarts = true;
  source.affects = {{ResourceKind::nexset, 5, "", address("orders/nexset/raw")},
                    {ResourceKind::sink, 77, "BY HAND", std::nullopt}};
  add_change("orders/nexset/raw", plan::Action::no_op, "orders/source");
  add_change("orders/sink/new", plan::Action::create, "orders/nexset/raw");
  add_change("orders/sink/old", plan::Action::remove, "orders/nexset/raw");
  const auto graph = plan::make_flow_graph(plan);
  CHECK(graph_text(graph, Paint()) == "orders\n"
                                      "└── ~ source  (changes, restarts)\n"
                                      "    ├── nexset/raw  (restarts)\n"
                                      "    │   ├── + sink/new  (is made)\n"
                                      "    │   └── - sink/old  (is deleted)\n"
                                      "    └── data_sink 77  BY HAND  (not managed here, restarts)\n");
  const auto mermaid = graph_mermaid(graph);
  CHECK(mermaid.find("  class n0,n1,n4 restarted\n") != std::string::npos);
  CHECK(mermaid.find("  class n3 deleted\n") != std::string::npos);
  const auto json = graph_json(graph);
  CHECK(json.at("nodes").at(1).at("restarts") == true);
  CHECK(json.at("nodes").at(2).at("actions").at(0) == "create");
  CHECK(graph_text(plan::make_flow_graph(plan, {"orders/sink/new"}), Paint()).find("old") == std::string::npos);
}

TEST_CASE("no flows are said to be none")
{
  Desired desired;
  desired.environment.name = "dev";
  CHECK(graph_text(graph_of(desired), Paint()) == "There are no flows in dev.\n");
}

TEST_CASE("names cannot leave their label in a Mermaid flowchart")
{
  const auto text = graph_mermaid(hostile());
  const std::regex label(R"re("(?:[A-Za-z0-9 _/,-]|<br/>|#[0-9]+;|[\x80-\xFF])*")re");
  const std::regex line(
      R"re( *(subgraph f\d+\["L"\]|end|n\d+\(\["L"\]\)|n\d+\["L"\]|n\d+ --> n\d+|classDef .*|class [n0-9,]+ dashed))re");
  for (const auto& found : lines_of(text)) {
    if (found != "flowchart LR") {
      CHECK_MESSAGE(std::regex_match(std::regex_replace(found, label, "\"L\""), line), found);
    }
  }
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("names cannot leave their label in a dot graph")
{
  const auto text = graph_dot(hostile());
  const std::regex label(R"re("(?:[^"\\]|\\["\\n])*")re");
  const std::regex line(
      R"re( *(subgraph cluster_\d+ \{|label="L";|node \[shape=box\];|rankdir=LR;|digraph flowsync \{|\}|n\d+ \[label="L"(, style=dashed)?\];|n\d+ -> n\d+;))re");
  for (const auto& found : lines_of(text)) {
    CHECK_MESSAGE(std::regex_match(std::regex_replace(found, label, "\"L\""), line), found);
  }
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(text.find('\x1B') == std::string::npos);
}

TEST_CASE("names cannot begin a line of a graph as text")
{
  const auto text = graph_text(hostile(), Paint());
  for (const auto& line : lines_of(text)) {
    const bool is_ours = line.empty() || line.starts_with("flow-") || line.starts_with("├") || line.starts_with("└") ||
                         line.starts_with("│") || line.starts_with("    └");
    CHECK_MESSAGE(is_ours, line);
  }
  CHECK(text.find('\x1B') == std::string::npos);
}
