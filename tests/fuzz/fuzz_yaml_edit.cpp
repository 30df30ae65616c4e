// The YAML editor on any file: the first bytes choose what is edited, the others are the file.

#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "spec/yaml_edit.hpp"
#include "spec/yaml_reader.hpp"

#include <string>
#include <vector>

using namespace flowsync;
using fuzz::must_hold;

namespace {

constexpr std::size_t k_choices = 3;
const spec::YamlDocumentChoice k_document{spec::Kind::environment, ""};

NodePtr read(const std::string& text)
{
  SourceFiles files;
  Diagnostics problems;
  const auto yaml = spec::read_yaml(files, files.add("environment.yaml", text, ""), problems);
  for (const auto& document : yaml.documents) {
    const auto* const kind = document->get("kind");
    if (yaml.complete && kind != nullptr && kind->text() == "Environment") {
      return document;
    }
  }
  return nullptr;
}

// Goes down from the root by what the byte says, level after level.
std::pair<spec::YamlPath, NodePtr> way_down(NodePtr node, std::size_t choice)
{
  spec::YamlPath path;
  while (choice > 0) {
    const auto size = node->is_map() ? node->entries().size() : node->items().size();
    if (size == 0) {
      break;
    }
    const auto index = choice % size;
    if (node->is_map()) {
      path.emplace_back(node->entries()[index].key);
      node = node->entries()[index].value;
    } else {
      path.emplace_back(index);
      node = node->items()[index];
    }
    choice /= size + 1;
  }
  return {path, node};
}

NodePtr value_of(std::size_t choice)
{
  const auto text = make_scalar(NodeKind::string, "x: #y\nz\n");
  const std::vector<NodePtr> values{make_scalar(NodeKind::integer, "7"), text, make_scalar(NodeKind::null, "null"),
                                    make_map({{"id", {}, text}, {"b", {}, make_list({text})}}),
                                    make_list({make_map({{"key", {}, text}}), make_map({})})};
  return values[choice % values.size()];
}

void check(const std::string& text, const std::vector<spec::YamlEdit>& edits)
{
  const auto result = spec::edit_yaml(text, "environment.yaml", k_document, edits);
  if (!result) {
    must_hold(result.error().has_errors(), "a refusal has a reason");
    fuzz::check_shown(result.error());
    return;
  }
  must_hold(read(*result) != nullptr, "what was edited can be read");
  for (const auto& edit : edits) {
    if (edits.size() > 1 || edit.what != spec::YamlEdit::What::set) {
      return;
    }
  }
  const auto again = spec::edit_yaml(*result, "environment.yaml", k_document, edits);
  must_hold(again.ok() && *again == *result, "editing again changes nothing");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  if (size < k_choices) {
    return 0;
  }
  const auto text = "kind: Environment\n" + std::string(fuzz::text_of(data + k_choices, size - k_choices));
  const auto tree = read(text);
  if (tree == nullptr) {
    check(text, {spec::set_value({"spec", "adopt", "a"}, value_of(0))});
    return 0;
  }
  const auto [path, node] = way_down(tree, data[0]);
  if (!path.empty() && path.front() == spec::YamlStep("kind")) {
    return 0; // the document could not be found again
  }
  auto below = path;
  below.emplace_back("k" + std::to_string(data[1] % 4));
  const std::vector<spec::YamlEdit> edits{spec::set_value(path, value_of(data[1])), spec::remove_at(path),
                                          spec::set_value(below, value_of(data[1])),
                                          spec::append_item(path, value_of(data[1]))};
  const auto& edit = edits[data[2] % edits.size()];
  check(text, {edit});
  if (data[2] >= 128) {
    check(text, {edit, edits[data[1] % edits.size()], spec::set_value({"spec", "z"}, value_of(data[2]))});
  }
  if (!path.empty()) {
    const auto same = spec::edit_yaml(text, "environment.yaml", k_document, {spec::set_value(path, node)});
    must_hold(same.ok() && *same == text, "a value that is there already changes nothing");
  }
  return 0;
}
