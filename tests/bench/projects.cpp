#include "projects.hpp"

#include <fmt/format.h>

#include <fstream>
#include <vector>

namespace flowsync::bench {

namespace {

void write(const std::filesystem::path& path, const std::string& text)
{
  std::ofstream(path, std::ios::binary) << text;
}

std::string flow(std::size_t number)
{
  return fmt::format(R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: flow-{0}
  labels: {{team: sales}}
spec:
  source:
    name: Files {0}
    description: Hourly files of partner {0}
    type: s3
    credential: files
    config:
      path: ${{var.bucket}}/partner/{0}
      start.cron: "0 0 0 * * ? *"
      csv.delimiter: ","
  nexsets:
    - key: raw
      detected: {{index: 1}}
    - key: clean
      from: raw
      name: Files {0}, clean
      transform:
        version: 1
        transforms:
          - operation: shift
            spec: {{id: order_id, amount: total, region: region_code}}
  sinks:
    - key: warehouse
      from: clean
      name: FILES_{0}
      type: snowflake
      credential: warehouse
      config:
        database: SALES
        table: FILES_{0}
        insert.mode: UPSERT
        primary.key: ORDER_ID
)",
                     number);
}

std::string overlay(std::size_t number, const std::string& environment = "prod")
{
  return fmt::format(R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: flow-{0}
spec:
  source:
    config:
      path: {1}/partner/{0}
      start.cron: "0 0/15 * * * ? *"
)",
                     number, environment);
}

} // namespace

void write_project(const std::filesystem::path& root, std::size_t flows, const std::string& url, bool dev)
{
  std::filesystem::create_directories(root / "environments/base/flows");
  write(root / "flowsync.yaml", "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: bench-k3x9}\n");
  std::vector<std::string> environments{"prod"};
  if (dev) {
    environments.emplace_back("dev");
  }
  for (const auto& name : environments) {
    const auto folder = root / "environments" / name;
    std::filesystem::create_directories(folder / "flows");
    write(folder / "environment.yaml",
          fmt::format(
              "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {{name: {0}}}\nspec:\n  nexla:\n    url: {1}\n"
              "    auth: {{service_key: \"${{env.NEXLA_KEY}}\"}}\n  variables: {{bucket: {0}}}\n"
              "  credentials: {{files: {{id: 6027}}, warehouse: {{name: Snowflake Sales}}}}\n",
              name, url));
  }
  for (std::size_t i = 0; i < flows; ++i) {
    write(root / fmt::format("environments/base/flows/flow-{}.yaml", i), flow(i));
    for (const auto& name : environments) {
      write(root / fmt::format("environments/{}/flows/flow-{}.yaml", name, i), overlay(i, name));
    }
  }
}

void change_flow(const std::filesystem::path& root, std::size_t number)
{
  write(root / fmt::format("environments/prod/flows/flow-{}.yaml", number), overlay(number, "changed"));
}

std::filesystem::path write_kustomization(const std::filesystem::path& root, std::size_t flows)
{
  std::filesystem::create_directories(root / "base");
  std::filesystem::create_directories(root / "prod");
  std::string resources = "resources:\n";
  std::string patches = "resources: [../base]\npatches:\n";
  for (std::size_t i = 0; i < flows; ++i) {
    write(root / fmt::format("base/flow-{}.yaml", i), flow(i));
    write(root / fmt::format("prod/flow-{}.yaml", i), overlay(i));
    resources += fmt::format("  - flow-{}.yaml\n", i);
    patches += fmt::format("  - path: flow-{}.yaml\n", i);
  }
  write(root / "base/kustomization.yaml", resources);
  write(root / "prod/kustomization.yaml", patches);
  return root / "prod";
}

} // namespace flowsync::bench
