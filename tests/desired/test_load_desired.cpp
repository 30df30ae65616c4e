#include "desired/load_desired.hpp"

#include "overlay/fixture.hpp"

#include <nlohmann/json.hpp>

using namespace flowsync;
using namespace flowsync::desired;
using flowsync::test::environment;
using flowsync::test::flow;
using nlohmann::json;

namespace {

const std::string k_flow = "environments/base/flows/orders.yaml";
const std::string k_overlay = "environments/prod/flows/orders.yaml";
const std::string k_prod = "environments/prod/environment.yaml";

const std::string k_settings = "  nexla: {url: \"sim:demo\"}\n"
                               "  variables: {bucket: acme-prod}\n"
                               "  secrets: {hook: {env: NEXLA_HOOK}}\n"
                               "  credentials: {orders-s3: {id: 6027}, warehouse: {name: W}}\n";

const std::string k_orders = "  source:\n"
                             "    name: Orders\n"
                             "    type: s3\n"
                             "    credential: orders-s3\n"
                             "    config:\n"
                             "      path: ${var.bucket}/orders\n"
                             "      start.cron: \"0 0 * * * ? *\"\n"
                             "    api: {flow_type: in_memory}\n"
                             "  nexsets:\n"
                             "    - key: raw\n"
                             "      detected: {index: 1}\n"
                             "    - key: clean\n"
                             "      from: raw\n"
                             "      name: Orders, clean\n"
                             "      transform: {version: 1, transforms: []}\n"
                             "      validation: {enabled: true, schema: {type: object}}\n"
                             "      annotations: {order_id: Primary key}\n"
                             "  sinks:\n"
                             "    - key: warehouse\n"
                             "      from: clean\n"
                             "      type: snowflake\n"
                             "      credential: warehouse\n"
                             "      config: {database: SALES, table: ORDERS, insert.mode: UPSERT}\n"
                             "      create_destination: true\n";

LoadedDesired load(const std::map<std::string, std::string>& texts, const std::string& settings = k_settings)
{
  auto all = texts;
  all.emplace(k_prod, environment("prod", settings));
  return load_desired(test::project_of(all), "prod", overlay::ProcessEnvironment());
}

LoadedDesired load_orders(const std::string& spec, const std::string& settings = k_settings)
{
  return load({{k_flow, flow("orders", spec)}}, settings);
}

const DesiredResource& find(const LoadedDesired& loaded, const std::string& address)
{
  REQUIRE_MESSAGE(loaded.desired, test::text_of(loaded.diagnostics));
  for (const auto& resource : loaded.desired->resources) {
    if (resource.address.text() == address) {
      return resource;
    }
  }
  FAIL("no resource " << address);
  return loaded.desired->resources[0];
}

std::string place(const FieldOrigin& origin)
{
  return fmt::format("{}:{}:{}", origin.origin.layer, origin.origin.line, origin.origin.column);
}

} // namespace

TEST_CASE("a flow becomes one API document per resource")
{
  const auto loaded = load_orders(k_orders);
  CHECK(test::text_of(loaded.diagnostics) == "");
  const auto& source = find(loaded, "orders/source");
  CHECK(source.document == json::parse(R"({"name": "Orders", "source_type": "s3", "flow_type": "in_memory",
    "source_config": {"path": "acme-prod/orders", "start.cron": "0 0 * * * ? *"}})"));
  CHECK(source.credential_alias == "orders-s3");
  CHECK(!source.waits_for_data);
  const auto& raw = find(loaded, "orders/nexset/raw");
  CHECK(raw.document == json::object());
  CHECK(raw.detected);
  CHECK(raw.selector.index == 1);
  CHECK(raw.parent->text() == "orders/source");
  const auto& clean = find(loaded, "orders/nexset/clean");
  CHECK(clean.document == json::parse(R"({"name": "Orders, clean", "has_custom_transform": false,
    "transform": {"version": 1, "transforms": []}, "output_schema_validation_enabled": true,
    "output_validation_schema": {"type": "object"},
    "output_schema_annotations": {"properties": {"order_id": {"description": "Primary key"}}}})"));
  CHECK(clean.parent->text() == "orders/nexset/raw");
  const auto& sink = find(loaded, "orders/sink/warehouse");
  CHECK(sink.document == json::parse(R"({"name": "warehouse", "sink_type": "snowflake", "create_destination": true,
    "sink_config": {"database": "SALES", "table": "ORDERS", "insert.mode": "UPSERT"}})"));
  CHECK(sink.parent->text() == "orders/nexset/clean");
  CHECK(loaded.desired->credential_origins.at("warehouse").line == 8);
}

