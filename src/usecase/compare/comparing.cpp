#include "usecase/compare/comparing.hpp"

#include "base/rejected.hpp"
#include "overlay/layers.hpp"
#include "usecase/project/selection.hpp"
#include "usecase/project/workspace.hpp"

#include <algorithm>
#include <set>

namespace flowsync::usecase {

namespace {

using overlay::RenderedDocument;

// Documents of either side, each once; a label counts on both sides.
std::vector<RenderedDocument> both(const std::vector<RenderedDocument>& left,
                                   const std::vector<RenderedDocument>& right)
{
  auto all = left;
  all.insert(all.end(), right.begin(), right.end());
  std::stable_sort(all.begin(), all.end(), overlay::precedes);
  return all;
}

} // namespace

TwoEnvironments load_two(const CommandContext& context, const std::string& left, const std::string& right)
{
  TwoEnvironments result;
  auto& diagnostics = result.warnings;
  result.project = load_project(context, diagnostics, {left, right});
  const auto process = process_environment(context.around);
  const auto render_one = [&](const std::string& name, std::vector<const spec::Layer*>& layers) {
    auto rendered = overlay::render(result.project, name, process, diagnostics);
    if (rendered) {
      diagnostics.append(rendered->diagnostics);
      Diagnostics told; // by render()
      layers = overlay::layers_of(result.project, name, told);
    }
    return rendered;
  };
  auto first = render_one(left, result.left_layers);
  auto second = render_one(right, result.right_layers);
  diagnostics.sort();
  if (!first || !second || diagnostics.has_errors()) {
    throw Rejected(std::move(diagnostics));
  }
  result.left = std::move(*first);
  result.right = std::move(*second);
  return result;
}

void keep_targets(overlay::Rendered& left, overlay::Rendered& right, const std::vector<std::string>& targets)
{
  if (targets.empty()) {
    return;
  }
  overlay::Rendered all;
  all.environment.name = left.environment.name + " and " + right.environment.name;
  all.flows = both(left.flows, right.flows);
  all.shared = both(left.shared, right.shared);
  std::set<std::pair<spec::Kind, std::string>> wanted;
  for (const auto& document : select_documents(all, targets)) {
    wanted.emplace(document.kind, document.name);
  }
  for (auto* const side : {&left, &right}) {
    for (auto* const documents : {&side->flows, &side->shared}) {
      std::erase_if(*documents, [&](const RenderedDocument& document) {
        return !wanted.contains({document.kind, document.name});
      });
    }
  }
}

} // namespace flowsync::usecase
