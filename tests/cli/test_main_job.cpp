#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

#include <regex>

using flowsync::testing::Sandbox;

namespace {

std::string last_line(const std::string& text)
{
  const auto end = text.find_last_not_of('\n');
  return text.substr(text.rfind('\n', end) + 1, end - text.rfind('\n', end));
}

} // namespace

TEST_CASE("a new project plans, applies, and then has no changes")
{
  Sandbox box;
  REQUIRE(box.run({"init", "--name", "shop", "-q"}).exit == 0);
  const auto plan = box.run({"plan", "-e", "dev", "--detailed-exitcode"});
  INFO(plan.out);
  INFO(plan.err);
  CHECK(plan.exit == 2);
  CHECK(last_line(plan.out) == "Plan: 4 to add, 0 to change, 0 to destroy.");

  const auto apply = box.run({"apply", "-e", "dev", "--auto-approve"});
  INFO(apply.out);
  INFO(apply.err);
  CHECK(apply.exit == 0);
  CHECK(last_line(apply.out) == "Apply complete! Resources: 4 added, 0 changed, 0 destroyed.");

  const auto again = box.run({"plan", "-e", "dev", "--detailed-exitcode"});
  INFO(again.out);
  CHECK(again.exit == 0);
  CHECK(last_line(again.out) == "No changes.");

  box.edit("environments/dev/environment.yaml", "bucket: acme-dev", "bucket: acme-two");
  const auto changed = box.run({"plan", "-e", "dev", "--target", "web-orders/source"});
  INFO(changed.out);
  CHECK(changed.out.find("~ /source_config/path = \"acme-dev/web-orders\" -> \"acme-two/web-orders\"") !=
        std::string::npos);
  const auto unfolded = std::regex_replace(changed.out, std::regex("\n +# +"), " ");
  CHECK(unfolded.find("environments/base/flows/web-orders.yaml:16:13, var.bucket from "
                      "environments/dev/environment.yaml:") != std::string::npos);
  const auto json = box.run({"plan", "-e", "dev", "--format", "json"}).json();
  CHECK(json.at("summary").at("update") == 2);
  CHECK(json.at("complete") == true);
}

TEST_CASE("apply asks on a terminal, and only yes goes on")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  box.terminal = true;
  box.answers = {"y"};
  const auto no = box.run({"apply", "-e", "dev"});
  CHECK(no.exit == 1);
  CHECK(no.err.find("Not approved; nothing was changed.") != std::string::npos);
  CHECK(last_line(box.run({"plan", "-e", "dev"}).out) == "Plan: 4 to add, 0 to change, 0 to destroy.");
  box.answers = {"yes"};
  CHECK(box.run({"apply", "-e", "dev"}).exit == 0);
  CHECK(box.run({"apply", "-e", "dev"}).exit == 0); // nothing to do, so it does not ask
}

TEST_CASE("apply without a terminal and without --auto-approve refuses before anything")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  const auto ran = box.run({"apply", "-e", "dev"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("add --auto-approve") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(box.folder() / ".flowsync"));
  box.terminal = true;
  CHECK(box.run({"apply", "-e", "dev", "--no-input"}).exit == 1);
  CHECK(box.run({"apply", "-e", "dev", "--format", "json"}).exit == 1);
}

TEST_CASE("a stop before the answer exits 130 and changes nothing")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  box.stop.request_stop();
  CHECK(box.run({"apply", "-e", "dev", "--auto-approve"}).exit == 130);
}

TEST_CASE("apply as JSON is one document with plan and results")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  const auto ran = box.run({"apply", "-e", "prod", "--auto-approve", "--format", "json"});
  INFO(ran.err);
  CHECK(ran.exit == 0);
  CHECK(ran.json().at("applied") == true);
  CHECK(ran.json().at("counts").at("failed") == 0);
  CHECK(ran.json().at("plan").at("summary").at("create") == 4);
}

TEST_CASE("credentials are listed with their aliases and users")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  const auto text = box.run({"credentials", "-e", "dev"});
  CHECK(text.exit == 0);
  CHECK(text.out.find("order-files") != std::string::npos);
  CHECK(text.out.find("data_source \"Orders\" (6862)") != std::string::npos);
  const auto json = box.run({"credentials", "-e", "dev", "--type", "s3", "--format", "json"}).json();
  CHECK(json.at("credentials").size() == 1);
  CHECK(json.at("credentials").at(0).at("aliases").at(0) == "order-files");
}

TEST_CASE("render prints what one can read again, and explains each value")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  const auto yaml = box.run({"render", "-e", "prod"});
  CHECK(yaml.exit == 0);
  CHECK(yaml.out.find("path: acme-prod/web-orders") != std::string::npos);
  const auto explained = box.run({"render", "-e", "prod", "--explain"});
  CHECK(explained.out.find("environments/prod/flows/web-orders.yaml:") != std::string::npos);
  CHECK(box.run({"render", "-e", "prod", "--format", "json"}).json().at("documents").size() == 1);
  CHECK(box.run({"render", "-e", "prod", "--explain", "--format", "json"}).json().at("flows").size() == 1);
  const auto wrong = box.run({"render", "-e", "prod", "--target", "web-order"});
  CHECK(wrong.exit == 1);
  CHECK(wrong.err.find("did you mean `web-orders`?") != std::string::npos);
}
