#pragma once

#include "base/result.hpp"
#include "model/live.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace flowsync::nexla {

// Why a call did not give what was asked for.
struct ApiError
{
  enum class Kind
  {
    absent,       // 404
    forbidden,    // 403
    unauthorized, // 401 after the one renewal and replay
    refused,      // other 4xx: the service will not do this
    throttled,    // 429 beyond the retries: not done
    server,       // 5xx with an answer, other than 502 and 504: probably not done, look before repeating
    uncertain,    // no answer, 502, 504: may or may not have been done
    unreachable,  // nothing was sent: no connection, unknown host, TLS
    malformed,    // an answer that makes no sense: HTML, cut short, wrong shape
    cancelled,    // stop was requested
  };
  Kind kind = Kind::refused;
  int status = 0;      // HTTP status, 0 without an answer
  std::string message; // the service's own words (untrusted text) or what went wrong
  std::string request; // "PUT /data_sinks/6513", for messages
  std::string request_id;

  // "PUT /data_sinks/6513: 400: the message (request abc)".
  std::string text() const;
};

// Whether the service has no such thing, or not for this key, rather than being in trouble.
bool is_withheld(const ApiError& error);

template <typename T>
using ApiResult = Result<T, ApiError>;

// A list, and what speaks for its being whole (API notes A5: short pages prove nothing).
struct Listing
{
  std::vector<LiveResource> items;         // sorted by id, each id once
  bool whole = false;                      // the walk ended at an empty page or one without a new id
  std::optional<std::size_t> total_header; // X-Total-Count, when sent
};

// GET /flows: ids, names, statuses, parents and credential links of everything, without configs (API notes B5).
struct FlowIndex
{
  std::vector<LiveResource> resources; // sources, sets and sinks
  std::vector<LiveProject> projects;   // as far as the reply names them
  bool whole = false;
};

enum class Expand
{
  no,
  yes
};
enum class Verb
{
  activate,
  pause
};

// Whether doing a write twice is the same as doing it once.
enum class Repeat
{
  as_needed,
  never // it makes something
};

// The service as flowsync needs it. Blocking; safe to call from many threads at once. Reads, PUT and DELETE repeat on
// 429 and 5xx with backoff; POST is sent once (a 429 or a failure before anything was sent is repeated). A requested
// `stop` cuts waits short.
class Api
{
public:
  virtual ~Api() = default;

  // The user and organisation of the token; opens the session. (A2)
  virtual ApiResult<Identity> identify(std::stop_token stop) = 0;

  // All resources of one type that `access_role` shows, page by page. (A5, B)
  virtual ApiResult<Listing> list(ResourceKind type, std::stop_token stop) = 0;
  virtual ApiResult<FlowIndex> flows(std::stop_token stop) = 0;
  // The same lists with every item in its full form (API notes J2). Absent, after one page at most, where the service
  // does not list that type so; by default nobody does.
  virtual ApiResult<Listing> list_in_full(ResourceKind type, std::stop_token stop);
  // The flow that one source, nexset or sink is in (B5): GET /{type}/{id}/flow. Absent by default.
  virtual ApiResult<FlowIndex> flow_of(ResourceKind type, ResourceId id, std::stop_token stop);

  // Of a lookup `body` holds its rows as `entries`, unless a sink fills it: objects of texts, sorted by their key.
  virtual ApiResult<LiveResource> get(ResourceKind type, ResourceId id, Expand expand, std::stop_token stop) = 0;
  // The reply's resource; `body` holds writable fields only. The rows of a lookup are `entries`, too.
  virtual ApiResult<LiveResource> create(ResourceKind type, const nlohmann::json& body, std::stop_token stop) = 0;
  virtual ApiResult<LiveResource> update(ResourceKind type, ResourceId id, const nlohmann::json& body,
                                         std::stop_token stop) = 0;
  // Deletes one resource; one that is already gone (404) counts as deleted (API notes A3). A running one is refused.
  virtual ApiResult<Done> remove(ResourceKind type, ResourceId id, std::stop_token stop) = 0;
  // Activates or pauses one resource and, on the server, all below it (C2). Never `all` or `full_tree`.
  virtual ApiResult<Done> set_running(ResourceKind type, ResourceId id, Verb verb, std::stop_token stop) = 0;
  // Adds the flow of an origin node to a project (B6: PUT adds).
  virtual ApiResult<Done> join_project(ResourceId project, ResourceId origin_node, std::stop_token stop) = 0;

  // Inserts or replaces rows of a static lookup by its primary key (B7).
  virtual ApiResult<Done> put_entries(ResourceId lookup, const nlohmann::json& rows, std::stop_token stop) = 0;
  // Deletes the rows with these keys; those that are not there count as deleted. The keys stand in the path: none may
  // be empty or hold `*` or `,`, which mean more than one.
  virtual ApiResult<Done> remove_entries(ResourceId lookup, const std::vector<std::string>& keys,
                                         std::stop_token stop) = 0;

  // The body of a GET of something beside the resources: metrics, logs, audit entries (API notes B10, J3). By default
  // there is nothing of the kind: absent.
  virtual ApiResult<nlohmann::json> read(const std::string& path, const std::string& query, std::stop_token stop);
  // Changes something beside the resources: entries that they keep under paths of their own (API notes B10, J3). Absent
  // by default, too.
  virtual ApiResult<Done> write(const std::string& method, const std::string& path, const nlohmann::json& body,
                                std::stop_token stop, Repeat repeat = Repeat::as_needed);
  // Lets the source of a flow read once, now (API notes J3). Absent by default, too.
  virtual ApiResult<Done> run_now(ResourceId origin_node, std::stop_token stop);

  // What this client has learnt of the server since it began (model/habits.hpp).
  virtual std::set<std::string> habits() const = 0;

  // Requests sent so far, repetitions included.
  virtual std::size_t requests() const = 0;
  // The latest Date header, for judging how fresh an observation is; the epoch before the first reply.
  virtual WallTime server_time() const = 0;
};

} // namespace flowsync::nexla
