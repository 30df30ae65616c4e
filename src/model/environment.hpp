#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "model/address.hpp"
#include "model/node.hpp"
#include "model/state_settings.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync {

// One alias of `credentials:`; by id, or by name (and type, and owner when two share a name).
struct CredentialSelector
{
  std::optional<std::int64_t> id;
  std::string name;
  std::string type;
  std::optional<std::int64_t> owner;
  Position at;
};

// `adopt: {ADDRESS: ID}`.
struct AdoptEntry
{
  std::int64_t id = 0;
  Position at;
};

// How a session is opened: exactly one of the three. Texts may still hold ${env.X}; they are resolved when the session
// opens, never before (validate and render need no key).
struct AuthSettings
{
  enum class Kind
  {
    none,
    service_key,
    access_token,
    command
  };
  Kind kind = Kind::none;
  std::string text;                 // of service_key or access_token
  std::vector<std::string> command; // program and arguments
  Position at;
};

// Where a secret's value comes from.
struct SecretSource
{
  std::string env;  // name of an environment variable, or
  std::string file; // path of a file, relative to the project root
  Position at;
};

// `max_deletes`, `max_changes`: a number or a percentage of the owned resources.
struct Limit
{
  std::uint64_t value = 0;
  bool percent = false;
};

// `safety.ignore`: a field left to the service.
struct IgnoreRule
{
  std::optional<ResourceKind> type; // absent = every type
  std::string path;                 // RFC 6901
};

// An environment after its layers were merged: plain settings of one run.
struct Environment
{
  std::string name;
  std::vector<std::string> formerly;
  std::vector<std::string> layers; // from the first applied to the last; the environment itself comes last
  bool abstract = false;
  Position at; // metadata.name

  std::string base_ref; // git revision that the layer `base` is read from; "" = as it lies in the folder
  std::string url;
  std::vector<std::string> formerly_at; // addresses that this installation of the service had before
  AuthSettings auth;
  AuthSettings read_auth; // for commands that only read; none: `auth` is for everything
  std::optional<std::int64_t> org;
  std::vector<std::int64_t> owners;
  std::string access_role = "collaborator";

  std::map<std::string, NodePtr> variables;
  std::map<std::string, SecretSource> secrets;
  std::map<std::string, CredentialSelector> credentials;
  std::map<Address, AdoptEntry> adopt;
  std::string name_prefix;
  std::string name_suffix;
  std::vector<std::string> include{"*"};
  std::vector<std::string> exclude;

  struct Safety
  {
    bool prevent_delete = false;
    std::optional<Limit> max_deletes;
    std::optional<Limit> max_changes;
    std::vector<IgnoreRule> ignore;
    std::vector<std::string> shared_places; // patterns of places or addresses that other environments may use as well
  } safety;

  struct Limits
  {
    int parallelism = 10;
    double requests_per_second = 0; // 0 = no limit
    Duration detect_timeout = std::chrono::minutes{5};
    Duration create_settle = std::chrono::seconds{60};
    Duration request_timeout = std::chrono::minutes{2}; // of one try
    Duration max_wait = std::chrono::minutes{5};        // of the waits of one request together
  } limits;

  StateSettings state;

  bool paused = false; // everything is kept paused, whatever the flows say
  Position paused_at;  // with it
};

} // namespace flowsync
