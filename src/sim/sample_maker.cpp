#include "sim/sample_maker.hpp"

#include "sim/detection.hpp"
#include "sim/lifecycle.hpp"
#include "sim/writes.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr std::int64_t k_day_ms = 24LL * 60 * 60 * 1000;

} // namespace

SampleMaker::SampleMaker(Context& context, const User& user)
    : m_context{context.world,
                context.detection,
                context.audit,
                m_switches,
                context.people,
                &user,
                context.now_ms - 90 * k_day_ms,
                {},
                false}
{
}

// No two resources are of one moment, so that lists have one order.
void SampleMaker::tick()
{
  ++m_context.now_ms;
}

Id SampleMaker::make(Kind kind, json body)
{
  tick();
  return create(m_context, kind, std::move(body))->id;
}

Id SampleMaker::credential(const std::string& name, const std::string& type, json credentials)
{
  return make(Kind::credential, {{"name", name}, {"credentials_type", type}, {"credentials", std::move(credentials)}});
}

Id SampleMaker::source(const std::string& name, const std::string& type, Id credential, json config)
{
  json body{{"name", name}, {"source_type", type}, {"source_config", std::move(config)}};
  if (credential != 0) {
    body["data_credentials_id"] = credential;
  }
  return make(Kind::source, std::move(body));
}

Id SampleMaker::detected(Id source, const std::vector<std::string>& attributes)
{
  tick();
  return add_detected_sets(m_context, source, 1, attributes).front();
}

Id SampleMaker::derived(Id parent, const std::string& name, json operations)
{
  return make(Kind::set, {{"name", name},
                          {"parent_data_set_id", parent},
                          {"has_custom_transform", false},
                          {"transform",
                           {{"version", 1},
                            {"data_maps", json::array()},
                            {"transforms", std::move(operations)},
                            {"custom_config", json::object()}}}});
}

Id SampleMaker::sink(Id set, const std::string& name, const std::string& type, Id credential, json config)
{
  if (type == "snowflake") { // a database wants these (API notes D1)
    config.emplace("insert.mode", "INSERT");
    config.emplace("mapping", json{{"mode", "auto"}});
  }
  json body{{"name", name}, {"sink_type", type}, {"data_set_id", set}, {"sink_config", std::move(config)}};
  if (credential != 0) {
    body["data_credentials_id"] = credential;
  }
  return make(Kind::sink, std::move(body));
}

void SampleMaker::activate(Kind kind, Id id)
{
  apply_verb(m_context, find(kind, id), Verb::activate, Reach::below);
}

void SampleMaker::pause(Kind kind, Id id)
{
  apply_verb(m_context, find(kind, id), Verb::pause, Reach::below);
}

void SampleMaker::edit(Kind kind, Id id, const json& fields)
{
  Object object = *find(kind, id);
  object.fields.update(fields);
  m_context.world.put(std::move(object));
}

void SampleMaker::forget_name(Kind kind, Id id)
{
  Object object = *find(kind, id);
  object.name.reset();
  m_context.world.put(std::move(object));
}

void SampleMaker::share(Id set, Id user)
{
  Object object = *find(Kind::set, set);
  object.grants.push_back({Grantee::user, user, {Role::collaborator}, m_context.now_ms, m_context.now_ms});
  m_context.world.put(std::move(object));
}

} // namespace flowsync::sim
