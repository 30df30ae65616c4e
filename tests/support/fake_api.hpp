#pragma once

#include "base/timestamp.hpp"
#include "nexla/api.hpp"
#include "support/fake_traffic.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::test {

using Key = std::pair<ResourceKind, ResourceId>;

// A small account in memory behind nexla::Api: as strict as the API notes where it matters to an apply (verbs cascade,
// configs are replaced whole, lists show no configs), with switches, and with the faults of its traffic. Calls are
// logged as "POST data_sinks ORDERS", "PUT data_sinks/6513", "PAUSE data_sources/1", "LIST data_sets", "FLOWS". Thread
// safe.
class FakeApi : public nexla::Api, public FakeTraffic
{
public:
  explicit FakeApi(Clock& clock) : FakeTraffic(clock) {}

  // Switches.
  bool strict_pause = false;      // PUT on something running: 405
  bool drop_descriptions = false; // a create forgets the description
  bool hide_transforms = false;   // sets show no transform; the source's expand=1 does
  bool flows_malformed = false;   // the flow index is a bare array
  bool shows_flows = false;       // GET /{type}/{id}/flow is there
  bool verbs_stay = false;        // a verb on a set does not reach what is below it
  bool whole_lists = true;
  std::set<ResourceId> unlisted;                       // what lists leave out
  std::map<ResourceKind, std::size_t> more_in_headers; // than lists show
  int detect_after = 1;                                // GETs of a running source until its set exists; 0 = never
  int detect_sets = 1;
  std::set<std::string> ignored;                      // fields of updates that are answered yes and not stored
  std::set<std::string> refused;                      // fields of updates that are refused with 400
  std::map<std::string, nlohmann::json> written_back; // keys of sink_config that the service writes again
  std::function<void(nlohmann::json& config)> spells; // what it makes of each config that it stores
  Identity identity{42, "user", 7, "org"};

  LiveResource& add(LiveResource resource)
  {
    const Key key{resource.type, resource.id};
    auto& place = m_resources[key];
    place = std::move(resource);
    touch(place);
    m_next = std::max(m_next, key.second + 1);
    return place;
  }
  void erase(ResourceKind type, ResourceId id) { m_resources.erase({type, id}); }
  LiveResource& at(ResourceKind type, ResourceId id) { return m_resources.at({type, id}); }
  LiveResource& only(ResourceKind type, const std::string& name)
  {
    const auto found = std::find_if(m_resources.begin(), m_resources.end(), [&](const auto& item) {
      return item.first.first == type && item.second.name == name;
    });
    return found->second;
  }
  std::size_t count(ResourceKind type) const
  {
    return static_cast<std::size_t>(std::count_if(m_resources.begin(), m_resources.end(),
                                                  [&](const auto& item) { return item.first.first == type; }));
  }
  std::map<ResourceId, std::vector<ResourceId>> project_flows; // project -> origin nodes

  nexla::ApiResult<Identity> identify(std::stop_token) override { return identity; }

  nexla::ApiResult<nexla::Listing> list(ResourceKind type, std::stop_token) override
  {
    return serve<nexla::Listing>("LIST " + std::string(type_path(type)), [&] {
      nexla::Listing listing;
      for (const auto& [key, resource] : m_resources) {
        if (key.first == type && !unlisted.contains(key.second)) {
          listing.items.push_back(brief(resource));
        }
      }
      listing.whole = whole_lists;
      listing.total_header = listing.items.size() + more_in_headers[type];
      return listing;
    });
  }

  nexla::ApiResult<nexla::FlowIndex> flows(std::stop_token) override
  {
    if (flows_malformed) {
      return failure({"FLOWS", nexla::ApiError::Kind::malformed, 200, "a bare array", false, {}, 1}, "GET /flows");
    }
    return serve<nexla::FlowIndex>("FLOWS", [&] {
      nexla::FlowIndex index;
      for (const auto& [key, resource] : m_resources) {
        if (key.first != ResourceKind::credential && key.first != ResourceKind::code) {
          index.resources.push_back(brief(resource));
        }
      }
      index.whole = true;
      return index;
    });
  }

  nexla::ApiResult<nexla::FlowIndex> flow_of(ResourceKind type, ResourceId id, std::stop_token stop) override
  {
    if (!shows_flows) {
      return Api::flow_of(type, id, stop);
    }
    return serve<nexla::FlowIndex>("FLOW " + path({type, id}), [&] {
      if (const auto found = m_resources.find({type, id});
          type == ResourceKind::source && running(found->second.status) == Running::yes) {
        detect(found->second);
      }
      nexla::FlowIndex index;
      for (const auto& [key, resource] : m_resources) {
        if (key.first != ResourceKind::credential && key.first != ResourceKind::code) {
          index.resources.push_back(brief(resource));
        }
      }
      return index;
    });
  }

