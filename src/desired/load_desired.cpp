#include "desired/load_desired.hpp"

#include "base/parallel.hpp"
#include "compare/same_places.hpp"
#include "desired/beside.hpp"
#include "desired/build_shared.hpp"
#include "desired/digest.hpp"
#include "desired/links.hpp"
#include "desired/schedules.hpp"
#include "desired/state_places.hpp"
#include "desired/told_once.hpp"
#include "overlay/layers.hpp"
#include "schema/semantics.hpp"
#include "schema/validate.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

namespace flowsync::desired {

namespace {

Diagnostics without(const Diagnostics& problems, const std::function<bool(const Diagnostic&)>& is_known)
{
  Diagnostics told;
  for (const auto& item : problems.items()) {
    if (!is_known(item)) {
      told.add(item);
    }
  }
  return told;
}

// Less what is wrong with `metadata.name`: whoever read the document has said it.
Diagnostics without_names(Diagnostics problems, const Node& document, const SourceFiles& files)
{
  const auto* const metadata = document.get("metadata");
  const auto* const name = metadata != nullptr ? metadata->get("name") : nullptr;
  if (name == nullptr || problems.empty()) {
    return problems;
  }
  const auto place = files.locate(name->at);
  return without(problems, [&](const Diagnostic& item) {
    return item.where.file == place.file && item.where.line == place.line && item.where.column == place.column;
  });
}

// Validates and builds all documents at once, each on its own.
std::vector<BuiltFlow> build_documents(const overlay::Rendered& rendered, const spec::Project& project)
{
  std::map<std::string, const Node*> flows;
  for (const auto& flow : rendered.flows) {
    flows.emplace(flow.name, flow.document.get());
  }
  const BuildContext context{*project.files, project.root, rendered.environment, [&flows](const std::string& name) {
                               const auto found = flows.find(name);
                               return found != flows.end() ? found->second : nullptr;
                             }};
  std::vector<BuiltFlow> built(rendered.flows.size() + rendered.shared.size());
  for_each_parallel(built.size(), [&](std::size_t i) {
    const bool is_flow = i < rendered.flows.size();
    const auto& one = is_flow ? rendered.flows[i] : rendered.shared[i - rendered.flows.size()];
    const auto kind = spec::kind_name(one.kind);
    Diagnostics problems;
    schema::validate_rendered(*one.document, kind, *project.files, problems);
    problems = without_names(std::move(problems), *one.document, *project.files);
    schema::check_semantics(*one.document, kind, *project.files, problems);
    built[i] = is_flow ? build_flow(one.name, *one.document, context) : build_shared(one, context);
    built[i].diagnostics.append(std::move(problems));
    if (is_flow && rendered.fragments.contains(one.name)) { // what it lacks is that which was reported
      built[i].diagnostics = without(built[i].diagnostics, [](const auto& item) { return item.code == "missing-key"; });
    }
  });
  return built;
}

// The rules of `safety.ignore`, resource by resource. What holds a secret is never left to the service: it does not
// show secrets, so writing the rest would lose them. Nor is the status of anything in an environment that is paused.
void leave_to_service(std::vector<DesiredResource>& resources, const Environment& environment)
{
  for (auto& resource : resources) {
    for (const auto& rule : environment.safety.ignore) {
      if (environment.paused && rule.path == "/status") {
        continue;
      }
      const bool of_type = !rule.type || *rule.type == resource.type;
      const bool holds_secret =
          std::any_of(resource.sensitive.begin(), resource.sensitive.end(),
                      [&](const auto& path) { return path == rule.path || path.starts_with(rule.path + "/"); });
      if (of_type && !holds_secret) {
        resource.ignored.insert(rule.path);
        if (rule.path == "/status" && resource.state == RunState::active) {
          resource.state = RunState::unmanaged; // started once, then left as found
        }
      }
    }
  }
}

// In the order of their addresses. Resources are large, so each is moved once, to its place.
std::vector<BuiltResource> in_order(std::vector<BuiltResource> resources)
{
  std::vector<std::size_t> order(resources.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return resources[a].resource.address < resources[b].resource.address;
  });
  std::vector<BuiltResource> sorted;
  sorted.reserve(resources.size());
  for (const auto place : order) {
    sorted.push_back(std::move(resources[place]));
  }
  return sorted;
}

Desired assemble(std::vector<BuiltFlow> flows, const overlay::Rendered& rendered, const spec::Project& project,
                 Diagnostics& diagnostics)
{
  Desired desired;
  std::vector<BuiltResource> resources;
  for (auto& flow : flows) {
    std::move(flow.resources.begin(), flow.resources.end(), std::back_inserter(resources));
    std::move(flow.moves.begin(), flow.moves.end(), std::back_inserter(desired.moves));
    std::move(flow.flow_moves.begin(), flow.flow_moves.end(), std::back_inserter(desired.flow_moves));
    diagnostics.append(std::move(flow.diagnostics));
  }
  resources = in_order(std::move(resources));
  link_resources(resources, rendered.environment, rendered.excluded, *project.files, diagnostics);
  desired.resources.reserve(resources.size());
  for (auto& built : resources) {
    desired.resources.push_back(std::move(built.resource));
  }
  leave_to_service(desired.resources, rendered.environment);
  desired.project = project.name;
  desired.environment = rendered.environment;
  desired.excluded_flows = rendered.excluded;
  for (const auto& [alias, selector] : rendered.environment.credentials) {
    desired.credential_origins[alias] = project.files->origin(selector.at);
  }
  return desired;
}

// All of load_desired() but the documents as written and the digest. What is asked for is there in spite of errors.
LoadedDesired load_rendered(const spec::Project& project, std::string_view environment,
                            const overlay::ProcessEnvironment& process)
{
  LoadedDesired result;
  result.rendered = overlay::render(project, environment, process, result.diagnostics);
  if (!result.rendered) {
    return result;
  }
  auto& rendered = *result.rendered;
  result.diagnostics.append(rendered.diagnostics);
  if (rendered.environment_document) {
    schema::validate_rendered(*rendered.environment_document, "Environment", *project.files, result.diagnostics);
    schema::check_semantics(*rendered.environment_document, "Environment", *project.files, result.diagnostics);
  }
  result.desired = assemble(build_documents(rendered, project), rendered, project, result.diagnostics);
  if (process.now()) {
    check_schedules(result.desired->resources, *process.now(), result.diagnostics);
  }
  result.desired->adopted_elsewhere = adopted_elsewhere(project, rendered.environment, process);
  return result;
}

// Checks the shape of every document as it is written, in the given layers, and of flowsync.yaml.
void check_written(const spec::Project& project, const std::vector<const spec::Layer*>& layers,
                   Diagnostics& diagnostics)
{
  std::vector<const spec::Document*> documents;
  if (project.document) {
    documents.push_back(&*project.document);
  }
  for (const auto* const layer : layers) {
    if (layer->environment) {
      documents.push_back(&*layer->environment);
    }
    std::transform(layer->documents.begin(), layer->documents.end(), std::back_inserter(documents),
                   [](const spec::Document& document) { return &document; });
  }
  std::vector<Diagnostics> problems(documents.size());
  for_each_parallel(documents.size(), [&](std::size_t i) {
    schema::validate_written(*documents[i]->root, spec::kind_name(documents[i]->kind), *project.files, problems[i]);
    problems[i] = without_names(std::move(problems[i]), *documents[i]->root, *project.files);
  });
  for (auto& of_document : problems) {
    diagnostics.append(std::move(of_document));
  }
}

} // namespace

