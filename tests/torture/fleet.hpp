#pragma once

#include "git_fault.hpp"
#include "stage.hpp"
#include "support/s3_server.hpp"
#include "support/terraform_state_server.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace flowsync::torture {

struct FleetOptions
{
  std::string backend = "git"; // git, http or s3
  std::size_t machines = 2;
  bool apart = false;   // each a machine of its own, whose clock is wrong by an hour; otherwise processes of this one
  std::string settle{}; // another `limits.create_settle` than long enough for what is late here
};

// Machines with a clone of one project each, which share its state in one place. They work on the account of a stage.
class Fleet
{
public:
  // Takes what lies in the stage's project; a state of its own there (`before`, "" = none) becomes the shared one.
  Fleet(Stage& stage, FleetOptions options, const std::filesystem::path& before);
  ~Fleet();
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  std::size_t size() const { return m_machines.size(); }
  Ran run(std::size_t machine, const std::vector<std::string>& words, const std::function<void(int)>& started = {});
  GitWrapper& git(std::size_t machine) { return m_machines.at(machine)->git; }
  // What tells the machines' requests apart: each has a session of its own in the account.
  std::vector<std::string> authorizations() const;

  // How much faster than ours the time of the machines runs.
  static constexpr int k_speed = 60;

private:
  struct Machine
  {
    std::filesystem::path folder; // its clone
    GitWrapper git;
    std::string token;
  };

  std::string settings();
  std::map<std::string, std::string> environment_of(const Machine& machine) const;

  Stage& m_stage;
  FleetOptions m_options;
  std::filesystem::path m_root;
  std::unique_ptr<testing::TerraformStateServer> m_http;
  std::unique_ptr<testing::S3Server> m_s3;
  std::vector<std::unique_ptr<Machine>> m_machines;
};

} // namespace flowsync::torture
