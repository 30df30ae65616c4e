#include "base/base64.hpp"
#include "scenarios/both_sides.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_key = "KEY-prod-0123456789abcdef";
const std::string k_token = "ghs_T0ken\"with\\all/of+it";
const std::string k_hook = "HOOK-s3cr3t-42";

// Every command that shows something, in every format.
const std::vector<std::vector<std::string>> k_looks{
    {"validate"},
    {"validate", "--format", "json"},
    {"validate", "--format", "sarif"},
    {"validate", "--format", "github"},
    {"render", "-e", "dev"},
    {"render", "-e", "dev", "--explain"},
    {"render", "-e", "dev", "--format", "json"},
    {"plan", "-e", "dev", "-v"},
    {"plan", "-e", "dev", "--color", "always"},
    {"plan", "-e", "dev", "--format", "json"},
    {"plan", "-e", "dev", "--format", "markdown"},
    {"plan", "-e", "dev", "--format", "html"},
    {"plan", "-e", "dev", "--refresh", "full"},
    {"plan", "-e", "dev", "--prune"},
    {"plan", "-e", "dev", "--out", "saved.plan"},
    {"drift", "-e", "dev", "-v"},
    {"drift", "-e", "dev", "--format", "json"},
    {"compare", "dev", "prod"},
    {"compare", "dev", "prod", "--live"},
    {"compare", "dev", "prod", "--live", "--format", "json"},
    {"compare", "dev", "prod", "--live", "--format", "markdown"},
    {"credentials", "-e", "dev"},
    {"credentials", "-e", "dev", "--format", "json"},
    {"doctor", "-e", "dev"},
    {"doctor", "-e", "dev", "--format", "json"},
    {"graph", "-e", "dev"},
    {"state", "list", "-e", "dev"},
    {"state", "list", "-e", "dev", "--format", "json"},
    {"state", "show", "web-orders/source", "-e", "dev"},
    {"state", "show", "web-orders/source", "-e", "dev", "--format", "json"},
    {"state", "show", "web-orders/sink/archive", "-e", "dev"},
    {"fmt", "--check"}};

// Workspace::run() looks for what was planted, on the streams and at the end in all files; this looks for the other
// forms that a value can have.
void look(Workspace& workspace, const std::vector<std::string>& forms = {})
{
  for (const auto& words : k_looks) {
    const auto ran = workspace.run(words);
    CAPTURE(words);
    for (const auto& form : forms) {
      CHECK_MESSAGE((ran.out + ran.err).find(form) == std::string::npos, form);
    }
  }
}

std::string shell(Workspace& workspace, const std::string& command)
{
  const auto script = "cd '" + workspace.root().string() +
                      "' && export NEXLA_KEY=" + workspace.environment.at("NEXLA_KEY") + " F='" +
                      program_path().string() + "' && " + command;
  std::string text;
  auto* const pipe = ::popen(("bash -c \"" + script + "\" 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    text += static_cast<char>(c);
  }
  ::pclose(pipe);
  return text;
}

} // namespace

TEST_CASE("no spec reads a key as a value, whatever the same change does to `auth:` and `secrets:`")
{
  Workspace workspace;
  workspace.plant("NEXLA_PROD_SERVICE_KEY", k_key);
  workspace.plant("NEXLA_HOOK_SECRET", k_hook);
  workspace.plant("GITHUB_TOKEN", k_token);
  workspace.plant("ODDLY_NAMED", "odd-secret-value-1");
  workspace.edit(k_dev_file, "  variables:", "  secrets: {odd: {env: ODDLY_NAMED}}\n  variables:");
  workspace.apply_well();
  for (const auto* const name :
       {"NEXLA_PROD_SERVICE_KEY", "NEXLA_HOOK_SECRET", "GITHUB_TOKEN", "ODDLY_NAMED", "HOME"}) {
    CAPTURE(name);
    workspace.edit(k_order_file, "path: ${var.bucket}/orders", "path: \"x ${env." + std::string(name) + "}\"");
    const auto ran = workspace.run({"plan", "-e", "dev", "--format", "markdown"});
    CHECK(ran.exit == 1);
    CHECK(says(ran, "env-not-allowed"));
    look(workspace);
    workspace.edit(k_order_file, "path: \"x ${env." + std::string(name) + "}\"", "path: ${var.bucket}/orders");
  }
  workspace.environment["FLOWSYNC_VAR_BUCKET"] = "from-outside";
  workspace.environment["TEAM"] = "sales-team";
  workspace.environment["FLOWSYNC_ENV"] = "OTHER TEAM";
  workspace.edit(k_order_file, "path: ${var.bucket}/orders", "path: \"${env.FLOWSYNC_VAR_BUCKET}/${env.TEAM}\"");
  CHECK(says(workspace.plan(), "from-outside/sales-team"));
  workspace.edit(k_dev_file, "{odd: {env: ODDLY_NAMED}}", "{odd: {env: TEAM}}");
  CHECK(says(workspace.plan(), "env-not-allowed"));
}

