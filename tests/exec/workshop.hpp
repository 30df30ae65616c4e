#pragma once

#include "exec/apply.hpp"
#include "exec/inventory.hpp"
#include "plan/planner.hpp"
#include "state/store.hpp"
#include "support/fake_api.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace flowsync::test {

inline Address address(const std::string& text)
{
  const auto parsed = Address::parse(text);
  REQUIRE_MESSAGE(parsed, text);
  return *parsed;
}

// An environment whose flows are built by hand, an account in memory and a state on disk: survey, plan and apply as a
// user's runs do them, one after the other.
struct Workshop
{
  FakeClock clock;
  FakeApi api{clock};
  Desired desired;
  std::map<std::string, Secret> secrets;
  exec::RunOptions options;
  std::stop_source stop;
  testing::TemporaryFolder home;
  const std::filesystem::path& folder = home.folder();
  std::unique_ptr<state::Store> store;
  plan::Targets targets;
  bool prune = false;

  Workshop()
  {
    open_state();
    desired.project = "acme-k3x9";
    desired.environment.name = "prod";
    desired.environment.url = "sim:test";
    desired.environment.credentials["files"].id = 6027;
    options.parallelism = 4;
    LiveResource credential;
    credential.type = ResourceKind::credential;
    credential.id = 6027;
    credential.name = "Orders S3";
    api.add(credential);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  void open_state()
  {
    store.reset();
    auto opened = state::Store::open(folder / "state", state::Holder{}, clock, Duration{0}, {});
    REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().text));
    store = std::move(opened).value();
  }
  // As if somebody deleted the state.
  void lose_state()
  {
    store.reset();
    std::filesystem::remove_all(folder / "state");
    open_state();
  }

  DesiredResource& want(const std::string& text)
  {
    const auto wanted = address(text);
    const auto found = std::find_if(desired.resources.begin(), desired.resources.end(),
                                    [&](const auto& resource) { return resource.address == wanted; });
    if (found != desired.resources.end()) {
      return *found;
    }
    DesiredResource resource;
    resource.address = wanted;
    resource.type = wanted.kind;
    resource.name = wanted.flow + " " + wanted.key;
    resource.document["name"] = resource.name;
    const auto place = std::lower_bound(desired.resources.begin(), desired.resources.end(), resource,
                                        [](const auto& a, const auto& b) { return a.address < b.address; });
    return *desired.resources.insert(place, std::move(resource));
  }

  // FLOW: source -> detected set "raw" -> set "clean" -> sink "out".
  void want_flow(const std::string& flow)
  {
    auto& source = want(flow + "/source");
    source.name = flow;
    source.document = {{"name", flow}, {"source_type", "s3"}, {"source_config", {{"path", "acme/" + flow}}}};
    source.credential_alias = "files";
    auto& raw = want(flow + "/nexset/raw");
    raw.document = nlohmann::json::object();
    raw.detected = true;
    raw.parent = address(flow + "/source");
    auto& clean = want(flow + "/nexset/clean");
    clean.document["transform"] = {{"version", 1}, {"transforms", {{{"operation", "shift"}}}}};
    clean.parent = address(flow + "/nexset/raw");
    want_sink(flow, "out");
  }
  DesiredResource& want_sink(const std::string& flow, const std::string& key)
  {
    auto& sink = want(flow + "/sink/" + key);
    sink.document["sink_type"] = "s3";
    sink.document["sink_config"] = {{"table", "ORDERS"}};
    sink.credential_alias = "files";
    sink.parent = address(flow + "/nexset/clean");
    return sink;
  }

  exec::Survey survey(exec::RefreshMode mode = exec::RefreshMode::automatic)
  {
    auto result = exec::survey(api, desired, store->data(), {mode}, clock, {});
    REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.error().text()));
    return std::move(result).value();
  }
  plan::Plan plan()
  {
    const auto seen = survey();
    return plan_on(seen);
  }
  plan::Plan plan_on(const exec::Survey& seen)
  {
    plan::PlanRequest wanted;
    wanted.targets = targets;
    wanted.secrets = secrets;
    wanted.prune = prune;
    return plan::make_plan(desired, seen.inventory, store->data(), seen.identity, wanted);
  }
  exec::Report apply()
  {
    const auto seen = survey();
    return apply(plan_on(seen), seen);
  }
  exec::Report apply(const plan::Plan& planned, const exec::Survey& seen)
  {
    api.log.clear();
    exec::Observer observer;
    return exec::apply({api, desired, planned, seen.inventory, secrets, *store, clock, observer}, options,
                       stop.get_token());
  }

  ResourceId id(const std::string& text)
  {
    const auto record = store->find(address(text));
    REQUIRE_MESSAGE(record, text);
    return record->id;
  }
  LiveResource& live(const std::string& text) { return api.at(address(text).kind, id(text)); }
};

inline const exec::ResourceResult& result_of(const exec::Report& report, const std::string& text)
{
  const auto found = std::find_if(report.results.begin(), report.results.end(),
                                  [&](const auto& result) { return result.address.text() == text; });
  REQUIRE_MESSAGE(found != report.results.end(), text);
  return *found;
}

// Which line of the log comes first; fails when one is not there.
inline bool before(const FakeApi& api, const std::string& first, const std::string& second)
{
  const auto at = [&](const std::string& line) {
    const auto found = std::find(api.log.begin(), api.log.end(), line);
    REQUIRE_MESSAGE(found != api.log.end(), line);
    return found;
  };
  return at(first) < at(second);
}

} // namespace flowsync::test
