#include "sim/listing.hpp"

#include "sim/render.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

// The least role that access_role asks for; without it owners only, unless the switch says otherwise.
Role wanted_role(const Context& context, const Request& request)
{
  const auto parameter = request.parameter("access_role");
  if (!parameter) {
    return context.switches.at<"owner_only_lists">() == "on" ? Role::owner : Role::collaborator;
  }
  const auto role = parse_role(*parameter);
  if (!role) {
    throw invalid("access_role must be collaborator, operator, admin or owner", "access_role");
  }
  return *role;
}

std::size_t page_parameter(const Request& request, const char* name, std::size_t otherwise)
{
  const auto text = request.parameter(name);
  if (!text) {
    return otherwise;
  }
  const auto number = parse_id(*text);
  if (!number) {
    throw invalid(fmt::format("{} must be a positive integer", name), name);
  }
  return static_cast<std::size_t>(*number);
}

bool comes_before(const SwitchPosition<"list_order">& order, const Object& a, const Object& b)
{
  if (order == "updated" && a.updated_ms != b.updated_ms) {
    return a.updated_ms > b.updated_ms;
  }
  if (order == "oldest" && a.created_ms != b.created_ms) {
    return a.created_ms < b.created_ms;
  }
  if (order == "newest" && a.created_ms != b.created_ms) {
    return a.created_ms > b.created_ms;
  }
  return order == "newest" || order == "updated" ? a.id > b.id : a.id < b.id;
}

// The size of a page when the request does not say one (API notes G8, J2).
std::size_t usual_size(const Switches& switches, const Request& request, std::size_t total)
{
  constexpr std::size_t k_only_page = 10;
  if (switches.at<"unpaged_lists">() == "whole") {
    return request.parameter("page") ? k_only_page : std::max<std::size_t>(1, total);
  }
  return static_cast<std::size_t>(std::max<std::int64_t>(1, switches.number<"page_size">()));
}

std::string list_key(const Context& context, const Request& request, const std::string& path, const std::string& filter)
{
  return fmt::format("{} {} {} {}", path, context.caller->id, static_cast<int>(wanted_role(context, request)), filter);
}

} // namespace

const std::vector<Id>& Listing::ordered(Context& context, const std::string& key, bool by_node, const Collect& collect)
{
  const auto order = context.switches.at<"list_order">();
  if (m_revision != context.world.revision()) {
    m_revision = context.world.revision();
    m_orders.clear();
  }
  const auto full_key = key + " " + std::string(order.text());
  if (const auto known = m_orders.find(full_key); known != m_orders.end()) {
    return known->second;
  }
  auto objects = collect();
  std::sort(objects.begin(), objects.end(),
            [&](const ObjectPtr& a, const ObjectPtr& b) { return comes_before(order, *a, *b); });
  auto& ids = m_orders[full_key];
  for (const auto& object : objects) {
    ids.push_back(by_node ? object->node_id : object->id);
  }
  return ids;
}

Listing::Page Listing::cut(Context& context, const Request& request, const std::string& key, const std::vector<Id>& ids,
                           bool flows)
{
  const auto& switches = context.switches;
  Page page;
  page.total = ids.size();
  page.number = page_parameter(request, "page", 1);
  page.size = page_parameter(request, "per_page", usual_size(switches, request, ids.size()));
  if (const auto cap = static_cast<std::size_t>(switches.number<"page_cap">()); cap > 0) {
    page.size = std::min(page.size, cap);
  }
  if (!flows && switches.at<"paging">() == "flows_only") {
    page.number = 1;
    page.size = std::max<std::size_t>(1, ids.size());
  }
  page.count = std::max<std::size_t>(1, (ids.size() + page.size - 1) / page.size);
  if (page.number == 1) {
    ++m_walks[key];
  }
  // Where items appear in front, what is left moves on to pages behind the last one.
  const auto last = switches.at<"shifting_pages">() == "insert" ? std::max(page.count, ids.size()) : page.count;
  const auto used = switches.at<"ignore_page">() == "on" ? 1 : std::min(page.number, last + 1);
  auto begin = (used - 1) * page.size;
  const auto shift = used - 1; // one item for each page turned
  if (switches.at<"shifting_pages">() == "insert") {
    begin -= std::min(begin, shift);
  } else if (switches.at<"shifting_pages">() == "remove" && m_walks[key] % 2 == 1) {
    begin += shift;
  }
  const auto end = std::min(ids.size(), begin + page.size);
  for (auto i = begin; i < end; ++i) {
    page.ids.push_back(ids[i]);
  }
  return page;
}

