#include "sim/generated_source.hpp"

#include "sim/connectors.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

bool wants_source(const Object& sink)
{
  const auto& config = sink.field("sink_config");
  const auto wanted = config.is_object() ? config.value("create.datasource", json()) : json();
  return family_of(sink.text("sink_type")) == Family::api && (wanted == true || wanted == "true");
}

} // namespace

void generate_source(Context& context, Object& sink)
{
  if (!wants_source(sink)) {
    return;
  }
  const auto& existing = context.world.sources_of_sink(sink.id);
  Id id = existing.empty() ? 0 : *existing.begin();
  if (id == 0) {
    Object source = make_object(context, Kind::source);
    source.name = fmt::format("{} - response", sink.name.value_or(""));
    source.sink_id = sink.id;
    source.fields = {{"source_type", "nexla_rest"}, {"source_config", json::object()}, {"flow_type", "streaming"},
                     {"ingest_method", "WEBHOOK"},  {"source_format", "JSON"},         {"ingestion_mode", "WEBHOOK"}};
    id = source.id;
    context.world.put(std::move(source));
  }
  if (context.switches.at<"server_writes">() == "on") {
    sink.fields["sink_config"]["ingest.datasource.id"] = id;
  }
}

} // namespace flowsync::sim
