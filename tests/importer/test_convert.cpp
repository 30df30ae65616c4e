#include "import_fixture.hpp"

#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <nlohmann/json.hpp>

using namespace flowsync;
using namespace flowsync::importer;

TEST_CASE("an export becomes a flow that looks as a person would write it")
{
  Import import;
  import.run(fixture("orders_export.json"));
  REQUIRE_MESSAGE(import.result, import.words());
  CHECK(import.problems().empty());
  CHECK(import.result->flow == "orders-feed");
  CHECK(import.result->file == "environments/base/flows/orders-feed.yaml");
  CHECK(spec::write_yaml(*import.result->document) == fixture("orders_flow.yaml"));
  CHECK(import.result->credentials.size() == 2);
  CHECK(import.result->credentials.at("orders-s3").name == "Orders S3");
  CHECK(import.result->credentials.at("warehouse").name == "Warehouse");
}

TEST_CASE("numbers, texts and dotted keys arrive in the spec exactly as they were")
{
  Import import;
  import.run(fixture("orders_export.json"));
  REQUIRE(import.result);
  const auto config = to_json(*import.result->document->get("spec")->get("source")->get("config"));
  CHECK(config.at("max.rows") == 9007199254740993);
  CHECK(config.at("zip") == "0010");
  CHECK(config.at("csv.delimiter") == ",");
  CHECK(config.at("template") == "${record.id} and $${var.bucket}");
  CHECK(config.at("schema") == nlohmann::json{{"type", "object"}});
  CHECK(config.at("nothing") == nlohmann::json{{"$value", nullptr}});
  CHECK(spec::write_yaml(*import.result->document).find("ratio: 1.5\n") != std::string::npos);
}

TEST_CASE("what is written reads back as the same tree")
{
  Import import;
  import.run(fixture("orders_export.json"));
  REQUIRE(import.result);
  SourceFiles files;
  Diagnostics problems;
  const auto file = files.add("f.yaml", spec::write_yaml(*import.result->document), "base");
  const auto yaml = spec::read_yaml(files, file, problems);
  CHECK(problems.empty());
  REQUIRE(yaml.documents.size() == 1);
  CHECK(same_value(*yaml.documents[0], *import.result->document));
}

TEST_CASE("derived nexsets, lookups and reusable transforms are read by the shapes of the API")
{
  Import import;
  import.run(R"({"source":{"name":"Orders","data_credentials":"<data_credentials_id: Lake>","source_type":"s3"},
"detected_dataset":{"detected_dataset_1":{"name":"1 - Orders","description":"DataSet #1 detected from Orders"}},
"dataset":{
 "dataset_1":{"name":"Clean","parent_data_set_id":"detected_dataset_1","has_custom_transform":false,"tags":["a"],
  "transform":{"version":1,"data_maps":[],"transforms":[{"operation":"shift","spec":{"a":"b"}}]},
  "output_schema":{"type":"object"},"output_schema_annotations":{"properties":{"b":{"description":"The b"}}}},
 "dataset_2":{"name":"By columns","parent_data_set_id":"<data_set_id: dataset_1>","transform_id":"<transform_id: Columns>"},
 "dataset_3":{"name":"By script","parent_data_set_id":20,
  "code_container":{"code_type":"python","code_encoding":"base64","code":"cHJpbnQoMSkK","output_type":"custom"}},
 "dataset_4":{"name":"Elsewhere","transform_id":77}},
"sink":{"sink_1":{"name":"Out","sink_type":"script","sink_config":{"map.id":"data_map_1"},"data_set_id":"dataset_2",
  "data_credentials":"<data_credentials_id: Lake>",
  "code_container":{"code_type":"python3","code_encoding":"none","code":"yield 1\n"}},
 "sink_2":{"name":"Prices","sink_type":"data_map","sink_config":{},"data_set_id":"dataset_1","data_map_id":"data_map_2"}},
"data_maps":{"data_map_1":{"name":"Regions","map_primary_key":"code","data_defaults":{"name":"?"},"emit_data_default":true,
  "data_map":[{"code":"0010","name":"x"}]},
 "data_map_2":{"name":"Prices by sku","map_primary_key":"sku","data_sink_id":"sink_2"}},
"reusable_transforms":{"reusable_transform_1":{"name":"Columns","output_type":"record","code_type":"jolt_standard",
  "code_encoding":"none","code":[{"operation":"shift","spec":{"a":"b"}}],"reusable":true}}})",
             R"({"inputs":{},"meta_data":{"exported_source":9,"exported_dataset_ids":{"dataset_1":20},