void Listing::add_headers(const Context& context, const Request& request, const Page& page, Reply& reply)
{
  const auto mode = context.switches.at<"list_headers">();
  if (mode == "off") {
    return;
  }
  const auto wrong = mode == "wrong_totals" ? page.total / 2 : page.total;
  const auto link = [&](std::size_t number, std::string_view rel, std::string_view close) {
    return fmt::format("<{}{}?page={}&per_page={}{}; rel=\"{}\"", context.base_url, request.path, number, page.size,
                       close, rel);
  };
  std::vector<std::string> links;
  if (page.number > 1) {
    links.push_back(link(page.number - 1, "Previous", mode == "broken_link" ? "" : ">"));
  }
  if (page.number < page.count) {
    links.push_back(link(page.number + 1, "Next", mode == "broken_link" && links.empty() ? "" : ">"));
  }
  if (!links.empty()) {
    reply.headers.emplace_back("Link", fmt::format("{}", fmt::join(links, ", ")));
  }
  reply.headers.emplace_back("X-Total-Count", std::to_string(wrong));
  reply.headers.emplace_back("X-Current-Page", std::to_string(page.number));
  if (mode == "page_items") {
    reply.headers.emplace_back("X-Page-Count", std::to_string(page.ids.size()));
    reply.headers.emplace_back("X-Total-Page-Count", std::to_string(page.count));
  } else {
    reply.headers.emplace_back("X-Page-Count", std::to_string(page.count));
  }
}

Reply Listing::list(Context& context, const Request& request, Kind kind, const Filter& filter)
{
  const auto least = wanted_role(context, request);
  const auto key = list_key(context, request, std::string(path_of(kind)), filter.name);
  const auto& ids = ordered(context, key, false, [&] {
    std::vector<ObjectPtr> objects;
    for (const auto& [id, object] : context.world.all(kind)) {
      const bool visible = filter.everyones || role_of(context, *object) >= least;
      if (visible && (!filter.keep || filter.keep(*object))) {
        objects.push_back(object);
      }
    }
    return objects;
  });
  const bool expand =
      request.flag("expand") && (kind == Kind::project || context.switches.at<"expand_in_lists">() == "on");
  return page(context, request, key, ids, [&](Id id) {
    return render(context, *context.world.find(kind, id), expand ? View::expanded : View::list);
  });
}

Reply Listing::page(Context& context, const Request& request, const std::string& name, const std::vector<Id>& ids,
                    const std::function<json(Id)>& render)
{
  const auto page = cut(context, request, name, ids, false);
  json items = json::array();
  for (const auto id : page.ids) {
    items.push_back(render(id));
  }
  Reply reply;
  if (context.switches.at<"list_body">() == "wrapped") {
    reply.body = {{"data", std::move(items)},
                  {"meta", {{"pageCount", page.count}, {"totalCount", page.total}, {"currentPage", page.number}}}};
  } else {
    reply.body = std::move(items);
  }
  add_headers(context, request, page, reply);
  return reply;
}

Reply Listing::list_flows(Context& context, const Request& request)
{
  const auto least = wanted_role(context, request);
  const auto key = list_key(context, request, "flows", {});
  const auto& ids = ordered(context, key, true, [&] {
    std::vector<ObjectPtr> objects;
    for (const auto node : context.world.origins()) {
      auto object = context.world.at_node(node);
      if (flow_role_of(context, *object) >= least) {
        objects.push_back(std::move(object));
      }
    }
    return objects;
  });
  const auto page = cut(context, request, key, ids, true);
  Reply reply;
  reply.body = render_flows(context, page.ids, request.flag("flows_only"), request.flag("include_run_metrics"), true);
  add_headers(context, request, page, reply);
  return reply;
}

} // namespace flowsync::sim
