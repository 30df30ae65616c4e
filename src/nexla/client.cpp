#include "nexla/client.hpp"

#include "http/url.hpp"
#include "model/habits.hpp"
#include "model/number_text.hpp"
#include "nexla/caller.hpp"
#include "nexla/decode.hpp"
#include "nexla/decode_entries.hpp"
#include "nexla/decode_flows.hpp"
#include "nexla/paging.hpp"
#include "nexla/surroundings.hpp"
#include "nexla/transform_paths.hpp"
#include "nexla/walker.hpp"

#include <fmt/format.h>

#include <atomic>
#include <map>

namespace flowsync::nexla {

namespace {

using Kind = ApiError::Kind;

class Client final : public Api
{
public:
  Client(ClientOptions options, http::Transport& transport, Clock& clock)
      : m_options(std::move(options)),
        m_caller(m_options, transport, clock),
        m_walker(m_options, m_caller)
  {
  }

  ApiResult<Identity> identify(std::stop_token stop) override { return m_caller.identify(stop); }

  ApiResult<Listing> list(ResourceKind type, std::stop_token stop) override
  {
    auto listing = list_at(type, fmt::format("/{}", type_path(type)), {}, stop);
    if (type != ResourceKind::transform || !listing.ok()) {
      return listing;
    }
    auto attributes = list_at(type, std::string(k_attribute_transforms), {}, stop);
    if (!attributes.ok()) {
      return attributes.error().kind == Kind::absent ? listing : attributes;
    }
    m_transforms.are_of_attributes(attributes->items);
    return join_lists(std::move(*listing), std::move(*attributes));
  }

  ApiResult<FlowIndex> flows(std::stop_token stop) override
  {
    FlowIndexReader reader;
    const auto call = Call::get("/flows", {}, flow_index_sieve());
    const auto walk = m_walker.whole(
        call, stop, [&](nlohmann::json& body) { return reader.add(body); }, [&] { return reader.flows(); },
        [&] { reader = {}; });
    if (!walk.ok()) {
      return walk.error();
    }
    return std::move(reader).finish(walk->whole);
  }

  ApiResult<Listing> list_in_full(ResourceKind type, std::stop_token stop) override
  {
    const auto path = fmt::format("/{}", type_path(type));
    bool full = false;
    auto listing = list_at(type, path, "expand=1", stop, [&](const nlohmann::json& item) {
      full = full || item.contains(detail_field(type));
      return full;
    });
    if (listing.ok() ? !full : listing.error().kind == Kind::refused) {
      return Sender::failure(Call::get(path, "expand=1"), Kind::absent, "the list is not given in full");
    }
    return listing;
  }

  ApiResult<FlowIndex> flow_of(ResourceKind type, ResourceId id, std::stop_token stop) override
  {
    const auto call = Call::get(item_path(type, id) + "/flow");
    auto reply = m_caller.call(call, stop);
    if (!reply.ok()) {
      return reply.error();
    }
    auto index = flow_index_of(reply->body);
    return index.ok() ? ApiResult<FlowIndex>(std::move(*index)) : malformed(call, *reply, index.error());
  }

  ApiResult<LiveResource> get(ResourceKind type, ResourceId id, Expand expand, std::stop_token stop) override
  {
    const bool expanded = expand == Expand::yes || type == ResourceKind::lookup;
    auto live = get_at(type, id, item_path(type, id), expanded ? "expand=1" : "", stop);
    if (!live.ok() && live.error().kind == Kind::absent && type == ResourceKind::transform) {
      live = get_at(type, id, fmt::format("{}/{}", k_attribute_transforms, id), "", stop);
      if (live.ok()) {
        m_transforms.are_of_attributes({*live});
      }
    }
    return live.ok() && type == ResourceKind::lookup ? with_entries(std::move(*live), stop) : live;
  }

  ApiResult<LiveResource> create(ResourceKind type, const nlohmann::json& body, std::stop_token stop) override
  {
    const bool of_attributes = type == ResourceKind::transform && body.value("output_type", "") == "attribute";
    const Call call{"POST", of_attributes ? std::string(k_attribute_transforms) : fmt::format("/{}", type_path(type)),
                    {},     write_json(sent_entries(type, body)),
                    false,  false};
    auto reply = m_caller.call(call, stop);
    if (!reply.ok()) {
      return reply.error();
    }
    auto live = decode_resource(type, std::move(reply->body));
    if (!live) { // answered with success: it is probably there, under an id that is not known
      auto error = malformed(call, *reply, "the reply is not a resource with an id");
      error.kind = Kind::uncertain;
      return error;
    }
    if (of_attributes) {
      m_transforms.are_of_attributes({*live});
    }
    return std::move(*live);
  }

