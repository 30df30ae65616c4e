#include "exporter/pipelines.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::exporter;

namespace {

LiveResource& add(Inventory& inventory, ResourceKind type, ResourceId id)
{
  auto& live = inventory.resources[type][id];
  live.type = type;
  live.id = id;
  return live;
}

std::string words(const std::vector<Pipeline>& pipelines)
{
  std::string text;
  for (const auto& pipeline : pipelines) {
    text += std::to_string(pipeline.number) + ":";
    text += pipeline.source != nullptr ? std::to_string(pipeline.source->id) : "-";
    for (const auto* const nexset : pipeline.nexsets) {
      text += ">" + std::to_string(nexset->id);
    }
    text += pipeline.sink != nullptr ? "=" + std::to_string(pipeline.sink->id) + " " : " ";
  }
  return text;
}

} // namespace

TEST_CASE("one pipeline for each branch, in the order of the ids on the way down")
{
  Inventory inventory;
  add(inventory, ResourceKind::source, 7);
  add(inventory, ResourceKind::source, 8);
  add(inventory, ResourceKind::nexset, 20).source_id = 7;
  add(inventory, ResourceKind::nexset, 22).parent_set_id = 20;
  add(inventory, ResourceKind::nexset, 21).parent_set_id = 20;
  add(inventory, ResourceKind::sink, 30).parent_set_id = 22;
  add(inventory, ResourceKind::sink, 5).parent_set_id = 20;
  const plan::LiveTree tree(inventory);
  CHECK(words(pipelines_of(origins_of(inventory), tree)) == "1:7>20=5 2:7>20>21 3:7>20>22=30 4:8 ");
}

TEST_CASE("what a sink made is not an origin, what begins from another flow's nexset is one")
{
  Inventory inventory;
  add(inventory, ResourceKind::source, 7).sink_id = 30;
  add(inventory, ResourceKind::source, 9).auto_generated = true;
  add(inventory, ResourceKind::nexset, 21).parent_set_id = 999;
  auto& mine = add(inventory, ResourceKind::nexset, 22);
  mine.parent_set_id = 21;
  mine.node_id = mine.origin_node_id = 4;
  add(inventory, ResourceKind::sink, 30).parent_set_id = 21;
  const plan::LiveTree tree(inventory);
  CHECK(words(pipelines_of(origins_of(inventory), tree)) == "1:->21>22 2:->21=30 3:->22 ");
}

TEST_CASE("sets that name one another as parents end")
{
  Inventory inventory;
  add(inventory, ResourceKind::source, 7);
  auto& first = add(inventory, ResourceKind::nexset, 20);
  first.source_id = 7;
  add(inventory, ResourceKind::nexset, 21).parent_set_id = 22;
  add(inventory, ResourceKind::nexset, 22).parent_set_id = 21;
  const plan::LiveTree tree(inventory);
  CHECK(words(pipelines_of({inventory.find(ResourceKind::nexset, 21)}, tree)) == "1:->21>22 ");
}
