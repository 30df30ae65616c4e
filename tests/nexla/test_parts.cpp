#include "nexla/accessors.hpp"
#include "nexla/docs.hpp"
#include "nexla/notifications.hpp"

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
