#include "overlay/render.hpp"

#include "overlay/fixture.hpp"
#include "overlay/layers.hpp"

using namespace flowsync;
using namespace flowsync::overlay;
using flowsync::test::environment;
using flowsync::test::flow;

namespace {

struct Result
{
  spec::Project project;
  Diagnostics diagnostics;
  std::optional<Rendered> rendered;

  std::string problems() const
  {
    return test::text_of(diagnostics) + (rendered ? test::text_of(rendered->diagnostics) : "");
  }
  // The `spec` of a flow as YAML.
  std::string spec_of(const std::string& name) const
  {
    REQUIRE(rendered);
    for (const auto& item : rendered->flows) {
      if (item.name == name) {
        return spec::write_yaml(*item.document->get("spec"));
      }
    }
    FAIL("no flow " << name);
    return {};
  }
};

Result render_of(const std::map<std::string, std::string>& texts,
                 const std::map<std::string, std::string, std::less<>>& process = {}, const std::string& name = "prod")
{
  Result result{test::project_of(texts), {}, {}};
  result.rendered = render(result.project, name, ProcessEnvironment(process), result.diagnostics);
  return result;
}

const std::string k_flow = "environments/base/flows/orders.yaml";
const std::string k_overlay = "environments/prod/flows/orders.yaml";
const std::string k_prod = "environments/prod/environment.yaml";

// What one text of a source's config becomes.
std::string config_value(const std::string& written, const std::string& settings,
                         const std::map<std::string, std::string, std::less<>>& process = {})
{
  const auto result = render_of({{k_flow, flow("orders", "  source:\n    config:\n      a: " + written + "\n")},
                                 {k_prod, environment("prod", settings)}},
                                process);
  CHECK(result.problems() == "");
  const auto yaml = result.spec_of("orders");
  const std::string before = "source:\n  config:\n    a:";
  REQUIRE(yaml.starts_with(before));
  return yaml.substr(before.size());
}

// What is wrong with a flow whose config holds one text.
std::string config_problems(const std::string& written, const std::string& settings,
                            const std::map<std::string, std::string, std::less<>>& process = {})
{
  return render_of({{k_flow, flow("orders", "  source:\n    config:\n      a: " + written + "\n")},
                    {k_prod, environment("prod", settings)}},
                   process)
      .problems();
}

} // namespace

TEST_CASE("an environment's flow is base with its overlay on top and variables put in")
{
  const auto result =
      render_of({{k_flow, flow("orders", "  source:\n"
                                         "    type: s3\n"
                                         "    credential: orders-s3\n"
                                         "    config: {path: \"${var.bucket}/orders\", limit: 10}\n"
                                         "  sinks:\n"
                                         "    - {key: wh, from: clean, config: {table: T, mode: x}}\n")},
                 {k_overlay, flow("orders", "  source: {config: {limit: 20}}\n"
                                            "  sinks:\n"
                                            "    - {key: wh, config: {mode: null}}\n"
                                            "    - {key: copy, from: clean}\n")},
                 {k_prod, environment("prod", "  variables: {bucket: acme-prod}\n")}});
  CHECK(result.problems() == "");
  CHECK(result.spec_of("orders") == "source:\n"
                                    "  type: s3\n"
                                    "  credential: orders-s3\n"
                                    "  config:\n"
                                    "    path: acme-prod/orders\n"
                                    "    limit: 20\n"
                                    "sinks:\n"
                                    "  - key: wh\n"
                                    "    from: clean\n"
                                    "    config:\n"
                                    "      table: T\n"
                                    "  - key: copy\n"
                                    "    from: clean\n");
}

TEST_CASE("layers come from extends, left to right, depth first, each once, and base is implicit")
{
  auto project =
      test::project_of({{"environments/base/a.yaml", flow("a", "  state: active\n")},
                        {"environments/nonprod/environment.yaml", environment("nonprod", "  abstract: true\n")},
                        {"environments/eu/environment.yaml", environment("eu", "  {abstract: true, extends: base}\n")},
                        {"environments/dev/environment.yaml", environment("dev", "  extends: [nonprod, eu]\n")},
                        {"environments/qa/environment.yaml", environment("qa", "  extends: dev\n")}});
  Diagnostics diagnostics;
  std::string names;
  for (const auto* const layer : layers_of(project, "qa", diagnostics)) {
    names += layer->name + " ";
  }
  CHECK(names == "base nonprod eu dev qa ");
  CHECK(environment_names(project) == std::vector<std::string>{"dev", "qa"});
  CHECK(diagnostics.empty());
}

