#include "fleet.hpp"

#include "sample_project.hpp"

#include <array>
#include <stdexcept>

namespace flowsync::torture {

namespace {

namespace fs = std::filesystem;

// Since the tests began, so that all machines agree but for their clocks' faults.
const auto k_epoch =
    std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();

// By which the machines' clocks are wrong, in turn.
constexpr std::array<int, 3> k_wrong_seconds{-3600, 3600, 0};

void git_in(const fs::path& folder, const std::vector<std::string>& words)
{
  std::vector<std::string> command{
      "/usr/bin/git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"};
  command.insert(command.end(), words.begin(), words.end());
  const auto ran = scenarios::run_command(command, {}, folder);
  if (ran.exit != 0) {
    throw std::runtime_error("git " + words.front() + ": " + ran.err);
  }
}

} // namespace

std::string Fleet::settings()
{
  using S3 = testing::S3Server;
  if (m_options.backend == "http") {
    m_http = std::make_unique<testing::TerraformStateServer>();
    return "{backend: http, address: \"" + m_http->address() + "\"}";
  }
  if (m_options.backend == "s3") {
    m_s3 = std::make_unique<S3>();
    return std::string("{backend: s3, bucket: ") + S3::k_bucket + ", region: " + S3::k_region + ", endpoint: \"" +
           m_s3->url() + "\"}";
  }
  return "{backend: git}";
}

Fleet::Fleet(Stage& stage, FleetOptions options, const fs::path& before)
    : m_stage(stage),
      m_options(std::move(options)),
      m_root(stage.project().parent_path() / "machines")
{
  stage.edit(k_environment_file, "  limits:", "  state: " + settings() + "\n  limits:");
  if (m_options.settle.empty()) {
    m_options.settle = m_options.apart ? "60s" : "1s";
  }
  stage.edit(k_environment_file, "create_settle: 150ms, detect_timeout: 20s",
             "create_settle: " + m_options.settle + ", detect_timeout: " + (m_options.apart ? "60m" : "60s"));
  stage.edit(k_environment_file, "auth: {service_key: \"${env.NEXLA_KEY}\"}",
             "auth: {access_token: \"${env.NEXLA_TOKEN}\"}");
  stage.write(".gitignore", ".flowsync/\n");
  fs::remove_all(stage.project() / ".git");
  fs::remove_all(m_root);
  fs::create_directories(m_root);
  git_in(stage.project(), {"init", "--quiet"});
  git_in(stage.project(), {"add", "--all"});
  git_in(stage.project(), {"commit", "--quiet", "--message", "specs"});
  git_in(m_root, {"clone", "--quiet", "--bare", stage.project().string(), "origin.git"});
  for (std::size_t i = 0; i < m_options.machines; ++i) {
    const auto name = "m" + std::to_string(i);
    git_in(m_root, {"clone", "--quiet", "origin.git", name});
    m_machines.push_back(
        std::make_unique<Machine>(Machine{m_root / name, GitWrapper(m_root / (name + "-git")), stage.log_in()}));
  }
  if (!before.empty()) {
    const auto pushed = run(0, {"state", "push", "-e", "dev", before.string()});
    if (pushed.exit != 0) {
      throw std::runtime_error("the state before cannot be shared: " + pushed.err);
    }
  }
}

Fleet::~Fleet()
{
  std::error_code ignored;
  fs::remove_all(m_root, ignored);
}

std::vector<std::string> Fleet::authorizations() const
{
  std::vector<std::string> all;
  for (const auto& machine : m_machines) {
    all.push_back("Bearer " + machine->token);
  }
  return all;
}

std::map<std::string, std::string> Fleet::environment_of(const Machine& machine) const
{
  auto environment = m_stage.environment;
  environment.erase("NEXLA_KEY");
  environment["NEXLA_TOKEN"] = machine.token;
  environment["PATH"] = machine.git.path();
  if (m_options.backend == "s3") {
    environment["AWS_ACCESS_KEY_ID"] = testing::S3Server::k_access_key;
    environment["AWS_SECRET_ACCESS_KEY"] = testing::S3Server::k_secret_key;
    environment["FLOWSYNC_HOSTS"] = "127.0.0.1";
  }
  return environment;
}

Ran Fleet::run(std::size_t machine, const std::vector<std::string>& words, const std::function<void(int)>& started)
{
  const auto& one = *m_machines.at(machine);
  std::vector<std::string> command{scenarios::program_path().string()};
  if (m_options.apart) {
    command = {FLOWSYNC_MACHINE, one.folder.filename().string(), std::to_string(k_epoch), std::to_string(k_speed),
               std::to_string(k_wrong_seconds.at(machine % k_wrong_seconds.size()))};
  }
  command.insert(command.end(), words.begin(), words.end());
  return scenarios::run_command(command, environment_of(one), one.folder, 0, started);
}

} // namespace flowsync::torture
