#pragma once

#include "sim/server.hpp"
#include "support/temporary_folder.hpp"
#include "torture/program.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace flowsync::scenarios {

using SwitchValues = std::map<std::string, std::string>;

// The second set of switches that the core scenarios run with: the other side of many doubts at once.
inline const SwitchValues k_other_side{{"config_in_lists", "on"},
                                       {"strict_pause", "405"},
                                       {"page_size", "2"},
                                       {"page_cap", "2"},
                                       {"transform_visibility", "source_expand"}};

// The spec of the flow web-orders.
inline const std::string k_order_file = "environments/base/flows/orders.yaml";
// The settings of the environment dev.
inline const std::string k_dev_file = "environments/dev/environment.yaml";

// Whether a run said this on either stream.
bool says(const Ran& ran, const std::string& text);

// Whether a plan or apply found nothing to do.
bool ends_with_no_changes(const Ran& ran);

// Whether a plan with --detailed-exitcode found nothing to do but to adopt what is there.
bool only_adopts(const Ran& ran);

// What a JSON plan says of one address; fails when it says nothing.
nlohmann::json change_of(const nlohmann::json& plan, const std::string& address);

// A fresh project folder, an account simulated in this process, and the program run against it.
class Workspace
{
public:
  // Starts an account with these switches. The project has two flows of two sinks each and the environments dev and
  // prod.
  explicit Workspace(const SwitchValues& switches = {});
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  Ran run(const std::vector<std::string>& words);
  Ran apply(const std::string& where = "dev") { return run({"apply", "-e", where, "--auto-approve"}); }
  // Applies and requires that it went well.
  void apply_well(const std::string& where = "dev");
  Ran plan(const std::string& where = "dev") { return run({"plan", "-e", where}); }
  nlohmann::json plan_json(const std::string& where = "dev");
  // A plan finds nothing to do.
  void expect_no_changes(const std::string& where = "dev");
  // A plan finds nothing to do but to adopt what is there, and after an apply nothing is left.
  void expect_adoption();
  // Promotes a flow from dev to prod and applies it there, after which nothing is left to do. Returns its sources in
  // both, which have this name.
  std::vector<nlohmann::json> promote_to_prod(const std::string& flow, const std::string& source);

  // Files of the project, by path relative to its root.
  void write(const std::string& path, const std::string& text);
  std::string read(const std::string& path) const;
  // Replaces the one place where `from` stands; throws when it stands nowhere or twice.
  void edit(const std::string& path, const std::string& from, const std::string& to);
  void remove(const std::string& path) { std::filesystem::remove_all(m_root / path); }
  const std::filesystem::path& root() const { return m_root; }
  std::string url() const { return m_server->url(); }
  void stop_account() { m_server->stop(); }

  // The simulator's control plane.
  void set(const SwitchValues& switches);
  void fault(const nlohmann::json& rules);
  void no_more_faults();
  void edit_live(const std::string& type, std::int64_t id, const nlohmann::json& fields);
  void data_arrives(std::int64_t source);
  nlohmann::json request_log();
  void clear_log();
  // How many requests since then may have changed something.
  std::size_t writes();
  nlohmann::json api(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr);
  // All live resources of a type ("data_sinks") whose name matches, as one GET each shows them.
  std::vector<nlohmann::json> live(const std::string& type, const std::string& name);
  nlohmann::json only(const std::string& type, const std::string& name);

  // Gives the program a secret by an environment variable. Whatever the program writes, on its streams or into the
  // project, must never hold it; that is checked after every run and at the end.
  void plant(const std::string& variable, const std::string& secret);

  std::map<std::string, std::string> environment; // of the program

private:
  std::string call(const std::string& method, const std::string& path, const std::string& body, bool with_token);

  testing::TemporaryFolder m_folder;
  const std::filesystem::path& m_root = m_folder.folder();
  std::unique_ptr<sim::Server> m_server;
  std::string m_token;
  std::vector<std::string> m_planted;
};

} // namespace flowsync::scenarios
