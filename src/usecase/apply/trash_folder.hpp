#pragma once

#include "base/secret.hpp"
#include "exec/trash.hpp"
#include "exporter/flow_document.hpp"
#include "model/desired.hpp"
#include "model/record.hpp"
#include "model/secret_places.hpp"
#include "plan/plan.hpp"
#include "plan/tree.hpp"
#include "spec/project.hpp"

#include <filesystem>
#include <map>
#include <mutex>

namespace flowsync::usecase {

// What the run is about whose deletions are kept. All of it must outlive the trash.
struct TrashedRun
{
  const spec::Project& project;
  const Desired& desired;
  const plan::Plan& plan;
  const Inventory& inventory;
  const StateData& state;
};

// The trash of one run, a folder beside the state: for every flow of which something is deleted FLOW.yaml, a spec that
// brings it back when it is copied into the environment's `flows` folder, and FLOW.live.json, what the service showed
// of it (secrets as the service shows them: not at all); for a lookup, transform or code the same in a folder of its
// kind, with the file that holds its entries or code. Nothing is written before the first delete.
class TrashFolder final : public exec::Trash
{
public:
  // What stands in `secrets` is written as a reference.
  TrashFolder(std::filesystem::path folder, const TrashedRun& run, std::map<std::string, Secret> secrets);

  void keep(const Address& address, const LiveResource& live) override;

  bool used() const { return !m_flows.empty() || m_kept_shared; }
  const std::filesystem::path& folder() const { return m_folder; }

private:
  void keep_in_flow(const Address& address, const LiveResource& live, const nlohmann::json& shown);
  void keep_shared(const Address& address, const LiveResource& live, const nlohmann::json& shown);
  static void write(const std::filesystem::path& file, const std::string& text);
  SecretPlaces places_of(const Address& address, const LiveResource& live) const;
  LiveResource without_lost_secrets(const Address& address, const LiveResource& live) const;
  LiveResource with_parts(const Address& address, LiveResource live) const;
  void take_project(exporter::Captured& captured, const LiveResource& live) const;
  exporter::Captured capture(const Address& address, const LiveResource& live) const;

  struct Flow
  {
    std::vector<exporter::Captured> resources;
    nlohmann::json live = nlohmann::json::object();
  };

  std::filesystem::path m_folder;
  const spec::Project& m_project;
  const Desired& m_desired;
  const Inventory& m_inventory;
  const StateData& m_state;
  std::map<std::string, Secret> m_secrets;
  plan::LiveTree m_tree;
  std::map<ResourceId, std::string> m_aliases;
  std::map<Address, plan::LiveKey> m_known; // what stands for which address, wanted or not
  std::map<plan::LiveKey, Address> m_addresses;
  std::mutex m_mutex; // guards m_flows and the files
  std::map<std::string, Flow> m_flows;
  bool m_kept_shared = false;
};

} // namespace flowsync::usecase
