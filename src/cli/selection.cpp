#include "cli/selection.hpp"

#include "base/fatal.hpp"
#include "base/text.hpp"
#include "model/address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::cli {

namespace {

bool has_label(const overlay::RenderedFlow& flow, const std::string& name, const std::string& value)
{
  const auto* metadata = flow.document->get("metadata");
  const auto* labels = metadata != nullptr ? metadata->get("labels") : nullptr;
  const auto* label = labels != nullptr ? labels->get(name) : nullptr;
  return label != nullptr && label->is_scalar() && label->text() == value;
}

bool matches(const overlay::RenderedFlow& flow, const std::string& target)
{
  if (const auto equals = target.find('='); equals != std::string::npos) {
    return has_label(flow, target.substr(0, equals), target.substr(equals + 1));
  }
  const auto address = Address::parse(target);
  return flow.name == target || (address && !address->flow.empty() && address->flow == flow.name);
}

} // namespace

std::vector<overlay::RenderedFlow> select_flows(const overlay::Rendered& rendered,
                                                const std::vector<std::string>& targets)
{
  if (targets.empty()) {
    return rendered.flows;
  }
  std::set<std::string> wanted;
  for (const auto& target : targets) {
    std::vector<std::string> names;
    bool any = false;
    for (const auto& flow : rendered.flows) {
      names.push_back(flow.name);
      if (matches(flow, target)) {
        wanted.insert(flow.name);
        any = true;
      }
    }
    if (!any) {
      const auto guess = nearest(target.substr(0, target.find('/')), names);
      throw Fatal(fmt::format("no flow of {} is named by --target {}", rendered.environment.name, target),
                  ExitCode::error, guess ? fmt::format("did you mean `{}`?", *guess) : "");
    }
  }
  std::vector<overlay::RenderedFlow> result;
  std::copy_if(rendered.flows.begin(), rendered.flows.end(), std::back_inserter(result),
               [&](const auto& flow) { return wanted.contains(flow.name); });
  return result;
}

} // namespace flowsync::cli