TEST_CASE("unknown, abstract and cyclic environments are refused with what there is")
{
  const std::map<std::string, std::string> texts{
      {"environments/base/a.yaml", flow("a", "  state: active\n")},
      {"environments/low/environment.yaml", environment("low", "  abstract: true\n")},
      {"environments/dev/environment.yaml", environment("dev", "  extends: lwo\n")},
      {"environments/x/environment.yaml", environment("x", "  extends: z\n")},
      {"environments/z/environment.yaml", environment("z", "  extends: [x]\n")}};
  CHECK(render_of(texts, {}, "dve").problems() ==
        ":0:0: unknown-environment: there is no environment `dve` (did you mean `dev`? there are dev, x and z)\n");
  CHECK(render_of(texts, {}, "low").problems() == "environments/low/environment.yaml:5:13: abstract-environment: `low` "
                                                  "is only a layer for other environments (there are dev, x and z)\n");
  CHECK(render_of(texts, {}, "base").problems().find("abstract-environment") != std::string::npos);
  CHECK(render_of(texts, {}, "dev").problems() == "environments/dev/environment.yaml:5:12: unknown-layer: there is no "
                                                  "folder environments/lwo (did you mean `low`?)\n");
  CHECK(render_of(texts, {}, "x").problems() ==
        "environments/z/environment.yaml:5:13: cyclic-layers: environments extend one another: x -> z -> x\n");
}

TEST_CASE("a layer's settings are inherited, but not that it is abstract or what it extends")
{
  const auto result = render_of(
      {{"environments/low/environment.yaml", environment("low", "  abstract: true\n"
                                                                "  variables: {a: low, b: low}\n"
                                                                "  safety: {prevent_delete: true, max_changes: 30%}\n"
                                                                "  credentials: {wh: {name: W}}\n")},
       {k_prod, environment("prod", "  extends: low\n"
                                    "  variables: {b: prod}\n"
                                    "  safety: {max_deletes: 2, max_changes: null}\n"
                                    "  credentials: {wh: {$replace: true, id: 5}}\n"
                                    "  naming: {prefix: \"${var.a} \"}\n"
                                    "  limits: {parallelism: 3, detect_timeout: 2m}\n"
                                    "  adopt: {orders/source: 6862}\n"
                                    "  nexla:\n"
                                    "    url: sim:demo\n"
                                    "    auth: {service_key: \"${env.NEXLA_KEY}\"}\n"
                                    "    owners: [42]\n")}});
  CHECK(result.problems() == "");
  const auto& environment = result.rendered->environment;
  CHECK(environment.name == "prod");
  CHECK(environment.layers == std::vector<std::string>{"low", "prod"});
  CHECK(environment.variables.at("a")->text() == "low");
  CHECK(environment.variables.at("b")->text() == "prod");
  CHECK(environment.safety.prevent_delete);
  CHECK(environment.safety.max_deletes->value == 2);
  CHECK(!environment.safety.max_changes);
  CHECK(environment.credentials.at("wh").id == 5);
  CHECK(environment.credentials.at("wh").name.empty());
  CHECK(environment.name_prefix == "low ");
  CHECK(environment.limits.parallelism == 3);
  CHECK(environment.limits.detect_timeout == std::chrono::minutes(2));
  CHECK(environment.limits.create_settle == std::chrono::seconds(60));
  CHECK(environment.adopt.at(*Address::parse("orders/source")).id == 6862);
  CHECK(environment.url == "sim:demo");
  CHECK(environment.auth.kind == AuthSettings::Kind::service_key);
  CHECK(environment.auth.text == "${env.NEXLA_KEY}");
  CHECK(environment.owners == std::vector<std::int64_t>{42});
}

TEST_CASE("a text that is only a variable takes its kind, and inside a text it becomes text")
{
  const std::string variables =
      "  variables: {n: 5, yes: true, t: \"0010\", l: [1, {a: \"${var.n}\"}], z: {$value: null}}\n";
  CHECK(config_value("${var.n}", variables) == " 5\n");
  CHECK(config_value("${var.yes}", variables) == " true\n");
  CHECK(config_value("${var.t}", variables) == " \"0010\"\n");
  CHECK(config_value("x${var.n}-${var.yes}", variables) == " x5-true\n");
  CHECK(config_value("${var.l}", variables) == "\n      - 1\n      - a: 5\n");
  CHECK(config_value("${var.z}", variables) == " null\n");
  CHECK(config_value("[\"${var.n}\", \"${var.t}\"]", variables) == "\n      - 5\n      - \"0010\"\n");
}

