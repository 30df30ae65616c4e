// Files as accounts have them: derived sets, script sinks, lookups and reusable transforms, in the shapes of the API.

#include "import_fixture.hpp"

#include <nlohmann/json.hpp>

using namespace flowsync;
using namespace flowsync::importer;
using nlohmann::json;

namespace {

json spec_of(const Import& import)
{
  REQUIRE_MESSAGE(import.result, import.words());
  return to_json(*import.result->document->get("spec"));
}

// An export with these derived sets and sinks.
std::string with_sets(const std::string& sets, const std::string& rest = "")
{
  return R"({"source":{"name":"Orders","source_type":"nexla_rest"},"detected_dataset":{"detected_dataset_1":{"name":"1 - Orders"}},
"dataset":{)" +
         sets + "}" + rest + "}";
}

} // namespace

TEST_CASE("a usual file becomes a whole flow in the folder of its environment, without one warning")
{
  Import import;
  import.options.layer = "dev";
  import.run(fixture("store_orders_export.json"));
  const auto spec = spec_of(import);
  CHECK_MESSAGE(import.diagnostics.empty(), import.words());
  const auto& result = *import.result;
  CHECK(result.file == "environments/dev/flows/store-orders.yaml");
  CHECK(spec.at("source").at("config").at("lookup").at("map.id") == "${ref.lookup/store-regions.id}");
  // Scripts come out of their wrapping, so that they can be read and reviewed.
  CHECK(spec.at("nexsets")[1] == json::parse(R"({"key":"store-orders-clean","from":"store-orders",
"name":"Store Orders, clean","transform":{"file":"../transforms/store-orders-store-orders-clean.py","type":"python"},
"annotations":{"order_id":"Primary key"},"tags":["retail"]})"));
  CHECK(result.scripts.at("environments/dev/transforms/store-orders-store-orders-clean.py") ==
        "def transform(input, metadata, args):\n    return input\n");
  CHECK(spec.at("nexsets")[2] == json::parse(R"({"key":"store-orders-by-region","from":"store-orders-clean",
"name":"Store Orders, by region","transform":{"ref":"add-region"},"state":"paused",
"validation":{"enabled":true,"schema":{"type":"object","required":["order_id"]}}})"));
  // Its name is that of the detected set; a transform that does nothing is none.
  CHECK(spec.at("nexsets")[3] ==
        json::parse(R"({"key":"store-orders-as-they-are","from":"store-orders","name":"Store Orders, as they are"})"));
  CHECK(spec.at("sinks")[1].at("code").at("file") == "../code/store-orders-post-to-the-partner.py");
  CHECK(result.scripts.at("environments/dev/code/store-orders-post-to-the-partner.py") ==
        "def write(records):\n    pass\n");
  CHECK(spec.at("sinks")[2].at("lookup") ==
        json::parse(R"({"name":"Prices by sku","primary_key":"sku","defaults":{"price":"0"}})"));
  REQUIRE(result.shared.size() == 2);
  CHECK(result.shared[0].file == "environments/dev/lookups/store-regions.yaml");
  CHECK(to_json(*result.shared[0].document->get("spec")).at("tags") == json{"retail"});
  CHECK(result.shared[1].file == "environments/dev/transforms/add-region.yaml");
  REQUIRE(result.notes.size() == 3);
  CHECK(result.notes[2] == "left out, because Nexla writes them by itself: `access_roles`, `data_sinks`, `flow_type`, "
                           "`id`, `managed`, `public` and `use_versioning`");
}

TEST_CASE("a parent is named by the key, the name or the id of its block")
{
  const auto parent_of = [](const std::string& parent, const std::string& properties = {}) {
    Import import;
    import.run(with_sets(R"("dataset_1":{"name":"A","id":41},"dataset_2":{"name":"B","parent_data_set_id":"dataset_1"},
"dataset_3":{"name":"C",)" +
                         parent + "}"),
               properties);
    return spec_of(import).at("nexsets")[3].at("from").get<std::string>();
  };
  CHECK(parent_of(R"("parent_data_set_id":"dataset_2")") == "b");
  CHECK(parent_of(R"("parent_data_set_id":"B")") == "b");
  CHECK(parent_of(R"("parent_data_set_id":"<data_set_id: B>")") == "b");
  CHECK(parent_of(R"("parent_data_set_id":41)") == "a");
  CHECK(parent_of(R"("parent_data_sets":[{"id":41,"owner_id":2}])") == "a");
  CHECK(parent_of(R"("parent_data_sets":[],"data_set_id":"dataset_2")") == "b");
  CHECK(parent_of(R"("parent_data_set_id":52)",
                  R"({"inputs":{},"meta_data":{"exported_dataset_ids":{"dataset_2":52}}})") == "b");
}

