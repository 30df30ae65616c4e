// A project without a disk: lines "%% LAYER" begin the file of a layer; then every environment is rendered, validated
// and made into resources.

#include "desired/load_desired.hpp"
#include "fuzz/harmless.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/property.hpp"
#include "overlay/layers.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <algorithm>

using namespace flowsync;
using fuzz::must_hold;

namespace {

// Everything as load_project() would find it. Scripts and lookups that specs name lie in tests/fuzz/project.
spec::Project project_of(std::string_view text, Diagnostics& problems)
{
  constexpr std::size_t k_most_layers = 8;
  spec::Project project;
  project.root = FLOWSYNC_TESTS_DIR "/fuzz/project";
  project.name = "acme-data-k3x9";
  project.files = std::make_shared<SourceFiles>();
  for (const auto& [title, content] : fuzz::pieces_of(text)) {
    const auto name = is_name(title, k_longest_environment) ? title : std::string(overlay::k_base_layer);
    if (project.layers.size() == k_most_layers && !project.layers.contains(name)) {
      break;
    }
    auto& layer = project.layers[name];
    layer.name = name;
    const auto file = project.files->add("environments/" + name + "/flows/a.yaml", std::string(content), name);
    for (const auto& root : spec::read_yaml(*project.files, file, problems).documents) {
      const auto document = spec::recognise(root, *project.files, problems);
      if (!document || document->kind == spec::Kind::project) {
        continue;
      }
      if (document->kind == spec::Kind::environment) {
        if (document->name == name) { // load_project() refuses the others
          layer.environment = document;
        }
      } else if (layer.find(document->kind, document->name) == nullptr) {
        layer.documents.push_back(*document);
      }
    }
    std::sort(layer.documents.begin(), layer.documents.end(),
              [](const auto& a, const auto& b) { return std::pair(a.kind, a.name) < std::pair(b.kind, b.name); });
  }
  return project;
}

bool holds_template(const Node& node)
{
  return node.deferred ||
         std::any_of(node.items().begin(), node.items().end(),
                     [](const auto& item) { return holds_template(*item); }) ||
         std::any_of(node.entries().begin(), node.entries().end(),
                     [](const auto& entry) { return holds_template(*entry.value); });
}

void check_desired(const desired::LoadedDesired& loaded)
{
  must_hold(loaded.desired.has_value() != loaded.diagnostics.has_errors(),
            "resources are there unless there are errors");
  if (!loaded.desired) {
    return;
  }
  const auto& resources = loaded.desired->resources;
  for (std::size_t i = 1; i < resources.size(); ++i) {
    must_hold(resources[i - 1].address < resources[i].address, "each address is there once, in order");
  }
  for (const auto& flow : loaded.rendered->flows) {
    const auto written = spec::write_yaml(*flow.document);
    SourceFiles files;
    Diagnostics problems;
    const auto again = spec::read_yaml(files, files.add("rendered.yaml", written, "base"), problems);
    must_hold(again.complete && again.documents.size() == 1, "what is rendered can be written and read");
    must_hold(holds_template(*flow.document) || to_json(*again.documents[0]) == to_json(*flow.document),
              "what is rendered reads as the same value");
  }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  Diagnostics problems;
  const auto project = project_of(fuzz::text_of(data, size), problems);
  fuzz::check_shown(problems);
  const overlay::ProcessEnvironment process({{"FLOWSYNC_VAR_BUCKET", "acme"}, {"NEXLA_KEY", "n0t-shown-anywhere"}});
  for (const auto& environment : overlay::environment_names(project)) {
    const auto loaded = desired::load_desired(project, environment, process);
    check_desired(loaded);
    fuzz::check_shown(loaded.diagnostics);
  }
  return 0;
}
