#pragma once

#include "scenarios/workspace.hpp"

#include <doctest/doctest.h>

namespace flowsync::scenarios {

// Every file of the specs, by path.
inline std::map<std::string, std::string> specs_of(const Workspace& space)
{
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(space.root() / "environments")) {
    if (entry.is_regular_file()) {
      const auto path = std::filesystem::relative(entry.path(), space.root()).generic_string();
      files.emplace(path, space.read(path));
    }
  }
  return files;
}

// A project without flows of its own.
class EmptyProject : public Workspace
{
public:
  explicit EmptyProject(const SwitchValues& switches = {}) : Workspace(switches)
  {
    remove("environments/base");
    remove("environments/prod");
  }
  // Exports the demo flow (source 6862).
  Ran export_all(const std::vector<std::string>& more = {})
  {
    std::vector<std::string> words{"export", "-e", "dev", "--source", "6862"};
    words.insert(words.end(), more.begin(), more.end());
    if (more.empty()) {
      words.emplace_back("--all");
    }
    return run(words);
  }
  // What the next plan does, and nothing else.
  void expect_only_adoptions(int adoptions)
  {
    const auto plan = run({"plan", "-e", "dev", "--detailed-exitcode", "--format", "json"});
    CHECK_MESSAGE(plan.exit == (adoptions > 0 ? 2 : 0), plan.out << plan.err);
    const auto summary = nlohmann::json::parse(plan.out, nullptr, false).value("summary", nlohmann::json::object());
    CHECK(summary.value("adopt", -1) == adoptions);
    for (const auto* const other : {"create", "update", "replace", "delete"}) {
      CHECK_MESSAGE(summary.value(other, -1) == 0, std::string(other) << plan.out);
    }
  }
};

} // namespace flowsync::scenarios