TEST_CASE("every field knows where it was written, what it replaced and which variable it holds")
{
  const auto loaded = load({{k_flow, flow("orders", k_orders)},
                            {k_overlay, flow("orders", "  state: paused\n"
                                                       "  sinks:\n"
                                                       "    - key: warehouse\n"
                                                       "      state: active\n"
                                                       "      config: {database: null, table: ORDERS_P}\n")}});
  CHECK(test::text_of(loaded.diagnostics) == "");
  const auto& source = find(loaded, "orders/source");
  const auto& path = source.origins.at("/source_config/path");
  CHECK(place(path) == "base:10:13");
  REQUIRE(path.variables.size() == 1);
  CHECK(path.variables[0] == std::pair<std::string, Origin>{"var.bucket", {k_prod, 6, 23, "prod"}});
  CHECK(place(source.origins.at("/source_config")) == "base:10:7");
  CHECK(place(source.origins.at("/source_type")) == "base:7:11");
  CHECK(place(source.origins.at("/data_credentials_id")) == "base:8:17");
  CHECK(place(source.origins.at("/status")) == "prod:5:10");
  CHECK(source.state == RunState::paused);
  const auto& sink = find(loaded, "orders/sink/warehouse");
  CHECK(sink.state == RunState::active);
  CHECK(place(sink.origins.at("/status")) == "prod:8:14");
  CHECK(place(sink.origins.at("/name")) == "base:23:12");
  CHECK(place(sink.origins.at("/data_set_id")) == "base:24:13");
  const auto& table = sink.origins.at("/sink_config/table");
  CHECK(place(table) == "prod:9:39");
  REQUIRE(table.overrides.size() == 1);
  CHECK(table.overrides[0].layer == "base");
  CHECK(!sink.document["sink_config"].contains("database"));
  CHECK(place(sink.tombstones.at("/sink_config/database")) == "prod:9:26");
  CHECK(sink.defined_at == Origin{k_flow, 23, 12, "base"});
  CHECK(place(find(loaded, "orders/nexset/clean")
                  .origins.at("/output_schema_annotations/properties/order_id/description")) == "base:21:31");
}

TEST_CASE("names carry the environment's prefix and suffix, but never those of detected sets")
{
  const auto loaded = load({{k_flow, flow("orders", "  source: {type: nexla_rest}\n"
                                                    "  nexsets:\n"
                                                    "    - {key: raw, detected: {}, name: Raw}\n"
                                                    "    - {key: clean, from: raw}\n")}},
                           k_settings + "  naming: {prefix: \"[qa] \", suffix: \" x\"}\n");
  CHECK(test::text_of(loaded.diagnostics) == "");
  CHECK(find(loaded, "orders/source").name == "[qa] orders x");
  CHECK(find(loaded, "orders/nexset/clean").document["name"] == "[qa] clean x");
  CHECK(find(loaded, "orders/nexset/raw").document == json::parse(R"({"name": "Raw"})"));
  CHECK(find(loaded, "orders/nexset/clean").document["has_custom_transform"] == false);
  CHECK(find(loaded, "orders/source").waits_for_data);
  CHECK(find(loaded, "orders/source").document["source_config"] == json::object());
}