TEST_CASE("a text that holds a credential of the environment is sent nowhere")
{
  Workspace workspace;
  workspace.plant("GITHUB_TOKEN", k_token);
  workspace.plant("NEXLA_PROD_SERVICE_KEY", k_key);
  workspace.environment["FLOWSYNC_VAR_SAME"] = k_key;
  workspace.edit(k_order_file, "path: archive/orders", "path: \"${env.FLOWSYNC_VAR_SAME}\"");
  for (const auto& words : {std::vector<std::string>{"plan"}, {"apply", "--auto-approve"}}) {
    auto all = words;
    all.insert(all.end(), {"-e", "dev", "--format", "json"});
    const auto ran = workspace.run(all);
    CHECK(ran.exit == 1);
    CHECK(says(ran, "credential-in-spec"));
    CHECK(says(ran, "NEXLA_PROD_SERVICE_KEY"));
  }
  workspace.edit(k_order_file, "path: \"${env.FLOWSYNC_VAR_SAME}\"",
                 "path: \"" + flowsync::encode_base64("user:" + k_key) + "\"");
  CHECK(says(workspace.plan(), "credential-in-spec"));
  CHECK(workspace.writes() == 0);
}

TEST_CASE("nothing shows a credential of the environment that stands in Nexla, in whatever form")
{
  on_both_sides([](Workspace& workspace) {
    workspace.plant("GITHUB_TOKEN", k_token);
    workspace.plant("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG");
    workspace.apply_well();
    const auto token = json(k_token).dump();
    const auto escaped = token.substr(1, token.size() - 2);
    const auto encoded = flowsync::encode_base64(k_token);
    const auto source = workspace.only("data_sources", "Web orders");
    auto config = source.at("source_config");
    config["path"] = "a/" + k_token + "/b";
    config["ui.note"] = json{{"deep", json::array({k_token, encoded, "wJalrXUtnFEMI%2FK7MDENG"})}};
    workspace.edit_live("data_sources", source.at("id"), {{"source_config", config}});
    const auto sink = workspace.only("data_sinks", "Web orders, archive");
    workspace.edit_live(
        "data_sinks", sink.at("id"),
        {{"name", "N " + k_token}, {"sink_config", {{"path", k_token + "\nline two"}, {"data_format", encoded}}}});
    look(workspace, {escaped, encoded, "wJalrXUtnFEMI%2FK7MDENG"});
    workspace.remove(".flowsync/state");
    look(workspace, {escaped, encoded, "wJalrXUtnFEMI%2FK7MDENG"});
    workspace.run({"export", "-e", "dev", "--all-sources"});
    workspace.run({"apply", "-e", "dev", "--auto-approve", "-v"});
    workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
  });
}

TEST_CASE("what was applied from a secret stays hidden after its reference was taken out, with and without state")
{
  const std::string secret = "\"https://x.test/${secret.hook}\"";
  for (const auto* const variable : {"NEXLA_HOOK", "ODDLY_NAMED"}) {
    CAPTURE(variable);
    Workspace workspace;
    workspace.plant(variable, k_hook);
    workspace.edit(k_dev_file, "  variables:", "  secrets: {hook: {env: " + std::string(variable) + "}}\n  variables:");
    workspace.edit(k_order_file, "    name: Web orders\n    type: s3",
                   "    name: Web orders\n    description: " + secret + "\n    type: s3");
    workspace.edit(k_order_file, "csv.delimiter: \";\"",
                   "csv.delimiter: \";\"\n      url: " + secret + "\n      l: [{key: a, v: " + secret + "}]");
    workspace.edit(k_order_file, "{order_id: ORDER_ID}", "{order_id: " + secret + "}");
    workspace.write("environments/base/lookups/lo.yaml", "apiVersion: flowsync/v1\nkind: Lookup\nmetadata: {name: "
                                                         "lo}\nspec: {primary_key: id, entries: [{id: \"1\", a: " +
                                                             secret + "}]}\n");
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    const auto taken_out = [&](const std::string& path) {
      auto text = workspace.read(path);
      for (auto at = text.find("${secret.hook}"); at != std::string::npos; at = text.find("${secret.hook}")) {
        text.replace(at, 14, "plain");
      }
      workspace.write(path, text);
    };
    taken_out(k_order_file);
    taken_out("environments/base/lookups/lo.yaml");
    look(workspace);
    CHECK(says(workspace.plan(), "(sensitive)"));
    workspace.edit(k_dev_file, "  secrets: {hook: {env: " + std::string(variable) + "}}\n", "");
    look(workspace); // the state knows where it lies
    workspace.remove(k_order_file);
    workspace.remove("environments/base/lookups/lo.yaml");
    look(workspace);
    const auto pruned = workspace.run({"apply", "-e", "dev", "--auto-approve", "--prune"});
    CHECK_MESSAGE(pruned.exit == 0, pruned.err);
  }
}

