#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using flowsync::testing::Sandbox;

namespace {

// A project whose dev environment is at `url`, with a key from NEXLA_KEY.
void make_project(Sandbox& box, const std::string& url)
{
  box.run({"init", "--name", "shop", "-q"});
  box.edit("environments/dev/environment.yaml", "url: sim:dev",
           "auth: {service_key: \"${env.NEXLA_KEY}\"}\n    url: " + url);
  box.environment["NEXLA_KEY"] = "secret-key-of-the-test";
}

} // namespace

TEST_CASE("a missing or wrong environment is answered with those there are")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  const auto missing = box.run({"plan"});
  CHECK(missing.exit == 1);
  CHECK(missing.err.find("add -e NAME, or set FLOWSYNC_ENVIRONMENT; there is dev, prod and qa") != std::string::npos);
  const auto wrong = box.run({"plan", "-e", "prd"});
  CHECK(wrong.exit == 1);
  CHECK(wrong.err.find("did you mean `prod`?") != std::string::npos);
  CHECK(box.run({"drift", "-e", "dev", "-e", "qa"}).err.find("works on one environment") != std::string::npos);
}

TEST_CASE("errors in the specs stop a plan, each with its place")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  box.edit("environments/base/flows/web-orders.yaml", "credential: order-files", "credental: order-files");
  const auto text = box.run({"plan", "-e", "dev"});
  CHECK(text.exit == 1);
  CHECK(text.out.empty());
  CHECK(text.err.find("environments/base/flows/web-orders.yaml:14:5: error: spec.source has no key") !=
        std::string::npos);
  CHECK(text.err.find("did you mean `credential`?") != std::string::npos);
  const auto json = box.run({"apply", "-e", "dev", "--auto-approve", "--format", "json"});
  CHECK(json.exit == 1);
  const auto document = json.json();
  const auto& problems = document.at("diagnostics");
  CHECK(std::any_of(problems.begin(), problems.end(),
                    [](const auto& item) { return item.at("code") == "unknown-key" && item.at("line") == 14; }));
  const auto github = box.run({"validate", "--format", "github"});
  CHECK(github.exit == 1);
  CHECK(github.out.find("::error file=environments/base/flows/web-orders.yaml,line=14,") != std::string::npos);
  CHECK(box.run({"validate", "--format", "sarif"}).json().at("version") == "2.1.0");
}

TEST_CASE("a project that requires another version says which one, before anything else about it")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  const auto project = box.read("flowsync.yaml");
  const auto with = [&](const std::string& range) {
    box.write("flowsync.yaml", "requires: \"" + range + "\"\n" + project);
    return box.run({"validate"});
  };
  CHECK(with(">= 0.1").exit == 0);
  CHECK(with(">= 0.1, < 100").exit == 0);

  box.write("environments/base/flows/new.yaml", "apiVersion: flowsync/v9\nkind: Stream\n");
  const auto later = with(">= 12.3");
  CHECK(later.exit == 1);
  CHECK(later.err.find("flowsync.yaml:1:11: error: this project needs flowsync 12.3.0 or later, and this is ") !=
        std::string::npos);
  CHECK(later.err.find("install flowsync 12.3.0 or later") != std::string::npos);
  CHECK(later.err.find("Stream") == std::string::npos);
  CHECK(later.err.find("flowsync/v9") == std::string::npos);
  CHECK(box.run({"plan"}).err.find("needs flowsync 12.3.0") != std::string::npos);
  CHECK(box.run({"doctor", "-e", "dev"}).out.find("needs flowsync 12.3.0") != std::string::npos);

  box.write("flowsync.yaml", "requires: \"< 0.1\"\napiVersion: flowsync/v9\nkind: Folder\n");
  CHECK(box.run({"validate"}).err.find("needs flowsync earlier than 0.1.0, and this is ") != std::string::npos);
  const auto wrong = with("~> 0.2");
  CHECK(wrong.exit == 1);
  CHECK(wrong.out.find("flowsync.yaml:1:11: error: ") != std::string::npos);
  CHECK(wrong.out.find("like `>= 0.2, < 0.4`") != std::string::npos);
}

TEST_CASE("a key that is not there is named with its place, and validate does not need it")
{
  Sandbox box;
  make_project(box, "https://dataops.nexla.io/nexla-api");
  box.environment.erase("NEXLA_KEY");
  CHECK(box.run({"validate", "-e", "dev"}).exit == 0);
  const auto ran = box.run({"plan", "-e", "dev"});
  CHECK(ran.exit != 0);
  CHECK(ran.err.find("NEXLA_KEY") != std::string::npos);
  CHECK(ran.err.find("environments/dev/environment.yaml:") != std::string::npos);
}