TEST_CASE("secrets stay references, and what they touch is sensitive")
{
  const auto loaded = load_orders("  source:\n"
                                  "    type: nexla_rest\n"
                                  "    config:\n"
                                  "      url: \"https://h/${secret.hook}\"\n"
                                  "      hash_secret_key: ${secret.hook}\n"
                                  "      note: $${secret.hook}\n"
                                  "      password.file: plain\n");
  CHECK(test::text_of(loaded.diagnostics).find("literal-secret") != std::string::npos);
  const auto good = load_orders("  source:\n"
                                "    type: nexla_rest\n"
                                "    config:\n"
                                "      url: \"https://h/${secret.hook}\"\n"
                                "      hash_secret_key: ${secret.hook}\n"
                                "      note: $${secret.hook}\n"
                                "      rest.iterations: [{key: a, token: \"${secret.hook}\"}]\n");
  const auto& source = find(good, "orders/source");
  CHECK(source.deferred ==
        PathSet{"/source_config/url", "/source_config/hash_secret_key", "/source_config/rest.iterations/0/token"});
  CHECK(source.sensitive == source.deferred);
  CHECK(source.origins.at("/source_config/url").sensitive);
  CHECK(source.document["source_config"]["note"] == "${secret.hook}");
}

TEST_CASE("aliases without a credential are errors at their use, and the hint names the nearest")
{
  const auto text = test::text_of(load_orders("  source: {type: s3, credential: order-s3}\n").diagnostics);
  CHECK(text == "environments/base/flows/orders.yaml:5:34: unknown-credential: there is no credential for the alias "
                "`order-s3` in environment prod (did you mean `orders-s3`? Otherwise add it under `credentials:` in "
                "environments/prod/environment.yaml; `flowsync credentials -e prod` lists those of the account)\n");
}

TEST_CASE("ids of other resources make dependencies, and ids of credentials make none")
{
  const auto loaded = load(
      {{"environments/base/a.yaml", flow("a", "  source: {type: nexla_rest, config: {x: \"${ref.b/source.id}\", y: "
                                              "\"${ref.credential/warehouse.id}\", z: \"${ref.b/source.id}\"}}\n")},
       {"environments/base/b.yaml", flow("b", "  source: {type: nexla_rest}\n")}});
  CHECK(test::text_of(loaded.diagnostics) == "");
  CHECK(find(loaded, "a/source").depends_on == std::vector<Address>{*Address::parse("b/source")});
  CHECK(find(loaded, "a/source").deferred.size() == 3);
  CHECK(find(loaded, "a/source").sensitive.empty());
}

TEST_CASE("a flow runs after the only sink of another one, or after its source when it has none")
{
  const auto loaded = load({{k_flow, flow("orders", k_orders)},
                            {"environments/base/a.yaml", flow("a", "  source: {type: nexla_rest}\n")},
                            {"environments/base/b.yaml",
                             flow("b", "  triggers: [{after: orders}, {after: a}]\n  source: {type: nexla_rest}\n")}});
  CHECK(test::text_of(loaded.diagnostics) == "");
  const auto& source = find(loaded, "b/source");
  CHECK(source.document.at("triggers") == json{{"orders/sink/warehouse", "active"}, {"a/source", "active"}});
  CHECK(source.depends_on ==
        std::vector<Address>{*Address::parse("a/source"), *Address::parse("orders/sink/warehouse")});
  CHECK(source.origins.at("/triggers/a~1source").origin.line == 5);
}

TEST_CASE("references to nothing, to flows left out and in circles are errors at the reference")
{
  const auto problems = [](const std::string& value, const std::string& more = "") {
    return test::text_of(
        load({{"environments/base/a.yaml", flow("a", "  source: {type: nexla_rest, config: {x: \"" + value + "\"}}\n")},
              {"environments/base/b.yaml",
               flow("b", "  source: {type: nexla_rest, config: {x: \"${ref.a/source.id}\"}}\n")},
              {"environments/base/c.yaml", flow("c", "  source: {type: nexla_rest}\n")}},
             k_settings + more)
            .diagnostics);
  };
  CHECK(problems("${ref.c/source.id}") == "");
  CHECK(problems("${ref.c/nexset/x.id}") ==
        "environments/base/a.yaml:5:43: unknown-resource: there is no resource `c/nexset/x`\n");
  CHECK(problems("${ref.c/source.id}", "  flows: {exclude: [c]}\n").find("that is left out of environment prod") !=
        std::string::npos);
  CHECK(problems("${ref.credential/warehous.id}").find("unknown-credential") != std::string::npos);
  CHECK(problems("x ${ref.b/source.id}") ==
        "environments/base/a.yaml:5:45: cyclic-resources: resources need one another's ids: a/source -> b/source -> "
        "a/source\n");
  CHECK(problems("${ref.a/source.id}").find("a/source -> a/source") != std::string::npos);
}

