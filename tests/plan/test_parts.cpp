#include "builder.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/masking.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

namespace {

struct AccessWorld : PlanWorld
{
  explicit AccessWorld(json wanted)
  {
    source().document["access"] = wanted;
    apply_all();
    live("orders/source").body["access"] = std::move(wanted);
  }

  DesiredResource& source() { return want("orders/source"); }
  json& shown() { return live("orders/source").body["access"]; }
  std::string paths() const
  {
    const auto planned = plan();
    std::string text;
    for (const auto& field : change_of(planned, "orders/source").fields) {
      text += field.path + (field.after ? "=" + field.after->dump() : " gone") + "; ";
    }
    return text;
  }
};

} // namespace

TEST_CASE("entries of a part are compared one by one, and those of others stay")
{
  AccessWorld world(json{{"user ann@acme.example", "operator"}, {"org", "collaborator"}});
  CHECK(world.paths().empty());
  world.shown()["user bob@acme.example"] = "admin";
  CHECK(world.paths().empty());
  world.shown()["org"] = "admin";
  CHECK(world.paths() == "/access/org=\"collaborator\"; ");
  world.shown().erase("org");
  CHECK(world.paths() == "/access/org=\"collaborator\"; ");
  world.source().document["access"].erase("org");
  world.shown()["org"] = "collaborator";
  CHECK(world.paths() == "/access/org gone; ");
  world.source().document.erase("access");
  CHECK(world.paths() == "/access/org gone; /access/user ann@acme.example gone; ");
}

TEST_CASE("with an exact part everything else goes, but what cannot go")
{
  AccessWorld world(json{{"org", "collaborator"}});
  world.source().exact.insert("access");
  world.shown()["user ann@acme.example"] = "admin";
  world.shown()["user owner@acme.example"] = "owner";
  world.live("orders/source").irremovable.insert("/access/user owner@acme.example");
  CHECK(world.paths() == "/access/user ann@acme.example gone; ");
}

TEST_CASE("a change of a part restarts nothing and writes no mark")
{
  AccessWorld world(json{{"org", "collaborator"}});
  world.shown()["org"] = "admin";
  const auto change = change_of(world.plan(), "orders/source");
  CHECK(change.action == Action::update);
  CHECK(!change.restarts);
  CHECK(!change.write_mark);
}

TEST_CASE("names in parts are not keys of secrets")
{
  json document{{"access", {{"team password keepers", "admin"}}},
                {"docs", {{"password.md", "Ask Ann."}}},
                {"source_config", {{"docs", {{"password", "hunter2"}}}, {"access", {{"token", "x"}}}}}};
  mask_sensitive_fields(document);
  CHECK(document["access"]["team password keepers"] == "admin");
  CHECK(document["docs"]["password.md"] == "Ask Ann.");
  CHECK(document["source_config"]["docs"]["password"] == "(sensitive)");
  CHECK(document["source_config"]["access"]["token"] == "(sensitive)");

  FieldChange change;
  change.path = "/docs/password.md";
  change.before = "Ask Ann.";
  change.after = "Ask Bob.";
  CHECK(masked_field(change).after == json("Ask Bob."));
  change.sensitive = true; // made of a secret
  CHECK(masked_field(change).after == json("(sensitive)"));
  change.sensitive = false;
  change.path = "/source_config/docs/password";
  CHECK(masked_field(change).after == json("(sensitive)"));
}
