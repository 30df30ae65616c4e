#include "plan/projects.hpp"

#include "builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

namespace {

const Address k_sales{ResourceKind::project, "", "sales"};

// The flow joins a project of the specs.
struct ProjectWorld : PlanWorld
{
  ProjectWorld()
  {
    apply_all();
    add("project/sales", ResourceKind::project, "Sales");
    std::sort(desired.resources.begin(), desired.resources.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
    auto& source = want("orders/source");
    source.own_project = k_sales;
    source.depends_on = {k_sales};
    inventory.proved[ResourceKind::project] = true;
  }

  void project_is_there()
  {
    LiveResource project;
    project.type = ResourceKind::project;
    project.id = 900;
    project.name = "Sales";
    project.description = mark("project/sales");
    project.owner_id = 42;
    project.body = {{"id", 900}, {"name", "Sales"}, {"description", project.description}};
    project.read_alone = true;
    inventory.resources[ResourceKind::project][900] = project;
    inventory.projects = {{900, "Sales", {}}};
  }
};

const FieldChange* membership(const Plan& plan)
{
  const auto* const source = plan.find(PlanWorld::source_address());
  const auto found = std::find_if(source->fields.begin(), source->fields.end(),
                                  [](const FieldChange& field) { return field.path == "/project_id"; });
  return found != source->fields.end() ? &*found : nullptr;
}

} // namespace

TEST_CASE("a flow joins a project that the same plan makes, after it")
{
  const ProjectWorld world;
  const auto plan = world.plan();
  CHECK(change_of(plan, "project/sales").action == Action::create);
  REQUIRE(membership(plan) != nullptr);
  CHECK(membership(plan)->after_unknown);
  CHECK(membership(plan)->field_class == FieldClass::cosmetic);
  CHECK(change_of(plan, "orders/source").depends_on == std::vector<Address>{k_sales});
  CHECK_FALSE(change_of(plan, "orders/source").restarts);
}

TEST_CASE("a membership is missing until the flow or the project shows it")
{
  ProjectWorld world;
  world.project_is_there();
  const auto before = world.plan();
  REQUIRE(membership(before) != nullptr);
  CHECK(membership(before)->after == json(900));

  auto& source = world.live("orders/source");
  SUBCASE("by the flow")
  {
    source.project_id = 900;
  }
  SUBCASE("by the project")
  {
    source.origin_node_id = 5000;
    world.inventory.projects[0].flow_nodes = {5000};
  }
  CHECK(membership(world.plan()) == nullptr);
}

TEST_CASE("a membership that was applied and is gone was ended in Nexla")
{
  ProjectWorld world;
  world.project_is_there();
  CHECK(membership(world.plan())->cause == Cause::spec); // it was never a member, as far as is known
  CHECK(world.plan().drift.empty());

  world.state.records.at(PlanWorld::source_address()).applied["project_id"] = 900;
  const auto ended = world.plan();
  REQUIRE(membership(ended) != nullptr);
  CHECK(membership(ended)->cause == Cause::drift);
  REQUIRE(ended.drift.size() == 1);
  CHECK(ended.drift[0].fields[0].path == "/project_id");

  // Taking the word out of the specs leaves the flow where it is.
  world.want("orders/source").own_project.reset();
  world.want("orders/source").depends_on.clear();
  world.live("orders/source").project_id = 900;
  CHECK(membership(world.plan()) == nullptr);
  CHECK(world.plan().find(PlanWorld::source_address())->fields.empty());
}

TEST_CASE("of two projects of one name the one with the id is meant, and an id that nobody shows is an error")
{
  PlanWorld world;
  world.apply_all();
  world.inventory.projects = {{900, "Sales", {}}, {901, "Sales", {}}};
  auto& source = world.want("orders/source");
  source.nexla_project = "Sales";
  CHECK(has_code(world.plan(), "ambiguous-project"));

  source.nexla_project.clear();
  source.nexla_project_id = 901;
  const auto plan = world.plan();
  CHECK_FALSE(has_code(plan, "ambiguous-project"));
  REQUIRE(membership(plan) != nullptr);
  CHECK(membership(plan)->after == json(901));
  world.live("orders/source").project_id = 901;
  CHECK(membership(world.plan()) == nullptr);

  source.nexla_project_id = 902;
  const auto unknown = world.plan();
  CHECK(has_code(unknown, "project-not-found"));
  CHECK(unknown.find(PlanWorld::source_address()) == nullptr);
}

TEST_CASE("what cannot be proved absent is not made, and its flow waits for it")
{
  ProjectWorld world;
  world.inventory.proved[ResourceKind::project] = false;
  const auto plan = world.plan();
  CHECK(plan.find(k_sales) == nullptr);
  CHECK(plan.find(PlanWorld::source_address()) == nullptr);
}

TEST_CASE("a deletion says how many flows the project leaves")
{
  ProjectWorld world;
  world.project_is_there();
  world.inventory.projects[0].flow_nodes = {5000, 5001};
  world.want("orders/source").own_project.reset();
  world.want("orders/source").depends_on.clear();
  std::erase_if(world.desired.resources, [](const auto& resource) { return resource.address == k_sales; });
  CHECK_FALSE(has_code(world.plan(), "project-leaves-flows"));
  PlanRequest prune;
  prune.prune = true;
  const auto plan = world.plan(prune);
  CHECK(change_of(plan, "project/sales").action == Action::remove);
  CHECK(has_code(plan, "project-leaves-flows"));
}
