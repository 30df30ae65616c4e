#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/mark.hpp"
#include "model/record.hpp"
#include "plan/document.hpp"
#include "plan/planner.hpp"

#include <algorithm>
#include <string>

namespace flowsync::plan {

// A small environment and account to plan on: one flow "orders" with a source, a detected set, a derived set and a
// sink.
struct PlanWorld
{
  Desired desired;
  Inventory inventory;
  StateData state;
  Identity identity{42, "user", 7, "org"};

  PlanWorld()
  {
    desired.project = "acme-k3x9";
    desired.environment.name = "prod";
    desired.environment.credentials["files"].id = 6027;
    LiveResource credential;
    credential.type = ResourceKind::credential;
    credential.id = 6027;
    credential.name = "Orders S3";
    inventory.credentials.emplace(6027, credential);
    for (const auto type : {ResourceKind::source, ResourceKind::nexset, ResourceKind::sink}) {
      inventory.proved[type] = true;
    }
    inventory.server_time = WallTime{std::chrono::seconds{2'000'000'000}};

    auto& source = add("orders/source", ResourceKind::source, "Orders");
    source.document["source_type"] = "s3";
    source.document["source_config"] = {{"path", "acme/orders"}, {"start.cron", "0 0 0 * * ? *"}};
    source.credential_alias = "files";
    auto& detected = add("orders/nexset/orders", ResourceKind::nexset, "");
    detected.document = nlohmann::json::object();
    detected.detected = true;
    detected.selector.index = 1;
    detected.parent = source_address();
    auto& clean = add("orders/nexset/clean", ResourceKind::nexset, "Clean");
    clean.document["transform"] = {{"version", 1}, {"transforms", {{{"operation", "shift"}}}}};
    clean.parent = *Address::parse("orders/nexset/orders");
    auto& sink = add("orders/sink/out", ResourceKind::sink, "OUT");
    sink.document["sink_type"] = "s3";
    sink.document["sink_config"] = {{"table", "ORDERS"}};
    sink.parent = *Address::parse("orders/nexset/clean");
    std::sort(desired.resources.begin(), desired.resources.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
  }

  static Address source_address() { return *Address::parse("orders/source"); }

  DesiredResource& add(const std::string& address, ResourceKind type, const std::string& name)
  {
    DesiredResource resource;
    resource.address = *Address::parse(address);
    resource.type = type;
    resource.name = name;
    resource.document["name"] = name;
    resource.defined_at = {"environments/base/flows/orders.yaml", 5, 3, "base"};
    resource.origins["/status"] = {{"environments/base/flows/orders.yaml", 4, 9, "base"}, {}, {}, false};
    desired.resources.push_back(resource);
    return desired.resources.back();
  }

  DesiredResource& want(const std::string& address)
  {
    return *std::find_if(desired.resources.begin(), desired.resources.end(),
                         [&](const auto& r) { return r.address.text() == address; });
  }

  std::string mark(const std::string& address) const
  {
    return Mark{desired.project, desired.environment.name, *Address::parse(address), {}}.text();
  }

  LiveResource& live(const std::string& address)
  {
    return inventory.resources.at(want(address).type).at(state.records.at(*Address::parse(address)).id);
  }

  // Makes the account and the state look as after a good apply.
  void apply_all()
  {
    ResourceId id = 100;
    for (const auto* const address :
         {"orders/source", "orders/nexset/orders", "orders/nexset/clean", "orders/sink/out"}) {
      const auto& resource = want(address);
      LiveResource found;
      found.type = resource.type;
      found.id = id++;
      found.name = resource.detected ? "1 - Orders" : resource.name;
      found.description = resource.detected ? "DataSet #1 detected from Orders" : mark(address);
      found.status = "ACTIVE";
      found.owner_id = 42;
      found.body = resource.document;
      found.read_alone = true;
      found.updated_at = "2026-01-01T00:00:00.000Z";
      if (resource.type == ResourceKind::source) {
        found.kind = "s3";
        found.credential_id = 6027;
        found.body["source_config"]["server.key"] = "written by the service";
      } else if (resource.detected) {
        found.source_id = 100;
      } else {
        found.parent_set_id = found.id - 1;
        found.kind = resource.type == ResourceKind::sink ? "s3" : "";
      }
      Bindings bindings;
      bindings.credentials["files"] = 6027;
      bindings.ids[*Address::parse("orders/nexset/orders")] = 101;
      bindings.ids[*Address::parse("orders/nexset/clean")] = 102;
      Record record;
      record.applied = recorded_document(resource, full_document(resource, bindings));
      inventory.resources[resource.type][found.id] = found;
      state.records[resource.address] = observe(resource, found, record, inventory.server_time, false);
    }
  }

  Plan plan(PlanRequest options = {}) const { return make_plan(desired, inventory, state, identity, options); }
};

inline bool has_code(const Plan& plan, const std::string& code)
{
  const auto& items = plan.diagnostics.items();
  return std::any_of(items.begin(), items.end(), [&](const auto& d) { return d.code == code; });
}

inline const ResourceChange& change_of(const Plan& plan, const std::string& address)
{
  return *plan.find(*Address::parse(address));
}

} // namespace flowsync::plan
