#include "base/program.hpp"
#include "support/temporary_folder.hpp"
#include "support/terraform_state_server.hpp"

#include <doctest/doctest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

// The tests' server of Terraform's protocol is held against other programs than ours.

using flowsync::Program;
using flowsync::ProgramEnd;
using flowsync::run_program;
using flowsync::testing::TerraformStateHabits;
using flowsync::testing::TerraformStateServer;

namespace {

const std::string k_lock_id = "1b4f0e98-0000-4000-8000-000000000001";
const std::string k_lock = R"({"ID":")" + k_lock_id +
                           R"(","Operation":"OperationTypeApply","Info":"","Who":"ana@build-7","Version":"1.5.7",)"
                           R"("Created":"2026-11-28T05:40:12Z","Path":""})";

// Terraform or OpenTofu, with a configuration that keeps its state at a server.
class Terraform
{
public:
  Terraform(const TerraformStateServer& server, const TerraformStateHabits& habits)
  {
    m_folder.write("main.tf", "terraform {\n  backend \"http\" {\n    address = \"" + server.address() +
                                  "\"\n    lock_address = \"" + server.lock_address() + "\"\n    unlock_address = \"" +
                                  server.lock_address() + "\"\n    lock_method = \"" + habits.lock_method +
                                  "\"\n    unlock_method = \"" + habits.unlock_method +
                                  "\"\n    retry_max = 0\n  }\n}\n"
                                  "resource \"terraform_data\" \"one\" { input = \"first\" }\n");
  }

  // The name of the one that is here; "" none.
  static std::string program()
  {
    for (const std::string name : {"terraform", "tofu"}) {
      if (run_program({{name, "version"}, "/", {}, std::chrono::seconds{60}, std::size_t{1} << 20U, true}).well()) {
        return name;
      }
    }
    return {};
  }

  ProgramEnd run(std::vector<std::string> words) const
  {
    words.insert(words.begin(), program());
    Program terraform{std::move(words), m_folder.folder(), {}, std::chrono::minutes{2}, std::size_t{4} << 20U, true};
    terraform.environment = {{"CHECKPOINT_DISABLE", "1"}, {"TF_IN_AUTOMATION", "1"}, {"TF_INPUT", "0"}};
    return run_program(terraform);
  }

private:
  flowsync::testing::TemporaryFolder m_folder;
};

// What Terraform's users do, and what must be at the server then.
void use(const Terraform& terraform, TerraformStateServer& server)
{
  const auto init = terraform.run({"init", "-no-color"});
  REQUIRE_MESSAGE(init.well(), init.output);
  const std::vector<std::string> apply{"apply", "-no-color", "-auto-approve"};
  const auto first = terraform.run(apply);
  CHECK_MESSAGE(first.well(), first.output);
  CHECK(nlohmann::json::parse(server.stored()).at("resources").size() == 1);

  server.store_lock(k_lock);
  const auto kept = server.stored();
  const auto refused = terraform.run(apply);
  CHECK_FALSE(refused.well());
  CHECK_MESSAGE(refused.output.find(k_lock_id) != std::string::npos, refused.output);
  CHECK(server.stored() == kept);

  const auto unlocked = terraform.run({"force-unlock", "-force", k_lock_id});
  CHECK_MESSAGE(unlocked.well(), unlocked.output);
  const auto destroyed = terraform.run({"destroy", "-no-color", "-auto-approve"});
  CHECK_MESSAGE(destroyed.well(), destroyed.output);
  CHECK(nlohmann::json::parse(server.stored()).at("resources").empty());
}

} // namespace

TEST_CASE("the tests' state server reads requests that come in chunks")
{
  TerraformStateServer server;
  httplib::Client client(server.address().substr(0, server.address().rfind('/')));
  const std::string state = R"({"serial": 7, "text": ")" + std::string(20000, 'x') + "\"}";
  const auto in_chunks = [&](std::size_t offset, httplib::DataSink& sink) {
    constexpr std::size_t k_chunk = 3000;
    const auto text = state.substr(offset, k_chunk);
    sink.write(text.data(), text.size());
    if (offset + text.size() == state.size()) {
      sink.done();
    }
    return true;
  };
  for (int i = 0; i < 2; ++i) { // on one connection: nothing of the first is left behind
    const auto answer = client.Post("/state", in_chunks, "application/json");
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(server.stored() == state);
    server.store("");
  }
}

TEST_CASE("terraform itself keeps its state at the tests' server, waits for its lock and takes it away")
{
  if (Terraform::program().empty()) {
    MESSAGE("skipped: terraform as a client, because neither terraform nor tofu is installed here");
    return;
  }
  TerraformStateHabits of_gitlab;
  of_gitlab.lock_method = "POST";
  of_gitlab.unlock_method = "DELETE";
  of_gitlab.lock_path = "/lock";
  of_gitlab.wants_serial = true;
  for (const auto& habits : {TerraformStateHabits{}, of_gitlab}) {
    CAPTURE(habits.lock_method);
    TerraformStateServer server(habits);
    use(Terraform(server, habits), server);
  }
}
