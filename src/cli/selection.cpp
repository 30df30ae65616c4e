#include "cli/selection.hpp"

#include "base/fatal.hpp"
#include "base/text.hpp"
#include "model/address.hpp"

#include <fmt/format.h>

#include <set>

namespace flowsync::cli {

namespace {

bool has_label(const overlay::RenderedDocument& flow, const std::string& name, const std::string& value)
{
  const auto* metadata = flow.document->get("metadata");
  const auto* labels = metadata != nullptr ? metadata->get("labels") : nullptr;
  const auto* label = labels != nullptr ? labels->get(name) : nullptr;
  return label != nullptr && label->is_scalar() && label->text() == value;
}

// "orders", or "lookup/regions" of what is shared.
std::string name_of(const overlay::RenderedDocument& document)
{
  return document.kind == spec::Kind::flow ? document.name
                                           : lower(spec::kind_name(document.kind)) + "/" + document.name;
}

bool matches(const overlay::RenderedDocument& document, const std::string& target)
{
  if (const auto equals = target.find('='); equals != std::string::npos) {
    return has_label(document, target.substr(0, equals), target.substr(equals + 1));
  }
  const auto address = Address::parse(target);
  return name_of(document) == target ||
         (document.kind == spec::Kind::flow && address && !address->flow.empty() && address->flow == document.name);
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
  std::set<std::string> wanted;
  for (const auto& target : targets) {
    std::vector<std::string> names;
    bool any = false;
    for (const auto& document : all) {
      names.push_back(name_of(document));
      if (matches(document, target)) {
        wanted.insert(names.back());
        any = true;
      }
    }
    if (!any) {
      auto guess = nearest(target, names);
      if (!guess) { // an address of a flow that is not quite right
        guess = nearest(target.substr(0, target.find('/')), names);
      }
      throw Fatal(fmt::format("nothing in {} is named by --target {}", rendered.environment.name, target),
                  ExitCode::error, guess ? fmt::format("did you mean `{}`?", *guess) : "");
    }
  }
  std::erase_if(all, [&](const auto& document) { return !wanted.contains(name_of(document)); });
  return all;
}

} // namespace flowsync::cli
