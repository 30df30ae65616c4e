#include "kill_scenario.hpp"

#include "sample_project.hpp"

namespace flowsync::torture {

namespace {

const std::vector<std::string> k_apply{"apply", "-e", "dev", "--auto-approve"};
const std::vector<std::string> k_prune{"apply", "-e", "dev", "--auto-approve", "--prune"};
const std::vector<std::string> k_plan_prune{"plan", "-e", "dev", "--detailed-exitcode", "--prune"};
const std::vector<std::string> k_plan{"plan", "-e", "dev", "--detailed-exitcode"};

void begin_with_one(Stage& stage)
{
  write_sample_project(stage);
}

void begin_with_all(Stage& stage)
{
  write_sample_project(stage);
  write_more_flows(stage);
}

void rename_flow(Stage& stage)
{
  stage.edit(k_orders_file, "metadata: {name: web-orders}", "metadata: {name: shop-orders}");
  stage.edit(k_orders_file, "config: {path: archive/raw,", "config: {path: archive/unchanged,");
  auto text = stage.read(k_orders_file) + "moved:\n";
  for (const auto* const tail : {"source", "nexset/orders", "nexset/clean", "nexset/regional", "sink/warehouse",
                                 "sink/archive", "sink/regions", "sink/raw"}) {
    text += std::string("  - {from: web-orders/") + tail + ", to: shop-orders/" + tail + "}\n";
  }
  stage.write(k_orders_file, text);
}

void pause_and_start(Stage& stage)
{
  stage.edit(k_orders_file, "spec:\n  nexla_project", "spec:\n  state: paused\n  nexla_project");
  stage.edit(k_metrics_file, "config: {path: metrics,", "config: {path: metrics-2,");
}

// Another type of source: the source goes and comes again, and with it all that hangs below.
void replace_source(Stage& stage)
{
  stage.edit(k_metrics_file, "type: s3\n    credential: files", "type: gcs\n    credential: archive");
}

// Another type of one sink.
void replace_sink(Stage& stage)
{
  stage.edit(k_orders_file,
             "type: snowflake\n      credential: warehouse\n      config: {database: SALES, table: WEB_REGIONS, "
             "insert.mode: INSERT}",
             "type: gcs\n      credential: archive\n      config: {path: archive/regions, data_format: json}");
}

void remove_flow(Stage& stage)
{
  stage.remove(k_orders_file);
}

void remove_branch(Stage& stage)
{
  stage.edit(k_orders_file,
             "    - key: regional\n      from: clean\n      name: Web orders by region\n      transform: "
             "{version: 1, transforms: [{operation: default, spec: {region: unknown}}]}\n",
             "");
  stage.edit(
      k_orders_file,
      "    - key: regions\n      from: regional\n      name: WEB_REGIONS\n      type: snowflake\n      credential: "
      "warehouse\n      config: {database: SALES, table: WEB_REGIONS, insert.mode: INSERT}\n",
      "");
}

// The demo account's flow, which nobody manages before; its derived sets and sinks stay nobody's.
void adopt_demo(Stage& stage, const std::string& path, const std::string& description)
{
  stage.write("environments/base/flows/demo.yaml",
              "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: demo}\nspec:\n"
              "  source: {name: Orders, description: " +
                  description + ", type: s3, credential: files, config: {path: " + path +
                  ", start.cron: \"0 0 * * * ? *\"}}\n"
                  "  nexsets: [{key: in, detected: {}}]\n");
  stage.edit(k_environment_file, "  limits:", "  adopt: {demo/source: 6862, demo/nexset/in: 10393}\n  limits:");
}

const std::map<std::string, std::string> k_other_side{{"config_in_lists", "on"},
                                                      {"strict_pause", "405"},
                                                      {"page_size", "2"},
                                                      {"page_cap", "2"},
                                                      {"transform_visibility", "source_expand"}};

} // namespace

const std::vector<KillScenario>& kill_scenarios()
{
  static const std::vector<KillScenario> k_scenarios{
      {"creates", {}, begin_with_one, write_more_flows, k_apply, k_plan},
      {"updates", {}, begin_with_all, change_sample_values, k_apply, k_plan},
      {"rename", {}, begin_with_all, rename_flow, k_apply, k_plan},
      {"pauses", {}, begin_with_all, pause_and_start, k_apply, k_plan},
      {"adopts",
       {},
       begin_with_one,
       [](Stage& stage) { adopt_demo(stage, "acme-dev/orders", "Order files"); },
       k_apply,
       k_plan},
      // What hangs below and is nobody's was running; with the state, who would know that it is to run again is lost.
      {"adopts-restarting",
       {},
       begin_with_one,
       [](Stage& stage) { adopt_demo(stage, "acme-dev/other", "Order files"); },
       k_apply,
       k_plan,
       true,
       {{"data_sets", 10393}}},
      {"replaces-source", {}, begin_with_all, replace_source, k_apply, k_plan},
      {"replaces-sink", {}, begin_with_all, replace_sink, k_apply, k_plan},
      {"prunes-flow", {}, begin_with_all, remove_flow, k_prune, k_plan_prune},
      {"prunes-branch", {}, begin_with_all, remove_branch, k_prune, k_plan_prune},
      {"creates-other-side", k_other_side, begin_with_one, write_more_flows, k_apply, k_plan},
      {"updates-other-side", k_other_side, begin_with_all, change_sample_values, k_apply, k_plan},
      {"replaces-other-side", k_other_side, begin_with_all, replace_source, k_apply, k_plan},
      {"prunes-other-side", k_other_side, begin_with_all, remove_flow, k_prune, k_plan_prune},
      {"creates-wide",
       {},
       begin_with_one,
       [](Stage& stage) {
         write_more_flows(stage);
         stage.edit(k_environment_file, "parallelism: 1,", "parallelism: 10,");
       },
       k_apply,
       k_plan},
      {"updates-wide",
       {},
       begin_with_all,
       [](Stage& stage) {
         change_sample_values(stage);
         stage.edit(k_environment_file, "parallelism: 1,", "parallelism: 10,");
       },
       k_apply,
       k_plan},
  };
  return k_scenarios;
}

} // namespace flowsync::torture
