#pragma once

#include "promote/bring.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>

namespace flowsync::testing {

inline const std::string k_head = "apiVersion: flowsync/v1\nkind: ";

inline std::string environment_text(const std::string& name, const std::string& more = "")
{
  return k_head + "Environment\nmetadata: {name: " + name + "}\nspec:\n  nexla: {url: \"sim:x\"}\n" + more;
}

inline std::string flow_text(const std::string& spec, const std::string& name = "users")
{
  return k_head + "Flow\nmetadata: {name: " + name + "}\nspec:\n" + spec;
}

inline const std::string k_whole = R"(  source:
    type: s3
    credential: files # the bucket
    config:
      path: dev/users # a slice
      start.cron: "0 0 1 * * ? *"
      file_type: json # one a line
  nexsets:
    - {key: raw, detected: {}}
    - key: clean
      from: raw
      transform: {file: ../transforms/clean.py, type: python}
)";

// dev, qa and prod over base; what bring() makes of them.
class Specs
{
public:
  TemporaryFolder box;

  Specs()
  {
    box.write("flowsync.yaml", k_head + "Project\nmetadata: {name: acme-x1}\n");
    for (const auto* const name : {"dev", "qa", "prod"}) {
      box.write(fmt::format("environments/{}/environment.yaml", name), environment_text(name));
    }
  }

  std::optional<promote::Brought> bring(const std::string& flow = "users", const std::string& to = "prod")
  {
    problems.clear();
    Diagnostics diagnostics;
    auto brought = promote::bring(box.folder(), {flow, "dev", to, false}, {}, diagnostics);
    for (const auto& problem : diagnostics.items()) {
      problems += std::string(problem.code.text()) + ": " + problem.message + "\n";
    }
    return brought;
  }

  // bring(), written.
  promote::Brought write(const std::string& flow = "users", const std::string& to = "prod")
  {
    const auto brought = bring(flow, to);
    REQUIRE_MESSAGE(brought, problems);
    for (const auto& [path, text] : brought->draft) {
      if (text) {
        box.write(path, *text);
      } else {
        std::filesystem::remove(box.folder() / path);
      }
    }
    return *brought;
  }

  bool has(const std::string& path) const { return std::filesystem::exists(box.folder() / path); }

  std::string problems; // "code: message", one a line
};

inline bool holds(const std::string& text, const std::string& part)
{
  return text.find(part) != std::string::npos;
}

} // namespace flowsync::testing
