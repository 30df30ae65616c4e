#include "usecase/init/init_files.hpp"

#include "usecase/init/template_text.hpp"

#include <fmt/format.h>

#include <string_view>

namespace flowsync::usecase {

namespace {

constexpr std::string_view k_project = R"(# yaml-language-server: $schema=schemas/project.schema.json
# Marks the root of the project. The name is part of the mark that every resource in Nexla carries: never change it.
apiVersion: flowsync/v1
kind: Project
metadata:
  name: @PROJECT@
)";

constexpr std::string_view k_flow = R"(# yaml-language-server: $schema=../../../schemas/flow.schema.json
# Order files of the web shop, cleaned, into the warehouse and into an archive.
# Everything here is shared by all environments; environments/NAME/flows/ holds only what differs there.
apiVersion: flowsync/v1
kind: Flow
metadata:
  name: web-orders # the identity: keep it. The names below are those that people see in Nexla.
  labels: {team: sales}
spec:
  source:
    name: Web orders
    description: Hourly order files of the web shop
    type: s3
    credential: order-files # an alias: each environment says which credential stands for it
    config:
      path: ${var.bucket}/web-orders
      start.cron: "0 0 * * * ? *" # Quartz: second minute hour day month weekday year
  nexsets:
    - key: orders
      detected: {index: 1} # Nexla makes this one from the data
    - key: clean
      from: orders
      name: Web orders, clean
      transform: {file: ../transforms/clean_orders.py, type: python3}
  sinks:
    - key: warehouse
      from: clean
      name: WEB_ORDERS
      type: snowflake
      credential: warehouse
      config:
        database: ${var.database}
        table: WEB_ORDERS
        insert.mode: UPSERT
        primary.key: ORDER_ID
        mapping: {mode: auto} # a column for each attribute; `manual` names them
    - key: archive
      from: clean
      name: Web orders, archive
      type: gcs
      credential: archive
      config:
        path: ${var.bucket}-archive/web-orders
        data_format: parquet
)";

constexpr std::string_view k_transform = R"(def transform(input, metadata, args):
    if input.get("test_order"):
        return None
    return {
        "ORDER_ID": input["order_id"],
        "CUSTOMER_ID": input.get("customer_id"),
        "TOTAL": round(float(input.get("total", 0)), 2),
    }
)";

constexpr std::string_view k_dev = R"(# yaml-language-server: $schema=../../schemas/environment.schema.json
apiVersion: flowsync/v1
kind: Environment
metadata:
  name: dev
spec:
  nexla:
    url: sim:dev # a simulator inside flowsync; for a real account:
@REAL@  variables:
    bucket: acme-dev
    database: SALES_TEST
  credentials: # `flowsync credentials -e dev` lists those of the account
    order-files: {id: 6027}
    warehouse: {name: Snowflake Sales, type: snowflake}
    archive: {name: Nexla GCS, type: gcs}
)";

constexpr std::string_view k_qa = R"(# yaml-language-server: $schema=../../schemas/environment.schema.json
apiVersion: flowsync/v1
kind: Environment
metadata:
  name: qa
spec:
  nexla:
    url: sim:qa
  variables:
    bucket: acme-qa
    database: SALES_TEST
  credentials:
    order-files: {id: 6027}
    warehouse: {name: Snowflake Sales, type: snowflake}
    archive: {name: Nexla GCS, type: gcs}
)";

constexpr std::string_view k_prod = R"(# yaml-language-server: $schema=../../schemas/environment.schema.json
apiVersion: flowsync/v1
kind: Environment
metadata:
  name: prod
spec:
  nexla:
    url: sim:prod
    org: 7 # the organisation that the key must open
  variables:
    bucket: acme-prod
    database: SALES
  credentials:
    order-files: {id: 6027}
    warehouse: {name: Snowflake Sales, type: snowflake}
    archive: {name: Nexla GCS, type: gcs}
  safety:
    prevent_delete: true # nothing is ever deleted or replaced here
    max_deletes: 0
    max_changes: 30% # of the resources that exist; creating does not count, nor do fewer than 10 resources
)";

constexpr std::string_view k_prod_flow = R"(# yaml-language-server: $schema=../../../schemas/flow.schema.json
# Only what differs in prod: maps are merged key by key, lists of maps by their `key`.
apiVersion: flowsync/v1
kind: Flow
metadata:
  name: web-orders
spec:
  source:
    config:
      start.cron: "0 0/15 * * * ? *"
)";

// What stands beside the address of the simulator.
constexpr std::string_view k_real =
    R"(    # url: https://dataops.nexla.io/nexla-api
    # auth: {service_key: "${env.@KEY@_SERVICE_KEY}"}
    # read_auth: {service_key: "${env.@KEY@_PLAN_KEY}"} # a key that may only read: pull requests are planned with it
)";

constexpr std::string_view k_state_remote =
    R"(  # state: {backend: git} # with a real account: every machine sees the same state, through the git remote
)";

constexpr std::string_view k_state_alone =
    R"(  # state: {backend: git} # with a real account, once this repository has a git remote: every machine sees the same state
)";

constexpr std::string_view k_bare = R"(# yaml-language-server: $schema=../../schemas/environment.schema.json
apiVersion: flowsync/v1
kind: Environment
metadata:
  name: @NAME@
spec:
  nexla:
    url: sim:@NAME@ # a simulator inside flowsync; for a real account:
@REAL@)";

constexpr std::string_view k_bare_last = R"(  safety:
    prevent_delete: true # nothing is ever deleted or replaced here
    max_deletes: 0
    max_changes: 30% # of the resources that exist; creating does not count, nor do fewer than 10 resources
)";

InitFile project_file(const std::string& project)
{
  return {"flowsync.yaml", filled(k_project, {{"@PROJECT@", project}})};
}

// The lines for a real account, where the simulator's address ends, and the one for the state, at the level of `spec`.
std::string real_account(std::string text, const std::string& environment, const InitFacts& facts)
{
  const std::string place = "@REAL@";
  const auto at = text.find(place);
  text.replace(at, place.size(), filled(k_real, {{"@KEY@", key_stem(environment)}}));
  const auto state = facts.has_remote ? k_state_remote : k_state_alone;
  const auto next = text.find("\n  variables:");
  return next == std::string::npos ? text + std::string(state) : text.insert(next + 1, state);
}

} // namespace

std::vector<InitFile> init_files(const InitFacts& facts)
{
  return {
      project_file(facts.project),
      {"environments/base/flows/web-orders.yaml", std::string(k_flow)},
      {"environments/base/transforms/clean_orders.py", std::string(k_transform)},
      {"environments/dev/environment.yaml", real_account(std::string(k_dev), "dev", facts)},
      {"environments/qa/environment.yaml", std::string(k_qa)},
      {"environments/prod/environment.yaml", std::string(k_prod)},
      {"environments/prod/flows/web-orders.yaml", std::string(k_prod_flow)},
  };
}

std::vector<InitFile> bare_files(const InitFacts& facts, const std::vector<std::string>& environments)
{
  std::vector<InitFile> files{project_file(facts.project)};
  for (const auto& name : environments) {
    auto text = real_account(filled(k_bare, {{"@NAME@", name}}), name, facts);
    text += environments.size() > 1 && name == environments.back() ? k_bare_last : "";
    files.push_back({fmt::format("environments/{}/environment.yaml", name), std::move(text)});
  }
  return files;
}

} // namespace flowsync::usecase
