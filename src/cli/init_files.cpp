#include "cli/init_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace flowsync::cli {

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
    # url: https://dataops.nexla.io/nexla-api
    # auth: {service_key: "${env.NEXLA_DEV_SERVICE_KEY}"}
  # state: {backend: git} # with a real account: every machine sees the same state, through the git remote
  variables:
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

constexpr std::string_view k_workflow =
    R"(# yaml-language-server: $schema=https://json.schemastore.org/github-workflow.json
# A pull request is validated and shows the plan of each environment; a merge to main is applied, in the order below.
# Set two variables of the repository: FLOWSYNC_URL, the address of a release's flowsync-VERSION-linux-x86_64.tar.gz, and
# FLOWSYNC_SHA256, its check sum as SHA256SUMS of that release says it. Once the environments use a real account, set two
# secrets for each: NEXLA_..._SERVICE_KEY for apply, and NEXLA_..._PLAN_KEY, a key that may only read. No job gets the key
# of another environment.
name: flowsync
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
concurrency: flowsync-${{ github.event_name == 'push' && 'apply' || github.ref }}

jobs:
  validate: # all that pull requests from forks get: no key is there for them
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false # no later step needs git's token
          fetch-depth: 0 # pinned bases, and that nothing older is applied, need the history
@INSTALL@      - run: flowsync validate --format github

  plan:
    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
    needs: validate
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        include:
@PLAN_KEYS@    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false # no later step needs git's token
          fetch-depth: 0 # pinned bases, and that nothing older is applied, need the history
@INSTALL@      - uses: actions/cache/restore@5a3ec84eff668545956fd18022155c47e93e2684 # v4.2.3
        with:
          path: .flowsync
          key: flowsync-${{ matrix.environment }}-${{ github.run_id }}
          restore-keys: flowsync-${{ matrix.environment }}-
      - name: Plan # with the key of this environment alone, which need not be able to write
        env:
          KEY: ${{ secrets[matrix.secret] }}
        run: |
          export "${{ matrix.variable }}=$KEY"
          flowsync plan -e "${{ matrix.environment }}" --format markdown >> "$GITHUB_STEP_SUMMARY"

  apply:
    if: github.event_name == 'push'
    needs: validate
    runs-on: ubuntu-latest
    strategy:
      max-parallel: 1
      matrix:
        include:
@APPLY_KEYS@    environment: ${{ matrix.environment }} # required reviewers of this GitHub environment approve here
    # With `state: {backend: git}` this job pushes the state: then give it `permissions: {contents: write}`, let its
    # checkout keep the credentials, and leave the two steps with a cache out.
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false # no later step needs git's token
          fetch-depth: 0 # pinned bases, and that nothing older is applied, need the history
@INSTALL@      # What was applied last; without it only the causes of differences are unknown.
      - uses: actions/cache/restore@5a3ec84eff668545956fd18022155c47e93e2684 # v4.2.3
        with:
          path: .flowsync
          key: flowsync-${{ matrix.environment }}-${{ github.run_id }}
          restore-keys: flowsync-${{ matrix.environment }}-
      - name: Apply
        env:
          KEY: ${{ secrets[matrix.secret] }}
        run: |
          export "${{ matrix.variable }}=$KEY"
          flowsync apply -e "${{ matrix.environment }}" --auto-approve
      - uses: actions/cache/save@5a3ec84eff668545956fd18022155c47e93e2684 # v4.2.3
        if: always()
        with:
          path: .flowsync
          key: flowsync-${{ matrix.environment }}-${{ github.run_id }}-${{ github.run_attempt }}
)";

// How each job gets the program: nothing of the archive runs before its check sum is known to be right.
constexpr std::string_view k_install = R"(      - name: Install flowsync
        env:
          URL: ${{ vars.FLOWSYNC_URL }}
          SHA256: ${{ vars.FLOWSYNC_SHA256 }}
        run: |
          cd "$RUNNER_TEMP"
          curl -fsSL --proto '=https' "$URL" -o flowsync.tar.gz
          echo "$SHA256  flowsync.tar.gz" | sha256sum --check
          mkdir flowsync && tar -xzf flowsync.tar.gz -C flowsync --strip-components=1
          echo "$RUNNER_TEMP/flowsync/bin" >> "$GITHUB_PATH"
)";

constexpr std::string_view k_bare = R"(# yaml-language-server: $schema=../../schemas/environment.schema.json
apiVersion: flowsync/v1
kind: Environment
metadata:
  name: @NAME@
spec:
  nexla:
    url: sim:@NAME@ # a simulator inside flowsync; for a real account:
    # url: https://dataops.nexla.io/nexla-api
    # auth: {service_key: "${env.@KEY@}"}
  # state: {backend: git} # with a real account: every machine sees the same state, through the git remote
)";

constexpr std::string_view k_bare_last = R"(  safety:
    prevent_delete: true # nothing is ever deleted or replaced here
    max_deletes: 0
    max_changes: 30% # of the resources that exist; creating does not count, nor do fewer than 10 resources
)";

std::string filled(std::string_view text, std::string_view place, const std::string& value)
{
  std::string result(text);
  for (auto at = result.find(place); at != std::string::npos; at = result.find(place, at + value.size())) {
    result.replace(at, place.size(), value);
  }
  return result;
}

// The environment variable that the workflow gives an environment its key in.
std::string key_variable(const std::string& environment)
{
  std::string name = "NEXLA_" + environment + "_SERVICE_KEY";
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return name;
}

// One line of a job's matrix for each environment: which secret of the repository holds the key, and the variable that
// the specs read it from.
std::string matrix(const std::vector<std::string>& environments, std::string_view secret)
{
  std::string lines;
  for (const auto& name : environments) {
    const auto variable = key_variable(name);
    lines += fmt::format("          - {{environment: {}, variable: {}, secret: {}}}\n", name, variable,
                         filled(variable, "SERVICE", std::string(secret)));
  }
  return lines;
}

InitFile workflow(const std::vector<std::string>& environments)
{
  auto text = filled(k_workflow, "@INSTALL@", std::string(k_install));
  text = filled(text, "@PLAN_KEYS@", matrix(environments, "PLAN"));
  return {".github/workflows/flowsync.yml", filled(text, "@APPLY_KEYS@", matrix(environments, "SERVICE"))};
}

InitFile project_file(const std::string& project)
{
  return {"flowsync.yaml", filled(k_project, "@PROJECT@", project)};
}

} // namespace

std::vector<InitFile> init_files(const std::string& project)
{
  return {
      project_file(project),
      {"environments/base/flows/web-orders.yaml", std::string(k_flow)},
      {"environments/base/transforms/clean_orders.py", std::string(k_transform)},
      {"environments/dev/environment.yaml", std::string(k_dev)},
      {"environments/qa/environment.yaml", std::string(k_qa)},
      {"environments/prod/environment.yaml", std::string(k_prod)},
      {"environments/prod/flows/web-orders.yaml", std::string(k_prod_flow)},
      workflow({"dev", "qa", "prod"}),
  };
}

std::vector<InitFile> bare_files(const std::string& project, const std::vector<std::string>& environments)
{
  std::vector<InitFile> files{project_file(project)};
  for (const auto& name : environments) {
    auto text = filled(filled(k_bare, "@NAME@", name), "@KEY@", key_variable(name));
    text += environments.size() > 1 && name == environments.back() ? k_bare_last : "";
    files.push_back({fmt::format("environments/{}/environment.yaml", name), std::move(text)});
  }
  files.push_back(workflow(environments));
  return files;
}

} // namespace flowsync::cli
