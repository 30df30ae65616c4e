#include "matrix_answers.hpp"

#include "sample_project.hpp"
#include "shared_project.hpp"

#include <algorithm>

namespace flowsync::torture {

namespace {

std::function<void(Stage&)> set_back(const std::string& name, const std::string& value)
{
  return [=](Stage& stage) { stage.set({{name, value}}); };
}

void leave_out_project(Stage& stage)
{
  if (stage.read(k_orders_file).find("nexla_project") != std::string::npos) {
    stage.edit(k_orders_file, "  nexla_project: Sales\n", "");
  }
}

void name_ids(Stage& stage)
{
  stage.edit(k_environment_file, "{name: Nexla GCS, type: gcs}", "{id: 6028}");
  stage.edit(k_environment_file, "{name: Snowflake Sales}", "{id: 6031}");
  stage.edit(k_environment_file, "{name: CRM Postgres}", "{id: 6033}");
  leave_out_project(stage);
}

void say_mapping(Stage& stage)
{
  for (const auto& [file, table] : {std::pair(k_orders_file, "table: WEB_ORDERS"),
                                    {k_orders_file, "table: WEB_REGIONS"},
                                    {k_metrics_file, "table: METRICS"},
                                    {k_people_file, "table: PEOPLE"}}) {
    stage.edit(file, std::string(table) + ",", std::string(table) + ", mapping: {mode: auto},");
  }
}

void say_schedule(Stage& stage)
{
  stage.edit(k_metrics_file, "path: \"${var.bucket}/metrics\"",
             "path: \"${var.bucket}/metrics\", start.cron: \"0 0 * * * ? *\"");
  for (const auto* const end : {"path: x}, code: {file", "path: x}, code: {ref"}) {
    const std::string code(end);
    stage.edit(k_shared_flows_file, code, "path: x, start.cron: \"0 0 * * * ? *\"}" + code.substr(8));
  }
}

void do_nothing(Stage&) {}

} // namespace

const std::vector<HonestAnswer>& honest_answers()
{
  static const std::vector<HonestAnswer> answers{
      {{{"list_headers", "wrong_totals"}},
       "apply",
       {3},
       "could not be proved that it does not exist already",
       "headers that deny what the lists show prove nothing absent",
       set_back("list_headers", "on")},
      {{{"flows_shape", "array"}},
       "apply",
       {3},
       "answers with a bare list of flows",
       "only the flow index names the flow that is to join a project",
       leave_out_project},
      {{{"null_names", "all"}},
       "apply",
       {1, 3},
       "no credential called \"Nexla GCS\"",
       "nothing can be found by a name that is null",
       name_ids},
      {{{"config_required", "on"}},
       "apply",
       {3},
       "POST /data_sinks: 400",
       "the service wants a key that the specs do not have",
       say_mapping},
      {{{"source_cap", "1"}},
       "apply",
       {3, 5},
       "403",
       "the account may not run more sources",
       set_back("source_cap", "0")},
      {{{"source_cap", "1"}, {"status_after_create", "ACTIVE"}},
       "apply of changes",
       {3, 5},
       "403",
       "born running past the cap, not started again",
       set_back("source_cap", "0")},
      {{{"detection", "never"}},
       "apply",
       {4},
       "Nexla has not detected its data within",
       "no data came",
       set_back("detection", "on")},
      {{{"config_required", "on"}, {"server_writes", "off"}},
       "apply",
       {3},
       "POST /data_sources: 400",
       "the service wants a schedule and writes none",
       say_schedule},
      {{{"list_headers", "wrong_totals"}},
       "adopt",
       {1},
       "the list of the service may be incomplete",
       "nothing is the only one of its name in a list that may lack others",
       set_back("list_headers", "on")},
      {{{"null_names", "all"}},
       "adopt",
       {1},
       "it shows no name",
       "nothing can be found by a name that is null, and any of these may be the one",
       set_back("null_names", "off")},
      {{{"ignore_page", "on"}, {"page_cap", "3"}},
       "export",
       {3},
       "which is not visible; it is left out",
       "three items of each list are all that can be seen",
       set_back("ignore_page", "off")},
      {{{"ignore_page", "on"}, {"page_cap", "3"}},
       "adopt, plan",
       {1, 3},
       "is not visible to this user",
       "three credentials are all that can be seen",
       set_back("ignore_page", "off")},
      {{{"source_delete", "refuse"}},
       "destroy",
       {3},
       "DELETE /data_sources/",
       "a set was detected while its source was deleted",
       do_nothing,
       true},
  };
  return answers;
}

std::vector<const HonestAnswer*> answers_for(const Position& position, const std::string& step)
{
  std::vector<const HonestAnswer*> found;
  for (const auto& answer : honest_answers()) {
    const bool here = std::includes(position.begin(), position.end(), answer.position.begin(), answer.position.end());
    if (answer.step == step && here) {
      found.push_back(&answer);
    }
  }
  return found;
}

} // namespace flowsync::torture