"source_id_to_update":"6862","sink_ids_to_update":{"sink_1":6513},"dataset_ids_to_update":{"dataset_9":1}}})");
  REQUIRE_MESSAGE(import.result, import.words());
  const auto& result = *import.result;
  const auto spec = to_json(*result.document->get("spec"));
  CHECK(spec.at("nexsets")[1] == nlohmann::json::parse(R"({"key":"clean","from":"orders","name":"Clean","transform":
{"version":1,"data_maps":[],"transforms":[{"operation":"shift","spec":{"a":"b"}}]},"annotations":{"b":"The b"},
"tags":["a"]})"));
  CHECK(spec.at("nexsets")[2].at("from") == "clean");
  CHECK(spec.at("nexsets")[2].at("transform").at("ref") == "columns");
  CHECK(spec.at("nexsets")[3].at("from") == "clean");
  CHECK(spec.at("nexsets")[3].at("transform").at("file") == "../transforms/orders-by-script.py");
  CHECK(result.scripts.at("environments/base/transforms/orders-by-script.py") == "print(1)\n");
  CHECK(spec.at("nexsets")[4].at("from") == "orders"); // the only detected one
  CHECK_FALSE(spec.at("nexsets")[4].contains("transform"));
  CHECK(spec.at("sinks")[0].at("code").at("type") == "python3");
  CHECK(spec.at("sinks")[0].at("config").at("map.id") == "${ref.lookup/regions.id}");
  CHECK(result.scripts.at("environments/base/code/orders-out.py") == "yield 1\n");
  CHECK(spec.at("sinks")[1].at("lookup") == nlohmann::json::parse(R"({"name":"Prices by sku","primary_key":"sku"})"));
  REQUIRE(result.shared.size() == 2);
  CHECK(result.shared[0].file == "environments/base/lookups/regions.yaml");
  CHECK(to_json(*result.shared[0].document->get("spec")).at("entries")[0].at("code") == "0010");
  CHECK(result.shared[1].file == "environments/base/transforms/columns.yaml");
  CHECK(result.adopted == std::map<Address, ResourceId>{{{ResourceKind::source, "orders", ""}, 6862},
                                                        {{ResourceKind::sink, "orders", "out"}, 6513}});
  // What was left out, and by what it was read.
  CHECK(import.words().find("`transform_id` of `dataset_4` names a transform that is not in this file") !=
        std::string::npos);
  CHECK(import.words().find("`dataset_9`, which is not a block") != std::string::npos);
  REQUIRE(!result.notes.empty());
  CHECK(result.notes[0].find("not published") != std::string::npos);
}

TEST_CASE("a parent that is nowhere in the file is refused")
{
  Import import;
  import.run(
      small_export("", R"(,"dataset":{"dataset_1":{"name":"x","parent_data_set_id":"dataset_7"}},"surprise":1)"));
  CHECK(!import.result);
  CHECK(import.words().find("`dataset_7` is not a block of `detected_dataset` or `dataset`") != std::string::npos);
  CHECK(import.problems().find("not-imported") != std::string::npos);
}

TEST_CASE("a file that is not an export says so")
{
  for (const std::string text : {R"({"inputs":{}})", "[]", "3", R"({"source":[]})"}) {
    Import import;
    import.run(text);
    CHECK(!import.result);
    CHECK(import.words().find("not a flow file of the Nexla CLI") != std::string::npos);
  }
}

TEST_CASE("a schedule that is over is warned about, one that goes on is not")
{
  const auto problems = [](const std::string& cron) {
    Import import;
    import.run(small_export(R"(,"source_config":{"start.cron":")" + cron + "\"}"));
    REQUIRE(import.result);
    return import.problems();
  };
  CHECK(problems("0 45 18 16 7 ? 2025") == "schedule-over 1:126\n");
  CHECK(problems("0 45 18 22 NOV ? 2026").empty()); // later today
  CHECK(problems("0 0 0 * * ? *").empty());
  CHECK(problems("0 0 0 * * ?").empty());
  CHECK(problems("0 0 0 1 1 ? 2020-2024") == "schedule-over 1:126\n");
  CHECK(problems("0 0 0 1 1 ? 2020/2").empty());
  CHECK(problems("every day").empty());
}

TEST_CASE("secrets of a config are never written, and each gets a name")
{
  Import import;
  import.run(small_export(
      R"(,"source_config":{"hash_secret_key":"hunter2-planted","a":[{"password":77777},{"password":"hunter3-planted"}]})"));
  REQUIRE(import.result);
  const auto yaml = spec::write_yaml(*import.result->document);
  CHECK(yaml.find("hash_secret_key: ${secret.orders-hash-secret-key}\n") != std::string::npos);
  CHECK(yaml.find("${secret.orders-password}") != std::string::npos);
  CHECK(yaml.find("${secret.orders-password-2}") != std::string::npos);
  CHECK(import.result->secrets.size() == 3);
  std::string everything = yaml + import.words();
  for (const auto& item : import.diagnostics.items()) {
    everything += item.where.source_line;
    CHECK(item.code == "secret-left-out");
  }
  CHECK(everything.find("planted") == std::string::npos);
  CHECK(everything.find("77777") == std::string::npos);
  CHECK(everything.find("{env: FLOWSYNC_ORDERS_HASH_SECRET_KEY}") != std::string::npos);
}