  ApiResult<LiveResource> update(ResourceKind type, ResourceId id, const nlohmann::json& body,
                                 std::stop_token stop) override
  {
    const Call call{"PUT", item_path(type, id), {}, write_json(sent_entries(type, body)), true, false};
    const auto reply = m_caller.call(call, stop);
    if (!reply.ok()) {
      return reply.error();
    }
    auto live = decode_resource(type, reply->body);
    if (!live && reply->body.is_null()) { // success without a body
      live.emplace();
      live->type = type;
      live->id = id;
    }
    if (!live || live->id != id) {
      return malformed(call, *reply, live ? "the reply is another resource" : "the reply is not a resource with an id");
    }
    return std::move(*live);
  }

  ApiResult<Done> remove(ResourceKind type, ResourceId id, std::stop_token stop) override
  {
    const auto reply = m_caller.call({"DELETE", item_path(type, id), {}, std::nullopt, true, false}, stop);
    if (!reply.ok() && reply.error().kind != Kind::absent) {
      return reply.error();
    }
    return Done{};
  }

  ApiResult<Done> set_running(ResourceKind type, ResourceId id, Verb verb, std::stop_token stop) override
  {
    const std::string word = verb == Verb::activate ? "activate" : "pause";
    const auto path = item_path(type, id);
    const auto put = [&](const std::string& last) {
      return m_caller.call({"PUT", path + last, {}, std::nullopt, true, false}, stop);
    };
    const auto known = m_verb_path.load();
    auto reply = put(known == VerbPath::flow ? "/flow/" + word : "/" + word);
    if (known == VerbPath::unknown && reply.ok()) {
      m_verb_path = VerbPath::plain;
    } else if (known == VerbPath::unknown && reply.error().kind == Kind::absent) {
      auto second = put("/flow/" + word);
      if (second.ok()) {
        m_verb_path = VerbPath::flow;
        reply = std::move(second);
      } else if (second.error().kind != Kind::absent) {
        reply = std::move(second);
      }
    }
    if (!reply.ok()) {
      return reply.error();
    }
    return Done{};
  }

  ApiResult<Done> join_project(ResourceId project, ResourceId origin_node, std::stop_token stop) override
  {
    const nlohmann::json body{{"flows", nlohmann::json::array({origin_node})}};
    return done({"PUT", fmt::format("/projects/{}/flows", project), {}, write_json(body), true, false}, stop);
  }

  ApiResult<Done> put_entries(ResourceId lookup, const nlohmann::json& rows, std::stop_token stop) override
  {
    const nlohmann::json body{{"entries", rows}};
    return done({"PUT", item_path(ResourceKind::lookup, lookup) + "/entries", {}, write_json(body), true, false}, stop);
  }

  ApiResult<Done> remove_entries(ResourceId lookup, const std::vector<std::string>& keys, std::stop_token stop) override
  {
    if (keys.empty()) { // a path without keys could mean all of them
      return Done{};
    }
    std::string path = item_path(ResourceKind::lookup, lookup) + "/entries/";
    for (std::size_t i = 0; i < keys.size(); ++i) {
      path += (i > 0 ? "," : "") + http::percent_encode(keys[i]);
    }
    auto reply = done({"DELETE", path, {}, std::nullopt, true, false}, stop);
    return reply.ok() || reply.error().kind != Kind::absent ? reply : Done{};
  }

  ApiResult<nlohmann::json> read(const std::string& path, const std::string& query, std::stop_token stop) override
  {
    auto reply = m_caller.call(Call::get(path, query), stop);
    if (!reply.ok()) {
      return reply.error();
    }
    return std::move(reply->body);
  }

  ApiResult<Done> write(const std::string& method, const std::string& path, const nlohmann::json& body,
                        std::stop_token stop, Repeat repeat) override
  {
    return done({method, path, {}, write_json(body), repeat == Repeat::as_needed, false}, stop);
  }

  ApiResult<Done> run_now(ResourceId origin_node, std::stop_token stop) override
  {
    const auto path = fmt::format("/flows/{}/run_now", origin_node);
    const std::string body = "{}";
    auto reply = m_caller.call({"PUT", path, {}, body, false, false}, stop);
    if (!reply.ok() && (reply.error().kind == Kind::absent || reply.error().status == 405)) { // not run that way
      reply = m_caller.call({"POST", path, {}, body, false, false}, stop);
    }
    if (!reply.ok()) {
      return reply.error();
    }
    return Done{};
  }

