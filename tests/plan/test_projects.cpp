#include "plan/projects.hpp"

#include "builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

namespace {

const Address k_sales{ResourceKind::project, "", "sales"};

// The flow joins a project of the specs.
struct ProjectWorld : World
{
  ProjectWorld()
  {
    apply_all();
    add("project/sales", ResourceType::project, "Sales");
    std::sort(desired.resources.begin(), desired.resources.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
    auto& source = want("orders/source");
    source.own_project = k_sales;
    source.depends_on = {k_sales};
    inventory.proved[ResourceType::project] = true;
  }

  void project_is_there()
  {
    LiveResource project;
    project.type = ResourceType::project;
    project.id = 900;
    project.name = "Sales";
    project.description = mark("project/sales");
    project.owner_id = 42;
    project.body = {{"id", 900}, {"name", "Sales"}, {"description", project.description}};
    project.read_alone = true;
    inventory.resources[ResourceType::project][900] = project;
    inventory.projects = {{900, "Sales", {}}};
  }
};

const FieldChange* membership(const Plan& plan)
{
  const auto* const source = plan.find(World::source_address());
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

TEST_CASE("what cannot be proved absent is not made, and its flow waits for it")
{
  ProjectWorld world;
  world.inventory.proved[ResourceType::project] = false;
  const auto plan = world.plan();
  CHECK(plan.find(k_sales) == nullptr);
  CHECK(plan.find(World::source_address()) == nullptr);
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
  PlanOptions prune;
  prune.prune = true;
  const auto plan = world.plan(prune);
  CHECK(change_of(plan, "project/sales").action == Action::remove);
  CHECK(has_code(plan, "project-leaves-flows"));
}
