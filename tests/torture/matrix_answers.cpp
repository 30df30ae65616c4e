#include "matrix_answers.hpp"

#include "sample_project.hpp"

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

} // namespace

const std::vector<HonestAnswer>& honest_answers()
{
  static const std::vector<HonestAnswer> answers{
      {"list_headers=wrong_totals", "apply", 3, "could not be proved that it does not exist already",
       "headers that deny what the lists show prove nothing absent", set_back("list_headers", "on")},
      {"flows_shape=array", "apply", 3, "answers with a bare list of flows",
       "only the flow index names the flow that is to join a project", leave_out_project},
      {"null_names=all", "apply", 3, "no credential called \"Nexla GCS\"",
       "nothing can be found by a name that is null", name_ids},
      {"config_required=on", "apply", 3, "sink_config lacks 'mapping'",
       "the service wants a key that the specs do not have", say_mapping},
      {"source_cap=1", "apply", 3, "403", "the account may not run more sources", set_back("source_cap", "0")},
      {"detection=never", "apply", 4, "Nexla has not detected its data within", "no data came",
       set_back("detection", "on")},
  };
  return answers;
}

std::vector<const HonestAnswer*> answers_for(const Position& position, const std::string& step)
{
  std::vector<const HonestAnswer*> found;
  for (const auto& answer : honest_answers()) {
    const auto equals = answer.position.find('=');
    const auto chosen = position.find(answer.position.substr(0, equals));
    if (answer.step == step && chosen != position.end() && chosen->second == answer.position.substr(equals + 1)) {
      found.push_back(&answer);
    }
  }
  return found;
}

} // namespace flowsync::torture
