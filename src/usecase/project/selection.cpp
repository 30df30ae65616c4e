#include "usecase/project/selection.hpp"

#include "base/rejected.hpp"
#include "plan/targets.hpp"

#include "base/fatal.hpp"
#include "base/text.hpp"
#include "model/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::usecase {

namespace {

Labels labels_of(const overlay::RenderedDocument& flow)
{
  Labels labels;
  const auto* const metadata = flow.document->get("metadata");
  const auto* const own = metadata != nullptr ? metadata->get("labels") : nullptr;
  for (const auto& entry : own != nullptr ? own->entries() : std::vector<Entry>{}) {
    labels.emplace(entry.key, entry.value->text());
  }
  return labels;
}

// "orders", or "lookup/regions" of what is shared.
std::string name_of(const overlay::RenderedDocument& document)
{
  return document.kind == spec::Kind::flow ? document.name
                                           : lower(spec::kind_name(document.kind)) + "/" + document.name;
}

// Whether a target means a document: all of it or, with `partly`, something in it.
bool matches(const overlay::RenderedDocument& document, const std::string& target, bool partly)
{
  if (document.kind == spec::Kind::flow) {
    return target_means_flow(target, document.name, labels_of(document), partly);
  }
  const auto address = Address::parse(name_of(document));
  return address && target_means(target, *address, labels_of(document));
}

} // namespace

std::vector<overlay::RenderedDocument> select_documents(const overlay::Rendered& rendered,
                                                        const std::vector<std::string>& targets)
{
  auto all = rendered.flows;
  all.insert(all.end(), rendered.shared.begin(), rendered.shared.end());
  if (targets.empty()) {
    return all;
  }
  const auto chosen = selecting(targets);
  std::set<std::string> wanted;
  for (const auto& document : all) {
    if (chosen.empty()) {
      wanted.insert(name_of(document));
    }
  }
  for (const auto& target : targets) {
    std::vector<std::string> names;
    bool any = false;
    for (const auto& document : all) {
      names.push_back(name_of(document));
      any = any || matches(document, target, true);
      if (!is_exclusion(target) && matches(document, target, true)) {
        wanted.insert(names.back());
      }
    }
    if (!any) {
      auto guess = nearest(target, names);
      if (!guess) { // an address of a flow that is not quite right
        guess = nearest(target.substr(0, target.find('/')), names);
      }
      throw Fatal(fmt::format("nothing in {} is named by {}", rendered.environment.name,
                              is_exclusion(target) ? "--exclude " + target.substr(1) : "--target " + target),
                  ExitCode::error, guess ? fmt::format("did you mean `{}`?", *guess) : "");
    }
  }
  std::erase_if(all, [&](const auto& document) {
    return !wanted.contains(name_of(document)) || std::any_of(targets.begin(), targets.end(), [&](const auto& target) {
      return is_exclusion(target) && matches(document, target, false);
    });
  });
  return all;
}

void require_targets(const Targets& targets, const Desired& desired)
{
  Diagnostics problems;
  for (const auto& target : targets) {
    const bool any = std::any_of(desired.resources.begin(), desired.resources.end(), [&](const auto& resource) {
      return target_means(target, resource.address, resource.labels);
    });
    if (!any) {
      problems.add(plan::unknown_target(target, desired));
    }
  }
  if (problems.has_errors()) {
    throw Rejected(std::move(problems));
  }
}

} // namespace flowsync::usecase