  std::set<std::string> habits() const override
  {
    return m_verb_path == VerbPath::flow ? std::set{std::string(habit::k_flow_verbs)} : std::set<std::string>{};
  }

  std::size_t requests() const override { return m_caller.sender().requests(); }
  WallTime server_time() const override { return m_caller.sender().server_time(); }

private:
  // Which of the two documented spellings of verbs this server has (API notes G11).
  enum class VerbPath
  {
    unknown,
    plain, // /data_sinks/1/activate
    flow   // /data_sinks/1/flow/activate
  };

  std::string item_path(ResourceKind type, ResourceId id) const
  {
    return type == ResourceKind::transform && m_transforms.is_of_attributes(id)
               ? fmt::format("{}/{}", k_attribute_transforms, id)
               : fmt::format("/{}/{}", type_path(type), id);
  }

  ApiResult<Done> done(const Call& call, const std::stop_token& stop)
  {
    const auto reply = m_caller.call(call, stop);
    if (!reply.ok()) {
      return reply.error();
    }
    return Done{};
  }

  // `wanted`: whether the list goes on with that item; at the first one where it does not it ends.
  ApiResult<Listing> list_at(ResourceKind type, std::string path, std::string query, const std::stop_token& stop,
                             const std::function<bool(const nlohmann::json& item)>& wanted = {})
  {
    const auto call = Call::get(std::move(path), std::move(query), list_sieve(type));
    std::map<ResourceId, LiveResource> items;
    const auto absorb = [&](nlohmann::json& item) -> std::optional<bool> {
      if (wanted && !wanted(item)) {
        return false;
      }
      auto live = decode_resource(type, std::move(item));
      if (!live) {
        return std::nullopt;
      }
      drop_surroundings(*live);
      const auto id = live->id;
      return items.insert_or_assign(id, std::move(*live)).second; // met twice: what was read last
    };
    const auto walk = m_walker.whole(
        call, stop, by_item(absorb), [&] { return items.size(); }, [&] { items.clear(); });
    if (!walk.ok()) {
      return walk.error();
    }
    Listing listing{{}, walk->whole, walk->total};
    listing.items.reserve(items.size());
    while (!items.empty()) { // one at a time, so that they are not held twice
      listing.items.push_back(std::move(items.extract(items.begin()).mapped()));
    }
    return listing;
  }

  ApiResult<LiveResource> get_at(ResourceKind type, ResourceId id, const std::string& path, const std::string& query,
                                 const std::stop_token& stop)
  {
    const auto call = Call::get(path, query);
    auto reply = m_caller.call(call, stop);
    if (!reply.ok()) {
      return reply.error();
    }
    auto live = decode_resource(type, std::move(reply->body));
    if (!live || live->id != id) {
      return malformed(call, *reply, live ? "the reply is another resource" : "the reply is not a resource with an id");
    }
    live->read_alone = true;
    return std::move(*live);
  }

  // Rows that the expanded reply left out, because there are many, are asked for by a wildcard (API notes B7).
  ApiResult<LiveResource> with_entries(LiveResource lookup, const std::stop_token& stop)
  {
    if (lookup.sink_id || take_entries(lookup)) {
      return lookup;
    }
    const auto reply = m_caller.call(Call::get(fmt::format("/data_maps/{}/entries/*", lookup.id)), stop);
    if (!reply.ok() && reply.error().kind != Kind::absent) {
      return reply.error();
    }
    if (reply.ok()) {
      const auto* const rows = page_items(reply->body);
      lookup.body["entries"] = rows != nullptr ? *rows : reply->body;
    }
    take_entries(lookup);
    return lookup;
  }

  static ApiError malformed(const Call& call, const Reply& reply, std::string message)
  {
    auto error = Sender::failure(call, Kind::malformed, std::move(message));
    error.request_id = reply.request_id;
    return error;
  }

  const ClientOptions m_options;
  Caller m_caller;
  Walker m_walker;
  TransformPaths m_transforms;
  std::atomic<VerbPath> m_verb_path{VerbPath::unknown};
};

} // namespace

std::unique_ptr<Api> make_api(ClientOptions options, http::Transport& transport, Clock& clock)
{
  return std::make_unique<Client>(std::move(options), transport, clock);
}

} // namespace flowsync::nexla
