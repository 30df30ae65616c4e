#pragma once

#include "compare/compare.hpp"
#include "overlay/process_environment.hpp"
#include "spec/project.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::promote {

// One flow on its way.
struct Promotion
{
  std::string flow;
  std::string from; // environments
  std::string to;
  bool by_pin = false; // the target reads the base that it is pinned to, otherwise the one of the folder
  spec::Cached cached = spec::Cached::no;
};

// A project with a draft on top, rendered for all of its environments: what a change in the files does to each of them.
// Unless the request says otherwise the target reads `base` from the folder: that is where its pin will move.
struct DraftedProject
{
  spec::Project project;
  bool moves_files = false;                          // the draft holds files that documents name, not only documents
  Diagnostics problems;                              // of loading and rendering the two environments
  std::map<std::string, overlay::Rendered> rendered; // without those that cannot be told
  std::map<std::string, std::vector<const spec::Layer*>> layers;
  std::map<std::string, std::set<std::string>> errors; // of rendering, by environment: what they say

  const overlay::Rendered& of(const std::string& environment) const { return rendered.at(environment); }
  const overlay::RenderedDocument* find(const std::string& environment, spec::Kind kind, const std::string& name) const;
};

// Loads and renders. `folder`: inside the project. Behind a pointer, because renderings point into the project.
std::unique_ptr<DraftedProject> load_drafted(const std::filesystem::path& folder, const Promotion& request,
                                             const overlay::ProcessEnvironment& process,
                                             const spec::ProjectDraft& draft);

// Documents of an environment that are not the same in both, or only in one: "flow orders"; sorted. Files that they
// name count by what they hold.
std::vector<std::string> changed_documents(const DraftedProject& before, const DraftedProject& after,
                                           const std::string& environment);

} // namespace flowsync::promote