TEST_CASE("moves, labels, adoptions and the project reach the planner")
{
  const auto loaded = load({{k_flow, "apiVersion: flowsync/v1\nkind: Flow\n"
                                     "metadata: {name: orders, labels: {team: sales}}\n"
                                     "spec:\n  nexla_project: Sales\n"
                                     "  source: {type: nexla_rest, allow_duplicate_name: true}\n"
                                     "moved:\n"
                                     "  - {from: old/source, to: orders/source}\n"
                                     "  - {from: old/sink/x, to: null}\n"
                                     "  - {from: old, to: orders}\n"
                                     "  - {from: other, to: null}\n"}},
                           k_settings + "  adopt: {orders/source: 6862}\n");
  CHECK(test::text_of(loaded.diagnostics) == "");
  const auto& source = find(loaded, "orders/source");
  CHECK(source.labels == std::map<std::string, std::string>{{"team", "sales"}});
  CHECK(source.nexla_project == "Sales");
  CHECK(source.origins.at("/project_id").origin.line == 5);
  CHECK(source.allow_duplicate_name);
  REQUIRE(loaded.desired->moves.size() == 2);
  CHECK(loaded.desired->moves[0].to->text() == "orders/source");
  CHECK(!loaded.desired->moves[1].to);
  REQUIRE(loaded.desired->flow_moves.size() == 2);
  CHECK(loaded.desired->flow_moves[0].from == "old");
  CHECK(loaded.desired->flow_moves[0].to == "orders");
  CHECK(!loaded.desired->flow_moves[1].to);
  CHECK(loaded.desired->environment.adopt.at(source.address).id == 6862);
}

TEST_CASE("all problems of one environment come in one run, sorted, each once")
{
  const auto text =
      test::text_of(load({{k_flow, flow("orders", "  source: {type: s3, credentail: x}\n"
                                                  "  sinks: [{key: wh, from: nope, type: s3, credential: y}]\n")}},
                         k_settings + "  limits: {detect_timeout: soon}\n")
                        .diagnostics);
  CAPTURE(text);
  CHECK(text.find("orders.yaml:5:22: unknown-key") != std::string::npos);
  CHECK(text.find("unknown-nexset") != std::string::npos);
  CHECK(text.find("unknown-credential") != std::string::npos);
  CHECK(text.find("environment.yaml:9:28") != std::string::npos);
  CHECK(text.find("unknown-key") == text.rfind("unknown-key"));
}

TEST_CASE("a text that must be known at once cannot hold a secret")
{
  const auto text = test::text_of(
      load_orders("  state: ${secret.hook}\n  source: {type: \"${secret.hook}\", credential: \"${secret.hook}\"}\n")
          .diagnostics);
  CHECK(std::count(text.begin(), text.end(), '\n') >= 3);
  CHECK(text.find("must be known before anything is sent") != std::string::npos);
}

TEST_CASE("the digest follows what would be applied and nothing else")
{
  const auto digest = [](const std::string& spec, const std::string& settings = k_settings) {
    const auto loaded = load_orders(spec, settings);
    REQUIRE_MESSAGE(loaded.desired, test::text_of(loaded.diagnostics));
    return loaded.desired->digest;
  };
  const auto first = digest(k_orders);
  CHECK(first.starts_with("sha256:"));
  CHECK(first.size() == 7 + 64);
  CHECK(digest("  # a comment\n" + k_orders) == first);
  CHECK(digest(k_orders + "      state: paused\n") != first);
  CHECK(digest(k_orders, k_settings + "  naming: {prefix: p}\n") != first);
  auto other = k_orders;
  other.replace(other.find("SALES"), 5, "TALES");
  CHECK(digest(other) != first);
}

