#include "projects.hpp"

#include <fmt/format.h>

#include <fstream>

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

std::string overlay(std::size_t number)
{
  return fmt::format(R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: flow-{0}
spec:
  source:
    config:
      path: prod/partner/{0}
      start.cron: "0 0/15 * * * ? *"
)",
                     number);
}

} // namespace

void write_project(const std::filesystem::path& root, std::size_t flows, const std::string& url)
{
  std::filesystem::create_directories(root / "environments/base/flows");
  std::filesystem::create_directories(root / "environments/prod/flows");
  write(root / "flowsync.yaml", "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: bench-k3x9}\n");
  write(
      root / "environments/prod/environment.yaml",
      fmt::format("apiVersion: flowsync/v1\nkind: Environment\nmetadata: {{name: prod}}\nspec:\n  nexla:\n    url: {}\n"
                  "    auth: {{service_key: \"${{env.NEXLA_KEY}}\"}}\n  variables: {{bucket: prod}}\n"
                  "  credentials: {{files: {{id: 6027}}, warehouse: {{name: Snowflake Sales}}}}\n",
                  url));
  for (std::size_t i = 0; i < flows; ++i) {
    write(root / fmt::format("environments/base/flows/flow-{}.yaml", i), flow(i));
    write(root / fmt::format("environments/prod/flows/flow-{}.yaml", i), overlay(i));
  }
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
