#include "nexla/accessors.hpp"
#include "nexla/docs.hpp"
#include "nexla/notifications.hpp"
#include "nexla/triggers.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using nlohmann::json;

TEST_CASE("accessors become entries of a name and its highest role")
{
  const PartNames names{{{"data", 601}}, 7};
  const auto rows = json::array(
      {{{"type", "USER"}, {"id", 42}, {"email", "Ann@Acme.example"}, {"access_roles", {"collaborator", "admin"}}},
       {{"type", "user"}, {"id", 43}, {"access_roles", {"operator"}}},
       {{"type", "TEAM"}, {"id", 601}, {"access_roles", {"Administrator"}}},
       {{"type", "TEAM"}, {"id", 602}, {"name", "sales"}, {"access_roles", {"operator", "unheard-of"}}},
       {{"type", "ORG"}, {"id", 7}, {"access_roles", {"collaborator"}}},
       {{"type", "ROBOT"}, {"id", 1}, {"access_roles", {"admin"}}},
       "nothing"});
  const json expected{{"user ann@acme.example", "admin"},
                      {"user 43", "operator"},
                      {"team data", "admin"},
                      {"team sales", "operator"},
                      {"org", "collaborator"}};
  const auto part = decode_accessors(rows, names);
  CHECK(part.entries == expected);
  CHECK(part.users == std::map<ResourceId, std::string>{{42, "user ann@acme.example"}, {43, "user 43"}});
  CHECK(decode_accessors(json::object(), names).entries == json::object());
  CHECK(decode_accessors(json("text"), names).entries == json::object());
}

TEST_CASE("documents come as a list, or as one below a key, with their texts trimmed")
{
  const auto rows = json::array({{{"id", 1}, {"name", "Orders"}, {"text", "\nOne file\nan hour\n"}},
                                 {{"id", 2}, {"name", ""}, {"text", "nobody's"}},
                                 {{"id", 3}, {"name", "Empty"}, {"text", nullptr}}});
  const json expected{{"Orders", "One file\nan hour"}, {"Empty", ""}};
  CHECK(decode_docs(rows).entries == expected);
  CHECK(decode_docs({{"docs", rows}}).entries == expected);
  CHECK(decode_docs(nullptr).entries == json::object());
}

TEST_CASE("channels are called what their settings call them, and told apart by their ids")
{
  const auto rows = json::array({{{"id", 1}, {"channel", "SLACK"}, {"config", {{"name", "ops"}, {"channel", "#ops"}}}},
                                 {{"id", 2}, {"channel", "slack"}, {"config", {{"channel", "#data"}}}},
                                 {{"id", 3}, {"channel", "EMAIL"}, {"config", {{"email", "a@b.c"}}}},
                                 {{"id", 4}, {"channel", "EMAIL"}, {"config", {{"email", "a@b.c"}}}},
                                 {{"id", 5}, {"channel", "WEBHOOKS"}, {"config", nullptr}},
                                 {{"id", 6}, {"channel", "SMS"}, {"config", {{"name", "sms"}}}},
                                 {{"channel", "SMS"}},
                                 "nothing"});
  std::string names;
  for (const auto& [name, channel] : decode_channels(rows)) {
    names += name + "=" + channel.way + std::to_string(channel.id) + "; ";
  }
  CHECK(names == "#data=SLACK2; a@b.c 3=EMAIL3; a@b.c 4=EMAIL4; ops=SLACK1; sms 6=SMS6; webhooks 5=WEBHOOKS5; ");
}

TEST_CASE("triggers of a source are told by what they wait for, and one that is set free counts")
{
  const auto row = [](const char* type, ResourceId after, const char* event, ResourceId runs, const char* status) {
    return json{{"id", 1},
                {"triggering_resource_type", type},
                {"triggering_resource_id", after},
                {"triggering_event_type", event},
                {"triggered_resource_type", "data_source"},
                {"triggered_resource_id", runs},
                {"status", status}};
  };
  PartNames names;
  names.owner_of = [](const LiveKey& key) {
    return key == LiveKey{ResourceKind::sink, 5} ? Address::parse("orders/sink/out") : std::nullopt;
  };
  const TriggerRows rows{
      row("data_sink", 5, "WRITE_DONE", 7, "PAUSED"),  row("DATA_SINK", 5, "write_done", 7, "ACTIVE"),
      row("data_source", 6, "READ_DONE", 7, "PAUSED"), row("data_sink", 5, "ERROR", 7, "ACTIVE"),
      row("data_sink", 5, "WRITE_DONE", 8, "ACTIVE"),  json::object()};
  const json expected{{"orders/sink/out", "active"}, {"data_source 6", "paused"}, {"data_sink 5 ERROR", "active"}};
  CHECK(decode_triggers(rows, {ResourceKind::source, 7}, names).entries == expected);
  CHECK(decode_triggers(rows, {ResourceKind::sink, 7}, names).entries == json::object());
}
