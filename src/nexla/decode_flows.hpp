#pragma once

#include "base/result.hpp"
#include "nexla/api.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace flowsync::nexla {

// Puts the pages of GET /flows together (API notes B5): trees of nodes, with the resources themselves in parallel
// arrays. Node, resource and origin ids are three different spaces.
class FlowIndexReader
{
public:
  // Adds one page, whose elements are moved from. Returns how many flows were new, or what is wrong with the reply.
  Result<std::size_t, std::string> add(nlohmann::json& page);
  // Flows met so far.
  std::size_t flows() const { return m_origins.size(); }
  // What all pages said, sorted by type and id.
  FlowIndex finish(bool whole) &&;

private:
  using Key = std::pair<ResourceKind, ResourceId>;

  void add_elements(nlohmann::json& page, ResourceKind type);
  void add_node(const nlohmann::json& node, const LiveResource* parent, ResourceId origin);
  LiveResource& at(Key key);

  std::map<Key, LiveResource> m_resources;
  std::map<ResourceId, LiveProject> m_projects;
  std::map<ResourceId, std::string> m_container_dates;
  std::set<ResourceId> m_origins;
};

// The index of a reply that holds one flow; what is wrong with it otherwise.
Result<FlowIndex, std::string> flow_index_of(nlohmann::json& reply);

} // namespace flowsync::nexla
