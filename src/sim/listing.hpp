#pragma once

#include "sim/context.hpp"

#include <functional>
#include <unordered_map>

namespace flowsync::sim {

// Narrows a list. The name must differ when `keep` does; `everyones` shows what the caller has no role for.
struct Filter
{
  std::string name;
  std::function<bool(const Object&)> keep;
  bool everyones = false;
};

// Lists with visibility, order and paging (API notes A5, A7). Remembers the order of what a caller sees until the world
// changes, so that walking many pages does not sort again for each.
class Listing
{
public:
  // GET /{type}.
  Reply list(Context& context, const Request& request, Kind kind, const Filter& filter);
  // A list of other things, whose ids are `ids`; `name` tells it from the other lists.
  Reply page(Context& context, const Request& request, const std::string& name, const std::vector<Id>& ids,
             const std::function<nlohmann::json(Id)>& render);
  // GET /flows.
  Reply list_flows(Context& context, const Request& request);

private:
  struct Page
  {
    std::vector<Id> ids;
    std::size_t total = 0;
    std::size_t number = 1;
    std::size_t size = 0;
    std::size_t count = 1; // of pages
  };

  using Collect = std::function<std::vector<ObjectPtr>()>;
  const std::vector<Id>& ordered(Context& context, const std::string& key, bool by_node, const Collect& collect);
  Page cut(Context& context, const Request& request, const std::string& key, const std::vector<Id>& ids, bool flows);
  static void add_headers(const Context& context, const Request& request, const Page& page, Reply& reply);

  std::uint64_t m_revision = 0;
  std::unordered_map<std::string, std::vector<Id>> m_orders;
  std::unordered_map<std::string, std::size_t> m_walks; // how often a first page was asked for
};

} // namespace flowsync::sim
