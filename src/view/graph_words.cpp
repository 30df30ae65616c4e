#include "view/graph_words.hpp"

#include "base/printable.hpp"

namespace flowsync::view {

namespace {

bool is_in_flow(const plan::GraphNode& node)
{
  return !node.outside && !node.address.flow.empty();
}

} // namespace

std::vector<std::pair<std::string, std::vector<std::size_t>>> nodes_by_flow(const plan::FlowGraph& graph)
{
  std::vector<std::pair<std::string, std::vector<std::size_t>>> result;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (const auto& node = graph.nodes[i]; is_in_flow(node)) {
      if (result.empty() || result.back().first != node.address.flow) {
        result.push_back({node.address.flow, {}});
      }
      result.back().second.push_back(i);
    }
  }
  return result;
}

std::vector<std::size_t> nodes_beside(const plan::FlowGraph& graph)
{
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!is_in_flow(graph.nodes[i])) {
      result.push_back(i);
    }
  }
  return result;
}

std::string text_in_flow(const plan::GraphNode& node, const std::string& flow)
{
  const auto text = printable(node.text);
  return !flow.empty() && node.address.flow == flow && text.starts_with(flow + "/") ? text.substr(flow.size() + 1)
                                                                                    : text;
}

std::vector<std::string> change_words(const plan::GraphNode& node)
{
  std::vector<std::string> words;
  const auto add = [&](bool holds, const char* text) {
    if (holds) {
      words.emplace_back(text);
    }
  };
  add(node.action == plan::Action::create, "is made");
  add(node.action == plan::Action::update, "changes");
  add(node.action == plan::Action::replace, "is replaced");
  add(node.action == plan::Action::remove, "is deleted");
  add(node.action == plan::Action::read, "will be detected");
  add(node.adopting, "is adopted");
  add(node.re_ingests, "reads all its data again");
  add(node.restarts && !node.re_ingests && node.action != plan::Action::replace, "restarts");
  return words;
}

std::vector<std::string> details_of(const plan::GraphNode& node)
{
  std::vector<std::string> result;
  if (!node.kind.empty()) {
    result.push_back(printable(node.kind));
  }
  if (!node.credential.empty()) {
    result.push_back("credential " + printable(node.credential));
  }
  if (node.state != RunState::active) {
    result.emplace_back(state_word(node.state));
  }
  const auto changes = change_words(node);
  result.insert(result.end(), changes.begin(), changes.end());
  return result;
}

std::string_view state_word(RunState state)
{
  return state == RunState::active ? "active" : state == RunState::paused ? "paused" : "unmanaged";
}

} // namespace flowsync::view