TEST_CASE("one resource that two environments of one account adopt is an error with both places, told once")
{
  const auto with = [](const std::string& name, const std::string& url, const std::string& entry) {
    return environment(name, "  nexla: {url: \"" + url + "\"}\n  credentials: {orders-s3: {id: 6027}}\n" +
                                 (entry.empty() ? entry : "  adopt: {" + entry + "}\n"));
  };
  const auto text = std::string(
      "  source: {name: Orders, type: s3, credential: orders-s3, config: {path: \"${env.FLOWSYNC_VAR_P}\"}}\n");
  const auto problems = [&](const std::string& prod_url, const std::string& prod_entry,
                            const std::vector<std::string>& environments) {
    const auto project = test::project_of(
        {{k_flow, flow("orders", text)},
         {"environments/dev/environment.yaml", with("dev", "https://api.nexla.io/", "orders/source: 6862")},
         {k_prod, with("prod", prod_url, prod_entry)}});
    std::string found;
    const auto told = validate_environments(project, environments, overlay::ProcessEnvironment());
    for (const auto& item : told.items()) {
      if (item.code == "adopted-twice") {
        REQUIRE(item.related.size() == 1);
        found += fmt::format("{}:{} {}:{}\n", item.where.file, item.where.line, item.related[0].where.file,
                             item.related[0].where.line);
      }
    }
    return found;
  };
  const std::string both = k_prod + ":7 environments/dev/environment.yaml:7\n";
  CHECK(problems("https://api.nexla.io", "orders/source: 6862", {"dev", "prod"}) == both);
  CHECK(problems("https://api.nexla.io", "orders/source: 6862", {"prod"}) == both);
  CHECK(problems("https://api.nexla.io", "orders/source: 6863", {"dev", "prod"}).empty());
  CHECK(problems("https://other.nexla.io", "orders/source: 6862", {"dev", "prod"}).empty());
  CHECK(problems("https://api.nexla.io", "", {"dev", "prod"}).empty());
  const auto project =
      test::project_of({{k_flow, flow("orders", text)},
                        {"environments/dev/environment.yaml", with("dev", "sim:x", "orders/source: 6862")},
                        {k_prod, with("prod", "sim:x", "orders/source: 6862")}});
  CHECK(test::text_of(load_desired(project, "prod", overlay::ProcessEnvironment()).diagnostics).find("adopted-twice") !=
        std::string::npos);
}

TEST_CASE("validation warns of a place that two environments share, also when it is asked about one of them")
{
  const auto settings =
      std::string("  nexla: {url: \"https://api.nexla.io\"}\n  credentials: {orders-s3: {id: 6027}}\n");
  const auto project = test::project_of(
      {{k_flow,
        flow("orders", "  source: {name: Orders, type: s3, credential: orders-s3, config: {path: acme/orders}}\n")},
       {"environments/dev/environment.yaml", environment("dev", settings)},
       {"environments/qa/environment.yaml", environment("qa", settings + "  flows: {exclude: [orders]}\n")},
       {k_prod, environment("prod", settings)}});
  const auto count = [&](const std::vector<std::string>& environments) {
    const auto problems = validate_environments(project, environments, overlay::ProcessEnvironment());
    return std::count_if(problems.items().begin(), problems.items().end(),
                         [](const auto& item) { return item.code == "same-place"; });
  };
  CHECK(count({"dev", "qa", "prod"}) == 1);
  CHECK(count({"prod"}) == 1);
  CHECK(count({"qa"}) == 0);
}

TEST_CASE("the tags of a flow are those of all its resources, besides their own")
{
  const auto with = [](const std::string& flow_tags, const std::string& sink_tags) {
    auto spec = k_orders;
    spec.insert(0, flow_tags);
    return load_orders(spec + sink_tags);
  };
  const auto both = with("  tags: [finance, \"${var.bucket}\"]\n", "      tags: [daily, finance]\n");
  CHECK(find(both, "orders/source").document.at("tags") == json{"finance", "acme-prod"});
  CHECK(find(both, "orders/nexset/raw").document.at("tags") == json{"finance", "acme-prod"});
  CHECK(find(both, "orders/sink/warehouse").document.at("tags") == json{"finance", "acme-prod", "daily"});
  CHECK(place(find(both, "orders/sink/warehouse").origins.at("/tags/2")).ends_with(":14"));
  const auto none = with("", "      tags: []\n");
  CHECK_FALSE(find(none, "orders/source").document.contains("tags"));
  CHECK(find(none, "orders/sink/warehouse").document.at("tags") == json::array());
}