TEST_CASE("variables may use variables and the process environment, in any order")
{
  CHECK(config_value("${var.url}", "  variables: {url: \"${var.host}/x\", host: \"${env.FLOWSYNC_VAR_HOST}\"}\n",
                     {{"FLOWSYNC_VAR_HOST", "h"}}) == " h/x\n");
  CHECK(config_value("${env.TEAM}", "  variables: {}\n", {{"TEAM", "sales"}, {"FLOWSYNC_ENV", "A,TEAM"}}) ==
        " sales\n");
  // A value is data: what looks like a reference in it is none.
  CHECK(config_value("${env.FLOWSYNC_VAR_X}", "  variables: {}\n", {{"FLOWSYNC_VAR_X", "${var.y}"}}) == " ${var.y}\n");
}

TEST_CASE("other braces pass through, and a doubled dollar is literal")
{
  CHECK(config_value("\"${record.id} {yyyy} $${var.x}\"", "  variables: {}\n") == " ${record.id} {yyyy} ${var.x}\n");
}

TEST_CASE("secrets and ids of resources stay in the text, in template syntax, with literal parts escaped")
{
  const auto result =
      render_of({{k_flow, flow("orders", "  source:\n"
                                         "    config:\n"
                                         "      a: ${var.auth}\n"
                                         "      b: \"$${var.x} ${ref.orders/nexset/raw.id} ${var.lit}\"\n"
                                         "      c: plain\n")},
                 {k_prod, environment("prod", "  variables: {auth: \"Bearer ${secret.hook}\", lit: \"$${secret.z}\"}\n"
                                              "  secrets: {hook: {env: NEXLA_HOOK}}\n")}});
  CHECK(result.problems() == "");
  const auto* const config = result.rendered->flows[0].document->get("spec")->get("source")->get("config");
  CHECK(config->get("a")->text() == "Bearer ${secret.hook}");
  CHECK(config->get("a")->deferred);
  CHECK(config->get("a")->sensitive);
  CHECK(config->get("b")->text() == "$${var.x} ${ref.orders/nexset/raw.id} $${secret.z}");
  CHECK(config->get("b")->deferred);
  CHECK(!config->get("b")->sensitive);
  CHECK(!config->get("c")->deferred);
}

TEST_CASE("undefined, misspelt, broken and cyclic references are errors at the reference")
{
  const std::string settings = "  variables: {bucket: b, list: [1]}\n  secrets: {hook: {env: NEXLA_HOOK}}\n";
  CHECK(config_problems("\"s3://${var.buckt}/x\"", settings) ==
        "environments/base/flows/orders.yaml:7:16: unknown-variable: there is no variable `buckt` in environment prod "
        "(did you mean `${var.bucket}`?)\n");
  CHECK(config_problems("${var.qqqqqq}", settings)
            .find("add it under `variables:` in environments/prod/environment.yaml") != std::string::npos);
  CHECK(config_problems("${secret.hok}", settings).find("unknown-secret: there is no secret `hok`") !=
        std::string::npos);
  CHECK(config_problems("${var.bucket", settings).find("7:10: bad-reference: `${var.bucket` has no closing brace") !=
        std::string::npos);
  CHECK(config_problems("x${var.list}", settings).find("is a list and cannot be part of a text") != std::string::npos);
  CHECK(config_problems("${ref.nonsense.id}", settings).find("not the address of a resource") != std::string::npos);
  CHECK(config_problems("${vars.bucket}", settings).find("lookalike-reference") != std::string::npos);
  CHECK(config_problems("${vars.other}", settings).find("did you mean `${var.other}`?") != std::string::npos);
  CHECK(config_problems("${secrets.x}", settings).find("did you mean `${secret.x}`?") != std::string::npos);
  CHECK(config_problems("${refs.orders/source}", settings).find("did you mean `${ref.orders/source.id}`?") !=
        std::string::npos);
  CHECK(config_problems("\"${var:x}\"", settings)
            .find("did you mean `${var.x}`? If this very text is meant, write "
                  "`$${var:x}`") != std::string::npos);
  CHECK(config_problems("\"$${secrets.x} $${var:x} ${record.id} ${sys:x} $vars.other\"", settings) == "");
  CHECK(config_problems("\"x ${ var.bucket } ${var.bucket}\"", settings) ==
        "environments/base/flows/orders.yaml:7:13: lookalike-reference: `${ var.bucket }` is sent as it stands: it is "
        "not a "
        "reference (did you mean `${var.bucket}`? If this very text is meant, write `$${ var.bucket }`)\n");
  CHECK(config_problems("${variables.bukcet}", settings).find("did you mean `${var.bucket}`?") != std::string::npos);
  CHECK(config_problems("$var.bucket/x", settings).find("did you mean `${var.bucket}`?") != std::string::npos);
  CHECK(config_problems("$${vars.bucket} $var.else", settings) == "");
  CHECK(config_problems("x", "  variables: {a: \"${var.b}\", b: \"x${var.c}\", c: \"${var.a}\"}\n") ==
        "environments/prod/environment.yaml:5:50: cyclic-variable: variables need one another: a -> b -> c -> a\n");
  CHECK(config_problems("x", "  variables: {a: \"${var.a}\"}\n").find("a -> a") != std::string::npos);
}

