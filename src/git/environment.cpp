#include "git/environment.hpp"

#include <array>
#include <string_view>

#include <unistd.h>

namespace flowsync::git {

namespace {

// What `git rev-parse --local-env-vars` lists, less the configuration that a person gives by environment; and what
// changes how paths and differences are told.
constexpr std::array<const char*, 22> k_of_another_repository{"GIT_DIR",
                                                              "GIT_WORK_TREE",
                                                              "GIT_INDEX_FILE",
                                                              "GIT_OBJECT_DIRECTORY",
                                                              "GIT_COMMON_DIR",
                                                              "GIT_NAMESPACE",
                                                              "GIT_PREFIX",
                                                              "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                                              "GIT_GRAFT_FILE",
                                                              "GIT_SHALLOW_FILE",
                                                              "GIT_QUARANTINE_PATH",
                                                              "GIT_REPLACE_REF_BASE",
                                                              "GIT_CONFIG",
                                                              "GIT_INTERNAL_SUPER_PREFIX",
                                                              "GIT_IMPLICIT_WORK_TREE",
                                                              "GIT_NO_REPLACE_OBJECTS",
                                                              "GIT_LITERAL_PATHSPECS",
                                                              "GIT_GLOB_PATHSPECS",
                                                              "GIT_NOGLOB_PATHSPECS",
                                                              "GIT_ICASE_PATHSPECS",
                                                              "GIT_DIFF_OPTS",
                                                              "GIT_EXTERNAL_DIFF"};

} // namespace

std::map<std::string, std::optional<std::string>> clean_environment()
{
  std::map<std::string, std::optional<std::string>> variables{
      {"LC_ALL", "C"}, {"LANGUAGE", ""}, {"GIT_TERMINAL_PROMPT", "0"}, {"GIT_CURL_VERBOSE", std::nullopt}};
  for (const auto* const name : k_of_another_repository) {
    variables.emplace(name, std::nullopt);
  }
  for (auto entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    if (variable.starts_with("GIT_TRACE")) {
      variables.emplace(variable.substr(0, variable.find('=')), std::nullopt);
    }
  }
  return variables;
}

} // namespace flowsync::git
