#include "sim/sample_account.hpp"

#include "sim/copy.hpp"
#include "sim/lifecycle.hpp"
#include "sim/projects.hpp"

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

void SampleAccount::special_sources()
{
  const json inline_code{{"code", "def read():\n    yield {\"id\": 2}\n"},
                         {"code_type", "python3"},
                         {"name", "Samples inline reader"},
                         {"custom_config", {{"pages", 3}}}};
  const auto script = [&](const char* name, json body) {
    body.update({{"name", name}, {"source_type", "script"}, {"source_config", {{"start.cron", k_sample_cron}}}});
    const auto id = m_make.make(Kind::source, std::move(body));
    m_make.detected(id, {"id"});
    m_make.activate(Kind::source, id);
    return id;
  };
  const auto inline_source =
      label("source_script", Kind::source, script("Samples script", {{"code_container", inline_code}}));
  label("code_inline", Kind::container, m_make.find(Kind::source, inline_source)->container_id);
  label("source_script_by_id", Kind::source, script("Samples script by id", {{"code_container_id", m_reader}}));
  const json hosted{{"repo_type", "github"},
                    {"repo_config", {{"repository", "example/readers"}, {"path", "reader.py"}, {"branch", "main"}}},
                    {"code_type", "python3"}};
  label("source_script_hosted", Kind::source, script("Samples script in a repository", {{"code_container", hosted}}));

  const auto hook = label("source_webhook", Kind::source,
                          m_make.source("Samples webhook", "nexla_rest", 0,
                                        {{"webhook.auth_type", "Payload Hash"},
                                         {"hash.enabled", true},
                                         {"hash_algorithm", "HmacSHA256"},
                                         {"hash_request_param", "X-Signature"},
                                         {"hash_secret_key", "samples-literal-secret"},
                                         {"schema.detection.once", true}}));
  const auto set = m_make.detected(hook, {"event", "at"});
  m_make.sink(m_make.derived(set, "Samples events", shift_operations({"event"})), "Samples event stream", "kafka",
              m_kafka, {{"topic", "events"}});
  m_make.activate(Kind::source, hook);
  label("source_without_data", Kind::source,
        m_make.source(
            "Samples webhook without data", "nexla_rest", 0,
            {{"webhook.auth_type", "Nexla API Key"}, {"hash.enabled", false}, {"schema.detection.once", false}}));
  label("source_upload", Kind::source, m_make.source("Samples upload", "file_upload", 0, json::object()));

  const auto shop = label("source_vendor", Kind::source,
                          m_make.make(Kind::source, {{"name", "Samples shop"},
                                                     {"source_type", "shopify_api"},
                                                     {"vendor_endpoint_id", 512},
                                                     {"template_config", {{"resource", "orders"}}},
                                                     {"ingest_method", "POLL"},
                                                     {"data_credentials_id", m_vendor}}));
  m_make.detected(shop, {"id", "total"});
  m_make.activate(Kind::source, shop);

  const auto two = label("source_two_schemas", Kind::source,
                         m_make.source("Samples two schemas", "s3", m_s3, {{"path", "samples/two"}}));
  m_make.detected(two);
  m_make.detected(two, {"other"});
  m_make.activate(Kind::source, two);
}

void SampleAccount::special_sinks()
{
  Id set = 0;
  label("source_with_sinks", Kind::source, flow("Samples sinks", &set));
  const auto push =
      label("sink_rest", Kind::sink,
            m_make.sink(
                set, "Samples push", "rest", m_rest,
                {{"create.datasource", true}, {"method", "POST"}, {"url.template", "https://api.example.com/orders"}}));
  const auto generated = label("source_generated", Kind::source,
                               m_make.find(Kind::sink, push)->field("sink_config")["ingest.datasource.id"].get<Id>());
  const auto replies = label("set_below_generated", Kind::set, m_make.detected(generated, {"status", "order_id"}));
  m_make.sink(replies, "Samples replies", "snowflake", m_snowflake, {{"table", "REPLIES"}});
  label("sink_script", Kind::sink,
        m_make.make(Kind::sink,
                    {{"name", "Samples script sink"},
                     {"sink_type", "script"},
                     {"data_set_id", set},
                     {"code_container", {{"code", "def write(rows):\n    pass\n"}, {"code_type", "python3"}}}}));
  label("sink_create_destination", Kind::sink,
        m_make.make(
            Kind::sink,
            {{"name", "Samples new table"},
             {"sink_type", "snowflake"},
             {"data_set_id", set},
             {"data_credentials_id", m_snowflake},
             {"create_destination", true},
             {"sink_config", {{"table", "NEW_TABLE"}, {"insert.mode", "INSERT"}, {"mapping", {{"mode", "auto"}}}}}}));
  for (const auto* name : {"sink_same_name", "sink_same_name_2"}) {
    label(name, Kind::sink, m_make.sink(set, "Samples twice", "s3", m_s3, {{"path", "samples/" + std::string(name)}}));
  }
  m_make.activate(Kind::set, set);
}

void SampleAccount::states()
{
  const auto paused = label("source_paused", Kind::source, flow("Samples paused"));
  m_make.pause(Kind::source, paused);
  label("source_never_activated", Kind::source,
        m_make.source("Samples never activated", "s3", m_s3, {{"path", "samples/never"}}));
  const auto asleep = label("source_archived", Kind::source, flow("Samples archived"));
  archive(m_make.context(), m_make.find(Kind::source, asleep));
  Id set = 0;
  label("source_one_branch_paused", Kind::source, flow("Samples one branch paused", &set));
  m_make.sink(set, "Samples idle branch", "s3", m_s3, {{"path", "samples/idle"}}); // INIT below what runs
  const auto member = label("source_in_project", Kind::source, flow("Samples in a project"));
  const auto project = label("project", Kind::project,
                             m_make.make(Kind::project, {{"name", "Samples project"}, {"description", "All of them"}}));
  set_membership(m_make.context(), {m_make.find(Kind::source, member)->node_id}, project);
  const auto copy = copy_flow(m_make.context(), m_make.find(Kind::source, member), {{"reuse_data_credentials", true}});
  label("source_copied", Kind::source, copy->id);
}

void SampleAccount::shared()
{
  const auto& users = m_make.context().people.users();
  const auto other = std::find_if(users.begin(), users.end(), [this](const User& user) {
    return user.id != m_user.id && user.org_id == m_user.org_id;
  });
  if (other == users.end()) {
    return;
  }
  m_make.become(*other);
  const auto theirs = m_make.source("Samples of a colleague", "nexla_rest", 0, json::object());
  const auto set = label("set_shared", Kind::set, m_make.detected(theirs, {"customer", "city"}));
  m_make.share(set, m_user.id);
  m_make.activate(Kind::source, theirs);
  m_make.become(m_user);
  const auto ours = label("set_from_shared", Kind::set,
                          m_make.derived(set, "Samples from a colleague", shift_operations({"customer"})));
  label("sink_from_shared", Kind::sink,
        m_make.sink(ours, "Samples customers", "snowflake", m_snowflake, {{"table", "CUSTOMERS"}}));
  m_make.activate(Kind::set, ours);
}

} // namespace flowsync::sim