TEST_CASE("keys go to no host that nobody allowed")
{
  Sandbox box;
  make_project(box, "https://nexla.example.com/nexla-api");
  const auto ran = box.run({"plan", "-e", "dev"});
  CHECK(ran.exit != 0);
  CHECK(ran.err.find("FLOWSYNC_HOSTS") != std::string::npos);
  CHECK(ran.err.find("secret-key-of-the-test") == std::string::npos);
}

TEST_CASE("a service that cannot be reached exits 7 and leaves no state")
{
  Sandbox box;
  make_project(box, "http://127.0.0.1:9/nexla-api");
  const auto ran = box.run({"plan", "-e", "dev"});
  CHECK(ran.exit == 7);
  CHECK(ran.err.find("the account of dev could not be read") != std::string::npos);
  CHECK(ran.err.find("secret-key-of-the-test") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(box.folder() / ".flowsync" / "state"));
}

TEST_CASE("a wrong key exits 5")
{
  Sandbox box;
  make_project(box, "sim:dev");
  const auto ran = box.run({"plan", "-e", "dev"});
  CHECK(ran.exit == 5);
  CHECK(ran.err.find("secret-key-of-the-test") == std::string::npos);
}

TEST_CASE("a key of another organisation exits 5 before anything is planned")
{
  Sandbox box;
  make_project(box, "sim:dev");
  box.edit("environments/dev/environment.yaml", "url: sim:dev", "url: sim:dev\n    org: 7");
  box.environment["NEXLA_KEY"] = "sim-service-key-other-org";
  const auto ran = box.run({"plan", "-e", "dev"});
  CHECK(ran.exit == 5);
  CHECK(ran.err.find("nexla.org") != std::string::npos);
}

TEST_CASE("an unknown target is an error that names the nearest")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  const auto ran = box.run({"plan", "-e", "dev", "--target", "web-order"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("web-orders") != std::string::npos);
}

TEST_CASE("one cause is told once, and a bad name hides nothing else")
{
  Sandbox box;
  REQUIRE(box.run({"init", "--name", "shop", "-q"}).exit == 0);
  const std::string flow = "environments/base/flows/web-orders.yaml";
  box.edit(flow, "credential: order-files", "credential: order-fiels");
  const auto alias = box.run({"validate"});
  CHECK(alias.out.find("there is no credential for the alias `order-fiels` in environments dev, prod and qa") !=
        std::string::npos);
  CHECK(alias.out.find("Otherwise add it under `credentials:` in environments/ENV/environment.yaml") !=
        std::string::npos);
  CHECK_MESSAGE(alias.out.find("Not valid: 1 error;") != std::string::npos, alias.out);
  CHECK(box.run({"validate", "-e", "qa"}).out.find("in environment qa") != std::string::npos);
  // The name, and the alias as before: neither the overlay in prod nor the schema says anything more about the name.
  box.edit(flow, "name: web-orders", "name: Web_Orders");
  const auto name = box.run({"validate"});
  CHECK(name.out.find("`Web_Orders` is not a name") != std::string::npos);
  CHECK(name.out.find("order-fiels") != std::string::npos);
  CHECK_MESSAGE(name.out.find("Not valid: 2 errors;") != std::string::npos, name.out);
}

TEST_CASE("a sink of a flow with an origin is told what to hang from")
{
  Sandbox box;
  REQUIRE(box.run({"init", "--name", "shop", "-q"}).exit == 0);
  const std::string head = "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: second}\nspec:\n"
                           "  origin: {flow: web-orders, nexset: clean}\n";
  const std::string sink = "key: out, type: gcs, credential: archive, config: {path: a/b}}]\n";
  box.write("environments/base/flows/second.yaml", head + "  sinks: [{" + sink);
  CHECK(
      box.run({"validate"}).out.find("in a flow with an `origin`, a nexset without `from` is what comes from there") !=
      std::string::npos);
  box.write("environments/base/flows/second.yaml", head + "  sinks: [{from: clean, " + sink);
  CHECK(box.run({"validate"})
            .out.find("add a nexset with this key, `{key: clean}`: without `from` it comes from the "
                      "origin") != std::string::npos);
  box.write("environments/base/flows/second.yaml", head + "  nexsets: [{key: clean}]\n  sinks: [{from: clean, " + sink);
  const auto valid = box.run({"validate"});
  CHECK_MESSAGE(valid.exit == 0, valid.out);
}