TEST_CASE("keys that a spec would read as directives are written as literal keys")
{
  Import import;
  import.run(small_export(R"(,"source_config":{"$replace":true,"$$x":1,"${record.a}":2})"));
  REQUIRE(import.result);
  const auto* const config = import.result->document->get("spec")->get("source")->get("config");
  CHECK(config->get("$$replace") != nullptr);
  CHECK(config->get("$$$x") != nullptr);
  CHECK(config->get("${record.a}") != nullptr);
}

TEST_CASE("several detected sets keep their numbers, and sinks find theirs")
{
  Import import;
  import.run(R"({"source":{"name":"Code","source_type":"nexla_rest"},
"detected_dataset":{"detected_dataset_2":{"name":"3 - Old name","description":"DataSet #3 detected from Old name"},
"detected_dataset_10":{"name":null},
"detected_dataset_1":{"name":"Named by hand","description":"Mine","tags":["a"]}},
"sink":{"sink_10":{"name":"Same","sink_type":"s3","sink_config":{},"data_set_id":"detected_dataset_2","data_credentials":7},
"sink_2":{"name":"same","sink_type":"s3","sink_config":{},"data_set_id":"detected_dataset_10","data_credentials":7}}})");
  REQUIRE_MESSAGE(import.result, import.words());
  CHECK(import.result->flow == "code-flow"); // "code" is a word of addresses
  const auto spec = to_json(*import.result->document->get("spec"));
  CHECK(spec.at("nexsets") ==
        nlohmann::json::parse(
            R"([{"key":"named-by-hand","detected":{"index":1},"name":"Named by hand","description":"Mine",
          "tags":["a"]}, {"key":"old-name","detected":{"index":3}},{"key":"detected-10","detected":{"index":10}}])"));
  CHECK(spec.at("sinks")[0].at("key") == "same");
  CHECK(spec.at("sinks")[0].at("from") == "detected-10");
  CHECK(spec.at("sinks")[1].at("key") == "same-2");
  CHECK(spec.at("sinks")[1].at("from") == "old-name");
  CHECK(!spec.at("source").contains("credential"));
  CHECK(import.problems().empty());
}

TEST_CASE("every broken field of a block is named with its place")
{
  Import import;
  import.run(R"({"source":{"name":"","source_type":5,"source_config":[]},
"detected_dataset":{"detected_dataset_1":{"name":"1 - A"},"detected_dataset_2":{"name":"1 - B"},"x":7},
"sink":{"sink_1":{"name":"S","sink_type":"data_map","data_set_id":"dataset_1","data_credentials":"Lake","extra":"y"}}})");
  CHECK(!import.result);
  CHECK(import.problems() == "wrong-type 2:97\n");
  Import again;
  again.run(R"({"source":{"name":"","source_type":5,"source_config":[]},
"detected_dataset":{"detected_dataset_1":{"name":"1 - A"},"detected_dataset_2":{"name":"1 - B"}},
"sink":{"sink_1":{"name":"S","sink_type":"data_map","data_set_id":"dataset_1","data_credentials":"Lake","extra":"y"}}})");
  CHECK(!again.result);
  CHECK(again.problems() == "missing-key 1:19\nwrong-credential 3:98\nwrong-type 1:36\nmissing-credential 1:2\n"
                            "wrong-type 1:54\nsame-rank 2:88\nunknown-block 3:67\nnot-imported 3:9\n"
                            "not-imported 3:105\n");
}

TEST_CASE("a flow that is there already is not imported over it")
{
  Import import;
  import.options.flow_layers = {{ "orders", "base" }};
  import.run(small_export());
  CHECK(!import.result);
  CHECK(import.problems() == "flow-exists 1:19\n");
  Import named;
  named.options.flow_layers = {{"orders", "base"}};
  named.options.name = "orders-again";
  named.run(small_export());
  REQUIRE(named.result);
  CHECK(named.result->file == "environments/base/flows/orders-again.yaml");
}

TEST_CASE("a mark inside a description is not copied")
{
  Import import;
  import.run(small_export(R"(,"description":"Hourly\n[flowsync acme-data/dev orders/source]")"));
  REQUIRE(import.result);
  CHECK(import.result->document->get("spec")->get("source")->get("description")->text() == "Hourly");
}
