// One YAML file: reading it, and writing what was read.

#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "spec/document.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

using namespace flowsync;
using fuzz::must_hold;

namespace {

// Aliases make much of little; writing that tells nothing new.
constexpr std::size_t k_longest_written = 200'000;

void check_written(const Node& node)
{
  const auto written = spec::write_yaml(node);
  if (written.size() > k_longest_written) {
    return;
  }
  SourceFiles files;
  Diagnostics problems;
  const auto again = spec::read_yaml(files, files.add("written.yaml", written, "base"), problems);
  must_hold(again.complete && problems.empty(), "what is written can be read");
  must_hold(again.documents.size() == 1, "one value is written as one document");
  must_hold(same_value(*again.documents[0], node), "what is written reads as the same value");
  must_hold(spec::write_yaml(*again.documents[0]) == written, "writing again gives the same text");
  auto shown = written;
  std::replace(shown.begin(), shown.end(), '\t', ' ');
  must_hold(fuzz::is_harmless(shown, true), "written YAML holds no control or hidden character");

  const auto json = to_json(node);
  must_hold(to_json(*from_json(json)) == json, "JSON goes through a tree unharmed");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  SourceFiles files;
  Diagnostics problems;
  const auto file = files.add("environments/base/flows/a.yaml", std::string(fuzz::text_of(data, size)), "base");
  const auto yaml = spec::read_yaml(files, file, problems);
  must_hold(yaml.complete != problems.has_errors(), "a file is complete exactly when nothing was refused");
  for (const auto& document : yaml.documents) {
    if (yaml.complete) {
      check_written(*document);
    }
    const auto recognised = spec::recognise(document, files, problems);
    must_hold(recognised || problems.has_errors(), "a document that is refused has a problem");
  }
  problems.sort();
  fuzz::check_shown(problems);
  return 0;
}