LoadedDesired load_desired(const spec::Project& project, std::string_view environment,
                           const overlay::ProcessEnvironment& process)
{
  auto result = load_rendered(project, environment, process);
  if (result.rendered) {
    Diagnostics reported; // by the rendering
    check_written(project, overlay::layers_of(project, environment, reported), result.diagnostics);
    check_adopted_twice(result.rendered->environment, result.desired->adopted_elsewhere, Severity::warning,
                        *project.files, result.diagnostics);
  }
  result.diagnostics.sort();
  if (result.diagnostics.has_errors()) {
    result.desired.reset();
  }
  if (result.desired) {
    result.desired->digest = digest_of(*result.desired, result.rendered->environment_document.get());
  }
  return result;
}

std::optional<Desired> outline(const spec::Project& project, std::string_view environment,
                               const overlay::ProcessEnvironment& process)
{
  return load_rendered(project, environment, process).desired;
}

Diagnostics validate_environments(const spec::Project& project, const std::vector<std::string>& environments,
                                  const overlay::ProcessEnvironment& process)
{
  Diagnostics diagnostics;
  check_written(project, project.all_layers(), diagnostics);
  std::vector<Environment> rendered;
  std::vector<std::pair<std::string, Diagnostics>> found;
  auto places = places_of_others(project, environments, process);
  for (auto at = environments.begin(); at != environments.end(); ++at) {
    auto loaded = load_rendered(project, *at, process);
    found.emplace_back(*at, std::move(loaded.diagnostics));
    if (loaded.rendered) {
      auto& elsewhere = loaded.desired->adopted_elsewhere; // each pair is told once
      std::erase_if(elsewhere, [&](const auto& one) {
        return std::find(at, environments.end(), one.environment) != environments.end();
      });
      check_adopted_twice(loaded.rendered->environment, elsewhere, Severity::error, *project.files, diagnostics);
      places.push_back(compare::used_places(*loaded.rendered));
      rendered.push_back(std::move(loaded.rendered->environment));
    }
  }
  diagnostics.append(told_once(std::move(found)));
  constexpr std::size_t k_most_places = 50;
  diagnostics.append(compare::same_place_warnings(compare::same_places(places, *project.files), environments,
                                                  *project.files, k_most_places));
  check_state_places(project.name, rendered, process.in_ci_job(), *project.files, diagnostics);
  diagnostics.sort();
  return diagnostics;
}

} // namespace flowsync::desired
