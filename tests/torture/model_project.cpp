#include "model_project.hpp"

#include <fmt/format.h>

namespace flowsync::torture {

std::string source_name(const std::string& flow)
{
  return "Source of " + flow;
}

std::string set_name(const std::string& flow, const std::string& key, const ModelSet& set)
{
  return fmt::format("Set {} of {} r{}", key, flow, set.name);
}

std::string sink_name(const std::string& flow, const std::string& key, const ModelSink& sink)
{
  return fmt::format("Sink {} of {} r{}", key, flow, sink.name);
}

std::string source_path(int config)
{
  return fmt::format("bucket/path-{}", config);
}

std::string sink_table(int config)
{
  return fmt::format("TABLE_{}", config);
}

std::string set_output(int transform)
{
  return fmt::format("OUT_{}", transform);
}

std::string source_text(int description)
{
  return description == 0 ? std::string() : fmt::format("Description {}", description);
}

std::string flow_text(const std::string& name, const ModelFlow& flow, const std::vector<ModelMove>& moves)
{
  auto text = fmt::format("apiVersion: flowsync/v1\nkind: Flow\nmetadata: {{name: {}}}\nspec:\n  state: {}\n  source:\n"
                          "    name: {}\n    type: s3\n    credential: files\n    config: {{path: {}}}\n",
                          name, flow.paused ? "paused" : "active", source_name(name), source_path(flow.config));
  if (flow.description != 0) {
    text += fmt::format("    description: {}\n", source_text(flow.description));
  }
  text += fmt::format("  nexsets:\n    - {{key: {}, detected: {{index: 1}}}}\n", k_detected);
  for (const auto& [key, set] : flow.sets) {
    text += fmt::format("    - key: {}\n      from: {}\n      name: {}\n      transform: {{version: 1, transforms: "
                        "[{{operation: shift, spec: {{a: {}}}}}]}}\n",
                        key, set.from, set_name(name, key, set), set_output(set.transform));
  }
  if (!flow.sinks.empty()) {
    text += "  sinks:\n";
  }
  for (const auto& [key, sink] : flow.sinks) {
    text += fmt::format("    - key: {}\n      from: {}\n      name: {}\n      type: snowflake\n      credential: "
                        "warehouse\n      config: {{database: D, table: {}, insert.mode: INSERT}}\n",
                        key, sink.from, sink_name(name, key, sink), sink_table(sink.config));
    if (sink.paused) {
      text += "      state: paused\n";
    }
  }
  if (!moves.empty()) {
    text += "moved:\n";
  }
  for (const auto& move : moves) {
    text += fmt::format("  - {{from: {}, to: {}}}\n", move.from, move.to);
  }
  return text;
}

} // namespace flowsync::torture
