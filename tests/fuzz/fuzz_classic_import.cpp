// A flow file of the classic Nexla CLI, and behind a line of its own ("----") the answers that accompany it.

#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "importer/classic_file.hpp"
#include "importer/convert.hpp"
#include "importer/json_reader.hpp"
#include "importer/properties_file.hpp"

#include <string>
#include <vector>

using namespace flowsync;
using fuzz::must_hold;

namespace {

constexpr std::string_view k_between = "\n----\n";

NodePtr read(const SourceFiles& files, std::uint32_t file, Diagnostics& problems)
{
  auto root = importer::read_json(files, file, problems);
  must_hold(root != nullptr || problems.has_errors(), "what is not JSON has a problem");
  return root;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  const auto cut = text.find(k_between);
  SourceFiles files;
  Diagnostics problems;
  std::vector<std::string> blocks{"source", "sink_1"};
  NodePtr properties;
  const auto root = read(files, files.add("flow.json", std::string(text.substr(0, cut)), ""), problems);
  if (root != nullptr) {
    const auto flow = importer::read_classic_file(*root, files, problems);
    must_hold(flow || problems.has_errors(), "a flow file that is refused has a problem");
    if (flow) {
      must_hold(flow->source != nullptr && flow->source->is_map(), "a flow has a source");
      for (const auto& block : flow->sinks) {
        must_hold(block.body != nullptr && block.body->is_map() && !block.key.empty(), "a sink is a map with a name");
        blocks.push_back(block.key);
      }
    }
  }
  if (cut != std::string_view::npos) {
    const auto answers = std::string(text.substr(cut + k_between.size()));
    properties = read(files, files.add("properties.json", answers, ""), problems);
    if (properties != nullptr) {
      for (const auto& [block, credential] :
           importer::read_properties(*properties, blocks, files, problems).credentials) {
        must_hold(!block.empty() && credential.id > 0, "a credential has a block and a number");
      }
    }
  }
  if (root != nullptr) {
    Diagnostics converting;
    const auto imported = importer::convert(*root, properties.get(), files, {}, converting);
    must_hold(imported || converting.has_errors(), "what is not imported has a problem");
    must_hold(!imported || imported->document != nullptr, "what is imported is a flow");
    problems.append(std::move(converting));
  }
  problems.sort();
  fuzz::check_shown(problems);
  fuzz::check_published(problems);
  return 0;
}
