#include "sim/samples.hpp"

#include "sim/sample_account.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

// def transform(input, metadata, args):\n    input["seen"] = True\n    return input\n
const char* const k_sample_python =
    "ZGVmIHRyYW5zZm9ybShpbnB1dCwgbWV0YWRhdGEsIGFyZ3MpOgogICAgaW5wdXRbInNlZW4iXSA9IFRydWUKICAgIHJldHVybiBpbnB1dAo=";

json shift_operations(std::initializer_list<const char*> names)
{
  json spec = json::object();
  for (const auto* name : names) {
    spec[name] = name;
  }
  return json::array({json{{"operation", "shift"}, {"spec", std::move(spec)}}});
}

json python_operations()
{
  return json::array({json{{"operation", "nexla.custom"},
                           {"spec", {{"language", "python"}, {"encoding", "base64"}, {"script", k_sample_python}}}}});
}

Id SampleAccount::label(const std::string& name, Kind kind, Id id)
{
  m_labels[name] = fmt::format("/{}/{}", path_of(kind), id);
  return id;
}

Id SampleAccount::flow(const std::string& name, Id* set_id)
{
  const auto id = m_make.source(name, "s3", m_s3, {{"path", "samples/in"}, {"start.cron", k_sample_cron}});
  const auto set = m_make.detected(id);
  m_make.sink(set, name, "snowflake", m_snowflake,
              {{"table", "OUT"}, {"insert.mode", "INSERT"}, {"mapping", {{"mode", "auto"}}}});
  m_make.activate(Kind::source, id);
  if (set_id != nullptr) {
    *set_id = set;
  }
  return id;
}

json SampleAccount::make()
{
  credentials();
  code();
  lookups();
  transforms();
  special_sources();
  special_sinks();
  states();
  shared();
  odd_names();
  odd_values();
  return std::move(m_labels);
}

json add_samples(Context& context, const User& user)
{
  return SampleAccount(context, user).make();
}

json add_plain_flows(Context& context, const User& user, std::int64_t count)
{
  SampleMaker make(context, user);
  const auto from = make.credential("Plain S3", "s3", {{"region", "us-east-1"}});
  const auto to = make.credential("Plain Snowflake", "snowflake", {{"host", "plain.example.com"}});
  for (std::int64_t i = 1; i <= count; ++i) {
    const auto name = fmt::format("Plain flow {:05}", i);
    const auto source =
        make.source(name, "s3", from, {{"path", fmt::format("plain/{}", i)}, {"start.cron", k_sample_cron}});
    const auto set =
        make.derived(make.detected(source), name + ", clean", shift_operations({"order_id", "sku", "price"}));
    make.sink(set, fmt::format("PLAIN_{:05}", i), "snowflake", to,
              {{"table", fmt::format("PLAIN_{:05}", i)},
               {"insert.mode", "UPSERT"},
               {"primary.key", "ORDER_ID"},
               {"mapping", {{"mode", "auto"}}}});
    make.activate(Kind::source, source);
  }
  return {{"sources", count}};
}

} // namespace flowsync::sim