  nexla::ApiResult<LiveResource> get(ResourceKind type, ResourceId id, nexla::Expand expand, std::stop_token) override
  {
    const auto line = "GET " + path({type, id}) + (expand == nexla::Expand::yes ? "?expand=1" : "");
    return serve<LiveResource>(line, [&]() -> nexla::ApiResult<LiveResource> {
      const auto found = m_resources.find({type, id});
      if (found == m_resources.end()) {
        return failure({line, nexla::ApiError::Kind::absent, 404, "not found", false, {}, 1}, line);
      }
      if (type == ResourceKind::source && running(found->second.status) == Running::yes) {
        detect(found->second);
      }
      return shown(found->second, expand);
    });
  }

  nexla::ApiResult<LiveResource> create(ResourceKind type, const nlohmann::json& body, std::stop_token) override
  {
    const auto line = "POST " + std::string(type_path(type)) + " " + body.value("name", "");
    return serve<LiveResource>(line, [this, type, body] {
      LiveResource made;
      made.type = type;
      made.id = m_next++;
      made.status = "INIT";
      made.owner_id = 42;
      made.body["status"] = "INIT";
      store(made, body);
      if (drop_descriptions) {
        made.description.clear();
        made.body["description"] = nullptr;
      }
      return shown(add(std::move(made)), nexla::Expand::no);
    });
  }

  nexla::ApiResult<LiveResource> update(ResourceKind type, ResourceId id, const nlohmann::json& body,
                                        std::stop_token) override
  {
    const auto line = "PUT " + path({type, id});
    return serve<LiveResource>(line, [&]() -> nexla::ApiResult<LiveResource> {
      auto& resource = m_resources.at({type, id});
      bodies[line] = body;
      if (strict_pause && running(resource.status) == Running::yes) {
        return failure({line, nexla::ApiError::Kind::refused, 405, "must be paused", false, {}, 1}, line);
      }
      for (const auto& field : refused) {
        if (body.contains(field)) {
          return failure({line, nexla::ApiError::Kind::refused, 400, field + " is fixed", false, {}, 1}, line);
        }
      }
      auto kept = body;
      for (const auto& field : ignored) {
        kept.erase(field);
      }
      store(resource, kept);
      touch(resource);
      return shown(resource, nexla::Expand::no);
    });
  }

  nexla::ApiResult<Done> set_running(ResourceKind type, ResourceId id, nexla::Verb verb, std::stop_token) override
  {
    const bool active = verb == nexla::Verb::activate;
    return serve<Done>((active ? "ACTIVATE " : "PAUSE ") + path({type, id}), [&] {
      cascade({type, id}, active ? "ACTIVE" : "PAUSED");
      return Done{};
    });
  }

  nexla::ApiResult<Done> join_project(ResourceId project, ResourceId origin, std::stop_token) override
  {
    return serve<Done>("JOIN " + std::to_string(project), [&] {
      project_flows[project].push_back(origin);
      return Done{};
    });
  }

  nexla::ApiResult<Done> put_entries(ResourceId lookup, const nlohmann::json& rows, std::stop_token) override
  {
    const auto line = "PUT data_maps/" + std::to_string(lookup) + "/entries";
    return serve<Done>(line, [&] {
      bodies[line] = rows;
      auto& resource = m_resources.at({ResourceKind::lookup, lookup});
      const auto key = resource.body.value("map_primary_key", "");
      for (const auto& row : rows) {
        erase_entry(resource, row.at(key));
        resource.body["entries"].push_back(row);
      }
      touch(resource);
      return Done{};
    });
  }

  nexla::ApiResult<Done> remove_entries(ResourceId lookup, const std::vector<std::string>& keys,
                                        std::stop_token) override
  {
    std::string line = "DELETE data_maps/" + std::to_string(lookup) + "/entries/";
    for (const auto& key : keys) {
      line += (line.ends_with('/') ? "" : ",") + key;
    }
    return serve<Done>(line, [&] {
      auto& resource = m_resources.at({ResourceKind::lookup, lookup});
      for (const auto& key : keys) {
        erase_entry(resource, key);
      }
      touch(resource);
      return Done{};
    });
  }

  nexla::ApiResult<Done> remove(ResourceKind type, ResourceId id, std::stop_token) override
  {
    return serve<Done>("DELETE " + path({type, id}), [&]() -> nexla::ApiResult<Done> {
      const auto found = m_resources.find({type, id});
      if (found != m_resources.end() && running(found->second.status) == Running::yes) {
        return nexla::ApiError{nexla::ApiError::Kind::refused, 405, "must be paused", "DELETE", ""};
      }
      m_resources.erase({type, id});
      return Done{};
    });
  }