TEST_CASE("a reference is found in the line of a block where it stands")
{
  CHECK(config_problems("|\n        one\n        two ${var.nope}", "  variables: {}\n")
            .starts_with("environments/base/flows/orders.yaml:9:13: unknown-variable"));
}

TEST_CASE("variables of the process need permission, and those of auth work nowhere else")
{
  const std::string auth = "  nexla: {auth: {service_key: \"${env.NEXLA_KEY}\"}}\n";
  CHECK(
      config_problems("${env.HOME}", auth, {{"HOME", "/root"}}) ==
      "environments/base/flows/orders.yaml:7:10: env-not-allowed: values of specs may not read the environment "
      "variable HOME (values come from variables called FLOWSYNC_VAR_…, such as FLOWSYNC_VAR_HOME, or from those that "
      "FLOWSYNC_ENV lists where flowsync runs; keys and passwords come in by `secrets:`)\n");
  CHECK(config_problems("${env.NEXLA_OTHER_KEY}", auth, {{"NEXLA_OTHER_KEY", "k"}}).find("env-not-allowed") !=
        std::string::npos);
  CHECK(config_problems("${env.NEXLA_KEY}", auth, {{"NEXLA_KEY", "k"}}).find("auth-variable-elsewhere") !=
        std::string::npos);
  CHECK(config_problems("${env.FLOWSYNC_VAR_GONE}", auth)
            .find("env-not-set: the environment variable FLOWSYNC_VAR_GONE is not set") != std::string::npos);
  CHECK(config_problems("x", auth + "  secrets: {k: {env: NEXLA_KEY}}\n").find("auth-variable-elsewhere") !=
        std::string::npos);
  CHECK(config_problems("x", "  secrets: {k: {env: FLOWSYNC_VAR_A}}\n").find("env-not-allowed") != std::string::npos);
  CHECK(config_problems("x", "  secrets: {k: {file: ../../etc/shadow}}\n").find("outside-project") !=
        std::string::npos);
  CHECK(config_problems("x", "  nexla: {read_auth: {service_key: \"${env.TEAM}\"}}\n", {{"FLOWSYNC_ENV", "TEAM"}})
            .find("env-not-allowed") != std::string::npos);
  CHECK(config_problems("x", "  nexla: {auth: {service_key: \"${var.key}\"}}\n").find("reference-not-allowed") !=
        std::string::npos);
}

TEST_CASE("a key that opens a session in another environment is out of reach too")
{
  const auto result =
      render_of({{k_flow, flow("orders", "  source: {config: {a: \"${env.NEXLA_DEV_KEY}\"}}\n")},
                 {k_prod, environment("prod", "  variables: {}\n")},
                 {"environments/dev/environment.yaml",
                  environment("dev", "  nexla: {auth: {command: [vault, \"${env.NEXLA_DEV_KEY}\"]}}\n")}},
                {{"NEXLA_DEV_KEY", "k"}});
  CHECK(result.problems().find("auth-variable-elsewhere") != std::string::npos);
}

TEST_CASE("an unset variable of the process matters only where it is needed")
{
  const std::string variables = "  variables: {a: \"${env.FLOWSYNC_VAR_A}\", b: \"${var.a}/x\", c: fine}\n";
  CHECK(config_problems("${var.c}", variables) == "");
  CHECK(config_problems("${var.b}", variables) == "environments/prod/environment.yaml:5:19: env-not-set: the "
                                                  "environment variable FLOWSYNC_VAR_A is not set (set it where "
                                                  "flowsync runs)\n");
}

