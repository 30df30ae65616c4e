#include "exec/project.hpp"

#include "base/printable.hpp"
#include "plan/projects.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

// The node that stands for the whole flow; where the source's own reply does not show it, the flow index does.
ResourceId origin_node(Run& run, const LiveResource& source)
{
  if (source.origin_node_id) {
    return *source.origin_node_id;
  }
  if (source.node_id && source.type == ResourceKind::source) { // a source is the origin of its flow
    return *source.node_id;
  }
  const auto index = run.api.flows({});
  if (!index) {
    throw ResourceFailure(index.error());
  }
  const auto element = std::find_if(index->resources.begin(), index->resources.end(), [&](const LiveResource& shown) {
    return shown.type == source.type && shown.id == source.id && shown.origin_node_id;
  });
  if (element == index->resources.end()) {
    throw ResourceFailure(fmt::format("the service does not show the flow of data_source {} yet, so it cannot join a "
                                      "project",
                                      source.id),
                          ExitCode::error, "apply again");
  }
  return *element->origin_node_id;
}

} // namespace

std::optional<ResourceId> wanted_project(const Run& run, const DesiredResource& wanted)
{
  return wanted.own_project ? run.bound(*wanted.own_project) : plan::joined_project(wanted, run.plan.bindings);
}

void join_wanted_project(Run& run, const DesiredResource& wanted, const LiveResource& source)
{
  const auto project = wanted_project(run, wanted);
  if (!project) {
    throw ResourceFailure(fmt::format("{} is not known", project_words(wanted)));
  }
  if (auto done = run.api.join_project(*project, origin_node(run, source), {}); !done) {
    throw ResourceFailure(done.error());
  }
}

std::string project_words(const DesiredResource& wanted)
{
  if (wanted.own_project) {
    return wanted.own_project->text();
  }
  return "the project " +
         (wanted.nexla_project_id ? std::to_string(*wanted.nexla_project_id) : printable(wanted.nexla_project));
}

} // namespace flowsync::exec