  std::set<std::string> habits() const override { return {}; }

  std::size_t requests() const override
  {
    const std::lock_guard lock(m_mutex);
    return log.size();
  }
  WallTime server_time() const override { return m_clock.now(); }

  std::map<std::string, nlohmann::json> bodies; // the last of each PUT, by its log line

private:
  static std::string path(const Key& key)
  {
    return std::string(type_path(key.first)) + "/" + std::to_string(key.second);
  }

  static void erase_entry(LiveResource& lookup, const std::string& key)
  {
    const auto name = lookup.body.value("map_primary_key", "");
    auto& rows = lookup.body["entries"];
    for (std::size_t i = 0; rows.is_array() && i < rows.size(); ++i) {
      if (rows[i].at(name) == key) {
        rows.erase(i);
        return;
      }
    }
  }

  void touch(LiveResource& resource)
  {
    resource.updated_at = format_timestamp(m_clock.now());
    resource.body["updated_at"] = resource.updated_at;
  }

  void store(LiveResource& resource, const nlohmann::json& body)
  {
    for (const auto& [field, value] : body.items()) {
      resource.body[field] = value;
    }
    for (const auto* const field : {"source_config", "sink_config"}) {
      if (spells && body.contains(field)) {
        spells(resource.body[field]);
      }
    }
    resource.name = resource.body.value("name", "");
    resource.description = resource.body.contains("description") && resource.body["description"].is_string()
                               ? resource.body["description"].get<std::string>()
                               : "";
    const auto link = [&](const char* field, std::optional<ResourceId>& place) {
      if (body.contains(field)) {
        place = body[field].get<ResourceId>();
      }
    };
    link("data_credentials_id", resource.credential_id);
    link("parent_data_set_id", resource.parent_set_id);
    link("data_set_id", resource.parent_set_id);
    for (const auto* const field : {"source_type", "sink_type"}) {
      if (body.contains(field)) {
        resource.kind = body[field].get<std::string>();
      }
    }
    if (resource.type == ResourceKind::sink) {
      for (const auto& [key, value] : written_back) {
        resource.body["sink_config"][key] = value;
      }
    }
    if (resource.type == ResourceKind::source) {
      resource.origin_node_id = resource.id + 100'000;
    }
  }

  static LiveResource brief(LiveResource resource)
  {
    for (const auto* const field : {"source_config", "sink_config", "transform"}) {
      resource.body.erase(field);
    }
    return resource;
  }

  LiveResource shown(LiveResource resource, nexla::Expand expand)
  {
    resource.body["status"] = resource.status;
    if (hide_transforms) {
      resource.body.erase("transform");
    }
    if (resource.type == ResourceKind::source) {
      auto& sets = resource.body["data_sets"] = nlohmann::json::array();
      for (const auto& [key, set] : m_resources) {
        const bool own = key.first == ResourceKind::nexset && set.source_id == resource.id;
        if (own || (key.first == ResourceKind::nexset && expand == nexla::Expand::yes)) {
          sets.push_back({{"id", set.id}, {"name", set.name}});
          if (expand == nexla::Expand::yes && set.body.contains("transform")) {
            sets.back()["transform"] = set.body["transform"];
          }
        }
      }
    }
    return resource;
  }

  void cascade(const Key& top, const std::string& status)
  {
    auto& resource = m_resources.at(top);
    resource.status = status;
    resource.body["status"] = status;
    for (auto& [key, below] : m_resources) {
      const bool from_source =
          top.first == ResourceKind::source && below.source_id == top.second && !below.parent_set_id;
      const bool from_set = top.first == ResourceKind::nexset && below.parent_set_id == top.second && !verbs_stay;
      if (from_source || from_set) {
        cascade(key, status);
      }
    }
  }

  void detect(const LiveResource& source)
  {
    if (detect_after == 0 || ++m_looks[source.id] < detect_after || m_detected.contains(source.id)) {
      return;
    }
    m_detected.insert(source.id);
    const auto name = source.name;
    const auto id = source.id;
    for (int i = 1; i <= detect_sets; ++i) {
      LiveResource set;
      set.type = ResourceKind::nexset;
      set.id = m_next++;
      set.status = "ACTIVE";
      set.source_id = id;
      set.owner_id = 42;
      store(set, {{"name", std::to_string(i) + " - " + name},
                  {"description", "DataSet #" + std::to_string(i) + " detected from " + name}});
      add(std::move(set));
    }
  }

  std::map<Key, LiveResource> m_resources;
  std::map<ResourceId, int> m_looks;
  std::set<ResourceId> m_detected;
  ResourceId m_next = 1000;
};

} // namespace flowsync::test
