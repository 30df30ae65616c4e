#include "base/version.hpp"
#include "view/graph_pictures.hpp"
#include "view/graph_words.hpp"

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

Json edges_json(const plan::FlowGraph& graph, const std::vector<plan::GraphEdge>& edges)
{
  auto result = Json::array();
  for (const auto& edge : edges) {
    result.push_back({{"from", graph.nodes[edge.from].text}, {"to", graph.nodes[edge.to].text}});
  }
  return result;
}

} // namespace

nlohmann::ordered_json graph_json(const plan::FlowGraph& graph)
{
  Json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = graph.environment;
  document["nodes"] = Json::array();
  for (const auto& node : graph.nodes) {
    Json item;
    item["address"] = node.text;
    item["flow"] = node.address.flow.empty() ? Json() : Json(node.address.flow);
    item["role"] = kind_word(node.address.kind);
    item["name"] = node.name;
    item["kind"] = node.kind;
    item["credential"] = node.credential.empty() ? Json() : Json(node.credential);
    item["state"] = has_status(node.address.kind) ? Json(state_word(node.state)) : Json();
    item["outside"] = node.outside;
    if (graph.of_plan) {
      item["actions"] = plan::action_words(node.action);
      item["adopting"] = node.adopting;
      item["restarts"] = node.restarts;
      item["re_ingests"] = node.re_ingests;
    }
    document["nodes"].push_back(std::move(item));
  }
  document["data"] = edges_json(graph, graph.data);
  document["uses"] = edges_json(graph, graph.uses);
  return document;
}

} // namespace flowsync::view
