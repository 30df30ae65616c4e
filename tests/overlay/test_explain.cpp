#include "overlay/explain.hpp"

#include "overlay/fixture.hpp"

using namespace flowsync;
using namespace flowsync::overlay;

namespace {

std::string explained(const std::string& base, const std::string& patch, const std::string& settings)
{
  const auto project = test::project_of({{"environments/base/orders.yaml", test::flow("orders", base)},
                                         {"environments/prod/orders.yaml", test::flow("orders", patch)},
                                         {"environments/prod/environment.yaml", test::environment("prod", settings)}});
  Diagnostics diagnostics;
  const auto rendered = render(project, "prod", ProcessEnvironment(), diagnostics);
  REQUIRE(rendered);
  CHECK(test::text_of(rendered->diagnostics) == "");
  const auto& flow = rendered->flows.at(0);
  return explain_text(explain(*flow.document, flow.removed, *project.files));
}

} // namespace

TEST_CASE("each leaf names its layer and place, what it replaced and the variables in it")
{
  CHECK(explained("  source:\n"
                  "    description: Raw\n"
                  "    config:\n"
                  "      path: ${var.bucket}/orders\n"
                  "      limit: 10\n"
                  "      old: x\n"
                  "      none: {}\n"
                  "      ids: [\"0010\"]\n"
                  "  sinks:\n"
                  "    - {key: wh, config: {mode: {a: 1}}}\n",
                  "  source:\n"
                  "    description: null\n"
                  "    config: {limit: 20, old: null}\n"
                  "  sinks:\n"
                  "    - {key: wh, config: {mode: {$value: off}}}\n",
                  "  variables:\n"
                  "    host: acme\n"
                  "    bucket: ${var.host}-prod\n") ==
        "/spec/source/config/path: acme-prod/orders\n"
        "    from environments/base/orders.yaml:8:13 (base)\n"
        "    with var.bucket from environments/prod/environment.yaml:7:13 (prod)\n"
        "    with var.host from environments/prod/environment.yaml:6:11 (prod)\n"
        "/spec/source/config/limit: 20\n"
        "    from environments/prod/orders.yaml:7:21 (prod)\n"
        "    over 10 from environments/base/orders.yaml:9:14 (base)\n"
        "/spec/source/config/old: (removed)\n"
        "    from environments/prod/orders.yaml:7:30 (prod)\n"
        "    over x from environments/base/orders.yaml:10:12 (base)\n"
        "/spec/source/config/none: {}\n"
        "    from environments/base/orders.yaml:11:13 (base)\n"
        "/spec/source/config/ids/0: \"0010\"\n"
        "    from environments/base/orders.yaml:12:13 (base)\n"
        "/spec/sinks/wh/key: wh\n"
        "    from environments/base/orders.yaml:14:13 (base)\n"
        "/spec/sinks/wh/config/mode: \"off\"\n"
        "    from environments/prod/orders.yaml:9:41 (prod)\n"
        "    over a map from environments/base/orders.yaml:14:32 (base)\n"
        "/spec/source/description: (removed)\n"
        "    from environments/prod/orders.yaml:6:18 (prod)\n"
        "    over Raw from environments/base/orders.yaml:6:18 (base)\n");
}

TEST_CASE("secrets appear as references only, also those that were overridden")
{
  const auto text = explained("  source: {config: {password: hunter2, url: \"https://k3y@h\"}}\n",
                              "  source: {config: {password: \"${secret.p}\", url: \"https://${secret.p}@h\"}}\n",
                              "  secrets: {p: {env: NEXLA_P}}\n");
  CHECK(text.find("hunter2") == std::string::npos);
  CHECK(text.find("k3y") == std::string::npos);
  CHECK(text.find("/spec/source/config/password: ${secret.p}\n") != std::string::npos);
  CHECK(text.find("over (sensitive) from") != std::string::npos);
}

TEST_CASE("a long or many-line value stays one line")
{
  const auto text =
      explained("  source: {config: {a: x}}\n",
                "  source:\n    config:\n      a: |\n        one\n        " + std::string(200, 'y') + "\n", "  {}\n");
  CHECK(text.find("a: \"one\\n" + std::string(60, 'y')) != std::string::npos);
  CHECK(text.find("…\n    from environments/prod/orders.yaml:7:10 (prod)") != std::string::npos);
}
