#include "base/parallel.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "overlay/explain.hpp"
#include "spec/yaml_writer.hpp"
#include "usecase/project/named_part.hpp"
#include "usecase/project/selection.hpp"
#include "usecase/project/workspace.hpp"
#include "view/json_text.hpp"
#include "view/origin_json.hpp"

namespace flowsync::cli {

namespace {

using Json = nlohmann::ordered_json;

// One text for each flow; most of the time of a large project goes here.
std::vector<std::string> yaml_texts(const std::vector<overlay::RenderedDocument>& flows)
{
  std::vector<std::string> texts(flows.size());
  for_each_parallel(flows.size(), [&](std::size_t i) { texts[i] = spec::write_yaml(*flows[i].document); });
  return texts;
}

void print_yaml(const std::vector<overlay::RenderedDocument>& flows, usecase::Console& console)
{
  constexpr std::size_t k_batch = 1 << 20U; // bytes
  std::string batch;
  for (bool first = true; const auto& text : yaml_texts(flows)) {
    batch += first ? "" : "---\n";
    batch += text;
    first = false;
    if (batch.size() > k_batch) {
      console.result(batch);
      batch.clear();
    }
  }
  console.result(batch);
}

Json start_document(const std::string& environment)
{
  Json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = environment;
  return document;
}

Json placed_json(const overlay::PlacedValue& placed)
{
  Json result;
  result["value"] = placed.text;
  result["origin"] = view::origin_json(placed.origin);
  return result;
}

Json leaf_json(const overlay::ExplainedLeaf& leaf)
{
  auto result = placed_json(leaf.value);
  result["path"] = leaf.path;
  result["overrides"] = Json::array();
  for (const auto& placed : leaf.overrides) {
    result["overrides"].push_back(placed_json(placed));
  }
  result["variables"] = Json::array();
  for (const auto& [name, origin] : leaf.variables) {
    auto variable = view::origin_json(origin);
    variable["name"] = name;
    result["variables"].push_back(std::move(variable));
  }
  return result;
}

std::string explained_json(const std::vector<overlay::RenderedDocument>& documents, const std::string& environment,
                           const SourceFiles& files)
{
  auto document = start_document(environment);
  document["flows"] = Json::array();
  document["shared"] = Json::array();
  for (const auto& flow : documents) {
    Json item;
    item["kind"] = spec::kind_name(flow.kind);
    item["name"] = flow.name;
    item["values"] = Json::array();
    for (const auto& leaf : overlay::explain(*flow.document, flow.removed, files)) {
      item["values"].push_back(leaf_json(leaf));
    }
    document[flow.kind == spec::Kind::flow ? "flows" : "shared"].push_back(std::move(item));
  }
  return view::json_text(document);
}

std::string explained_text(const std::vector<overlay::RenderedDocument>& flows, const SourceFiles& files)
{
  std::string text;
  for (const auto& flow : flows) {
    text += text.empty() ? "" : "\n";
    text += "# " + lower(spec::kind_name(flow.kind)) + " " + flow.name + "\n" +
            overlay::explain_text(overlay::explain(*flow.document, flow.removed, files));
  }
  return text;
}

std::string as_json(const std::vector<overlay::RenderedDocument>& flows, const std::string& environment)
{
  auto document = start_document(environment);
  document["documents"] = Json::array();
  for (const auto& flow : flows) {
    document["documents"].push_back(Json(to_json(*flow.document)));
  }
  return view::json_text(document);
}

} // namespace

ExitCode run_command(const RenderOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "render");
  const auto environment = usecase::one_environment(context, "render");
  const auto& targets = context.global.targets;
  const auto workspace = usecase::load_named_part(targets, [&](const spec::NamedFlows& named) {
    auto loaded = usecase::render_workspace(context, environment, named);
    if (named) {
      usecase::select_documents(loaded.rendered, targets);
    }
    return loaded;
  });
  if (format == "json" && workspace.diagnostics.has_errors()) {
    throw Rejected(workspace.diagnostics); // programs would take the documents for good ones
  }
  context.console.problems(workspace.diagnostics);
  const auto exit = workspace.diagnostics.exit_code(); // what is rendered of the rest is shown all the same
  const auto documents = usecase::select_documents(workspace.rendered, targets);
  const auto& files = *workspace.project.files;
  if (format == "json") {
    context.console.result(options.explain ? explained_json(documents, environment, files)
                                           : as_json(documents, environment));
  } else if (options.explain) {
    context.console.result(explained_text(documents, files));
  } else {
    print_yaml(documents, context.console);
  }
  return exit;
}

} // namespace flowsync::cli
