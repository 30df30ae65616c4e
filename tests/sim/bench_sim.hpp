#pragma once

#include "sim/engine.hpp"
#include "support/fake_clock.hpp"

#include <doctest/doctest.h>

#include <string>

namespace flowsync::sim {

// "/data_sources/6862".
inline std::string path(const char* type, Id id)
{
  return "/" + std::string(type) + "/" + std::to_string(id);
}

// The body with this value under the key.
inline nlohmann::json with(nlohmann::json body, const char* key, nlohmann::json value)
{
  body[key] = std::move(value);
  return body;
}

// A simulator without sockets and somebody who talks to it.
class Bench
{
public:
  explicit Bench(EngineOptions options = {}) : engine(std::move(options), clock, [this] { ++kills; }) {}

  Outcome send(const std::string& method, const std::string& target, const std::string& body = {})
  {
    Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) {
      std::string rest = target.substr(target.find('?') + 1) + "&";
      while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('&'));
        rest.erase(0, rest.find('&') + 1);
        request.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
      }
    }
    request.authorization = authorization;
    request.body = body;
    return engine.handle(request);
  }

  // Sends and checks the status; the body as JSON, null when there is none.
  nlohmann::json call(int status, const std::string& method, const std::string& target,
                      const nlohmann::json& body = nullptr)
  {
    const auto outcome = send(method, target, body.is_null() ? std::string() : body.dump());
    INFO(method, " ", target, " -> ", outcome.content);
    CHECK(outcome.reply.status == status);
    return outcome.content.empty() ? nlohmann::json() : nlohmann::json::parse(outcome.content);
  }
  nlohmann::json get(const std::string& target) { return call(200, "GET", target); }
  nlohmann::json post(const std::string& target, const nlohmann::json& body) { return call(200, "POST", target, body); }
  nlohmann::json put(const std::string& target, const nlohmann::json& body = nullptr)
  {
    return call(200, "PUT", target, body);
  }
  // The text of a refusal.
  std::string refused(int status, const std::string& method, const std::string& target,
                      const nlohmann::json& body = nullptr)
  {
    return call(status, method, target, body).at("error_description").get<std::string>();
  }

  void log_in(const std::string& key = "sim-service-key")
  {
    authorization = "Basic " + key;
    authorization = "Bearer " + call(200, "POST", "/token").at("access_token").get<std::string>();
  }
  void flip(std::string_view name, std::string_view value)
  {
    put("/_sim/switches", {{std::string(name), std::string(value)}});
  }
  void fault(const nlohmann::json& rule) { post("/_sim/faults", rule); }

  FakeClock clock{WallTime(std::chrono::milliseconds(1795000000123))};
  int kills = 0;
  std::string authorization;
  Engine engine;
};

// One whose caller is logged in as user 42.
class LoggedIn : public Bench
{
public:
  explicit LoggedIn(EngineOptions options = {}) : Bench(std::move(options)) { log_in(); }

  // A new s3 source; the id.
  Id source(const std::string& name = "Orders")
  {
    const auto reply = post("/data_sources", {{"name", name},
                                              {"source_type", "s3"},
                                              {"source_config", {{"path", "bucket/orders"}}},
                                              {"data_credentials_id", 6027}});
    return reply.at("id").get<Id>();
  }
  // A new s3 source with its detected set; the id of the set.
  Id detected(const std::string& name = "Orders")
  {
    const auto id = source(name);
    const auto path = "/data_sources/" + std::to_string(id);
    put(path + "/activate");
    get(path);
    return get(path).at("data_sets").at(0).at("id").get<Id>();
  }
  Id derived(Id parent, const std::string& name = "Clean")
  {
    const nlohmann::json transform{
        {"version", 1}, {"data_maps", nlohmann::json::array()}, {"transforms", {{{"operation", "shift"}}}}};
    return post("/data_sets", {{"name", name},
                               {"parent_data_set_id", parent},
                               {"has_custom_transform", false},
                               {"transform", transform}})
        .at("id")
        .get<Id>();
  }
  Id sink(Id set, const std::string& name = "Out")
  {
    return post("/data_sinks", {{"name", name},
                                {"sink_type", "snowflake"},
                                {"sink_config", {{"table", "T"}}},
                                {"data_credentials_id", 6031},
                                {"data_set_id", set}})
        .at("id")
        .get<Id>();
  }
  std::string status(const std::string& type, Id id)
  {
    return get("/" + type + "/" + std::to_string(id)).at("status").get<std::string>();
  }
};

inline std::string header(const Reply& reply, const std::string& name)
{
  for (const auto& [key, value] : reply.headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

} // namespace flowsync::sim