TEST_CASE("what was inferred of a parent is said, and what cannot be placed is refused with what would help")
{
  Import inferred;
  inferred.run(with_sets(R"("dataset_1":{"name":"A"})"));
  CHECK(spec_of(inferred).at("nexsets")[1].at("from") == "orders");
  CHECK(inferred.words().find("`dataset_1` names no parent: it is put below `orders`, the only detected set") == 0);
  Import moved;
  moved.run(with_sets(R"("dataset_1":{"name":"2 - Orders","data_source_id":"<data_source_id>"})"));
  CHECK(spec_of(moved).at("nexsets")[1].at("detected").at("index") == 2);
  CHECK(moved.words().find("`dataset_1` has no parent and names the source: it is read as a detected set") == 0);
  Import by_id;
  by_id.run(with_sets(R"("dataset_1":{"name":"A","parent_data_set_id":99})"));
  CHECK(!by_id.result);
  CHECK(by_id.words() ==
        "`99` is not a block of `detected_dataset` or `dataset`\na properties file (--properties) says "
        "which block an id stood for\n");
  Import two;
  two.run(with_sets(R"("dataset_1":{"name":"A","parent_data_set_id":"detected_dataset_1"},
"dataset_2":{"name":"A","parent_data_set_id":"detected_dataset_1"},"dataset_3":{"name":"B","parent_data_set_id":"A"})"));
  CHECK(two.problems().find("unknown-block") == 0); // two have the name
  Import circle;
  circle.run(with_sets(R"("dataset_1":{"name":"A","parent_data_set_id":"dataset_2"},
"dataset_2":{"name":"B","parent_data_set_id":"dataset_1"})"));
  CHECK(circle.words().find("`dataset_1` comes from itself") == 0);
}

TEST_CASE("ids of the account that a file came from do not go into configs unseen")
{
  const auto run = [](const std::string& value) {
    Import import;
    import.run(R"({"source":{"name":"Orders","source_type":"nexla_rest","source_config":{"map.id":)" + value +
               R"(}},"data_maps":[{"id":501,"name":"Regions","map_primary_key":"a","data_map":[]},
{"id":502,"name":"Prices","map_primary_key":"a","data_sink_id":9}]})");
    return std::pair(spec_of(import).at("source").at("config").at("map.id"), import.words());
  };
  CHECK(run("501") == std::pair(json("${ref.lookup/regions.id}"), std::string()));
  CHECK(run("\"501\"").first == "${ref.lookup/regions.id}");
  CHECK(run("\"data_map_1\"").first == "${ref.lookup/regions.id}");
  CHECK(run("777").second.find("`777` stands for something that is not in this file") == 0);
  CHECK(run("\"<data_map_id: Gone>\"").second.find("`<data_map_id: Gone>` stands for something") == 0);
  CHECK(run("502").second.find("`502` is a lookup that a sink fills") == 0);
  CHECK(run("\"<b>bold</b>\"").second.empty());
}

TEST_CASE("every id map of the properties file that is to be updated becomes an adoption, whatever block it is of")
{
  Import import;
  import.run(fixture("store_orders_export.json"), R"({"inputs":{},"meta_data":{"source_id_to_update":6862,
"detected_dataset_ids_to_update":{"detected_dataset_1":"51"},"dataset_ids_to_update":{"dataset_1":52},
"sink_ids_to_update":{"sink_1":"","sink_2":53},"data_map_ids_to_update":{"data_map_1":54},
"reusable_transform_ids_to_update":{"reusable_transform_1":55}}})");
  REQUIRE_MESSAGE(import.result, import.words());
  CHECK(import.result->adopted == std::map<Address, ResourceId>{
                                      {{ResourceKind::source, "store-orders", ""}, 6862},
                                      {{ResourceKind::nexset, "store-orders", "store-orders"}, 51},
                                      {{ResourceKind::nexset, "store-orders", "store-orders-clean"}, 52},
                                      {{ResourceKind::sink, "store-orders", "post-to-the-partner"}, 53},
                                      {{ResourceKind::lookup, "", "store-regions"}, 54},
                                      {{ResourceKind::transform, "", "add-region"}, 55},
                                  });
  Import wrong;
  wrong.run(fixture("store_orders_export.json"), R"({"inputs":{},"meta_data":{"sink_ids_to_update":{"sink_1":"x1"}}})");
  CHECK(wrong.words().find("the id for `sink_1` must be a whole number above 0") == 0);
}