TEST_CASE("no references in metadata, keys of maps, and the words that name things")
{
  const auto problems = [](const std::string& text) {
    return render_of({{k_flow, text}, {k_prod, environment("prod", "  variables: {x: 1}\n")}}).problems();
  };
  const std::string code = "reference-not-allowed";
  CHECK(problems(flow("orders", "  sinks: [{key: \"${var.x}\"}]\n")).find(code) != std::string::npos);
  CHECK(problems(flow("orders", "  sinks: [{from: \"${var.x}\"}]\n")).find(code) != std::string::npos);
  CHECK(problems(flow("orders", "  nexsets: [{transform: {file: \"${var.x}.py\"}}]\n")).find(code) !=
        std::string::npos);
  CHECK(problems(flow("orders", "  source: {config: {\"${var.x}\": 1}}\n")).find(code) != std::string::npos);
  CHECK(problems("apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: orders, labels: {a: \"${var.x}\"}}\nspec: {}\n")
            .find(code) != std::string::npos);
  CHECK(problems(flow("orders", "  source: {config: {file: \"${var.x}\", key: \"${var.x}\", from: \"${var.x}\"}}\n")) ==
        "");
  CHECK(problems(flow("orders", "  nexsets: [{transform: {transforms: [{key: \"${var.x}\"}]}}]\n")) == "");
  CHECK(problems(flow("orders", "  x-anchors: {a: \"${var.nope}\"}\n")) == "");
}

TEST_CASE("a variable's value points to its use and names the variable's place")
{
  const auto result = render_of({{k_flow, flow("orders", "  source:\n    config:\n      a: ${var.m}\n")},
                                 {k_overlay, flow("orders", "  source:\n    config:\n      a: \"${var.m}\"\n")},
                                 {k_prod, environment("prod", "  variables:\n    m: {x: 1}\n")}});
  CHECK(result.problems() == "");
  const auto* const a = result.rendered->flows[0].document->get("spec")->get("source")->get("config")->get("a");
  const auto& files = *result.project.files;
  const auto* const x = a->get("x");
  CHECK(files.origin(x->at) == Origin{k_overlay, 7, 10, "prod"});
  REQUIRE(x->provenance);
  REQUIRE(x->provenance->variables.size() == 1);
  CHECK(x->provenance->variables[0].name == "var.m");
  CHECK(files.origin(x->provenance->variables[0].at) == Origin{k_prod, 6, 12, "prod"});
  REQUIRE(a->provenance->overrides);
  CHECK(files.origin(a->provenance->overrides->at).layer == "base");
}

TEST_CASE("a tombstone stays in config and goes elsewhere, on record")
{
  const auto result =
      render_of({{k_flow, flow("orders", "  source: {description: d, config: {a: {x: 1}, b: 2}, type: s3}\n")},
                 {k_overlay, flow("orders", "  source: {description: null, config: {a: {x: null}, b: null}}\n")},
                 {k_prod, environment("prod", "  {}\n")}});
  const auto& rendered = result.rendered->flows[0];
  const auto* const source = rendered.document->get("spec")->get("source");
  CHECK(source->get("description") == nullptr);
  CHECK(source->get("config")->get("a")->get("x")->tombstone);
  CHECK(source->get("config")->get("b")->tombstone);
  REQUIRE(rendered.removed.size() == 1);
  CHECK(rendered.removed[0].path == "/spec/source/description");
  CHECK(rendered.removed[0].tombstone->provenance->overrides->text() == "d");
}

TEST_CASE("flows are chosen by include and exclude, and a name that no flow has is a warning")
{
  const auto result = render_of(
      {{"environments/base/a.yaml", flow("a", "  state: active\n") + "---\n" + flow("exp-b", "  state: active\n") +
                                        "---\n" + flow("c", "  state: \"${var.nope}\"\n")},
       {k_prod, environment("prod", "  flows: {include: [a, \"exp-*\", ab], exclude: [exp-*]}\n")}});
  CHECK(result.rendered->flows.size() == 1);
  CHECK(result.rendered->excluded == std::set<std::string>{"c", "exp-b"});
  CHECK(result.problems() == "environments/prod/environment.yaml:5:33: unknown-flow: there is no flow `ab` to include "
                             "(did you mean `a`?)\n");
}

TEST_CASE("variables that repeat one another cannot make a small file huge")
{
  std::string variables = "  variables:\n    v0: [a, b, c, d, e, f, g, h, i, j]\n";
  for (int i = 1; i < 12; ++i) {
    const auto use = fmt::format("\"${{var.v{}}}\"", i - 1);
    variables += fmt::format("    v{}: [{}, {}, {}, {}, {}, {}, {}, {}]\n", i, use, use, use, use, use, use, use, use);
  }
  CHECK(config_problems("${var.v11}", variables).find("references-too-large") != std::string::npos);
}