TEST_CASE("secrets are known by their look where nothing else tells: in what Nexla shows, and in specs")
{
  Workspace workspace;
  workspace.apply_well();
  const std::vector<std::string> looks{"https://bob:pa55word-x@h.test/", "Bearer eyJhbGciOi.J9", "AKIAIOSFODNN7EXAMPLE",
                                       "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgk\n-----END PRIVATE KEY-----"};
  const std::vector<std::string> hidden{"pa55word-x", "eyJhbGciOi.J9", "AKIAIOSFODNN7EXAMPLE", "MIIEvQIBADANBgk"};
  const auto source = workspace.only("data_sources", "Web orders");
  auto config = source.at("source_config");
  config["path"] = looks[0] + " " + looks[1];
  config["csv.delimiter"] = looks[2] + looks[3];
  config["more"] = looks;
  workspace.edit_live("data_sources", source.at("id"), {{"source_config", config}});
  look(workspace, hidden);
  for (const auto& text : looks) {
    CAPTURE(text);
    workspace.edit(k_order_file, "path: archive/orders", "path: " + json(text).dump());
    const auto ran = workspace.run({"validate"});
    CHECK(ran.exit == 1);
    CHECK(says(ran, "literal-secret"));
    for (const auto& value : hidden) {
      CHECK(!says(ran, value));
    }
    workspace.edit(k_order_file, "path: " + json(text).dump(), "path: {$value: " + json(text).dump() + "}");
    CHECK(workspace.run({"validate"}).exit == 0);
    workspace.edit(k_order_file, "path: {$value: " + json(text).dump() + "}", "path: archive/orders");
  }
  workspace.edit(k_order_file, "path: archive/orders", "path: {$value: \"Bearer eyJhbGciOi.J9\"}");
  workspace.apply_well();
  CHECK(ends_with_no_changes(workspace.plan()));
  CHECK(ends_with_no_changes(workspace.plan()));
}

TEST_CASE("an output that nobody reads any more ends the run quietly, one that cannot be written is an error")
{
  Workspace workspace;
  workspace.apply_well();
  CHECK(shell(workspace, "set -o pipefail; (\\$F render -e dev; \\$F plan -e dev --format html) | head -c 5; echo; "
                         "(\\$F plan -e dev --format json; echo exit \\$? >&2) | true") == "apiVe\nexit 141\n");
  for (const auto* const words : {"state list -e dev", "version", "--help", "render -e dev", "plan -e dev",
                                  "completion bash", "plan -e dev --format json", "schema flow", "graph -e dev"}) {
    CAPTURE(words);
    const auto said = shell(workspace, "\\$F " + std::string(words) + " >/dev/full; echo exit \\$?");
    CHECK_MESSAGE(said.find("could not be written") != std::string::npos, said);
    CHECK_MESSAGE(said.find("exit 0") == std::string::npos, said);
  }
  CHECK(workspace.run({"plan", "-e", "dev", "--no-color"}).exit == 0);
}

TEST_CASE("no text of a spec or a file's name commands what reads the log")
{
  Workspace workspace;
  const std::string evil =
      "one\n::warning::desc\n  ::error::desc\n##[add-mask]destroy\n##vso[task.setvariable variable=X]y";
  workspace.edit(k_order_file, "    name: Web orders\n    type: s3",
                 "    name: Web orders\n    description: " + json(evil).dump() + "\n    type: s3");
  workspace.write("environments/base/flows/::error::x.yaml", "a: [");
  const auto check = [&](const Ran& ran, bool commands) {
    for (const auto& stream : {ran.out, ran.err}) {
      CHECK_MESSAGE(stream.find("##[") == std::string::npos, stream);
      CHECK_MESSAGE(stream.find("##vso[") == std::string::npos, stream);
      std::size_t at = 0;
      for (auto line = stream.find("::"); line != std::string::npos && !commands; line = stream.find("::", line + 1)) {
        at = stream.rfind('\n', line) == std::string::npos ? 0 : stream.rfind('\n', line) + 1;
        CHECK_MESSAGE(stream.find_first_not_of(" \t\r", at) != line, stream.substr(at, 80));
      }
    }
  };
  for (const bool broken : {true, false}) {
    for (const auto& words : k_looks) {
      CAPTURE(words);
      check(workspace.run(words), words.back() == "github");
    }
    if (broken) {
      workspace.remove("environments/base/flows/::error::x.yaml");
      workspace.apply_well();
      CHECK(ends_with_no_changes(workspace.plan()));
      workspace.edit(k_order_file, "::warning::desc", "::warning::other");
    }
  }
  // What render prints means the same all the same.
  const auto shown = workspace.run({"render", "-e", "dev", "--format", "json"}).out;
  CHECK(shown.find("\\u005badd-mask]destroy") != std::string::npos);
}
