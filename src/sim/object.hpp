#pragma once

#include "sim/grant.hpp"

#include <array>
#include <memory>
#include <string>

namespace flowsync::sim {

enum class Kind
{
  credential,
  source,
  set,
  sink,
  project,
  container,
  map,
  doc,          // of a nexset
  channel,      // through which people are told
  notification, // of what they are told
  trigger       // of one flow by another
};
inline constexpr std::size_t k_kind_count = 11;
inline constexpr std::array<Kind, k_kind_count> k_kinds{Kind::credential, Kind::source,       Kind::set,    Kind::sink,
                                                        Kind::project,    Kind::container,    Kind::map,    Kind::doc,
                                                        Kind::channel,    Kind::notification, Kind::trigger};

// Whether it is a resource with access, an audit log and the like, not one of what is attached to them.
constexpr bool is_resource(Kind kind)
{
  return kind <= Kind::map;
}

// "data_sources", the first segment of the paths of a kind.
std::string_view path_of(Kind kind);
// "data_source", as messages say it.
std::string_view word_of(Kind kind);
// The kind with that path, or nothing.
std::optional<Kind> kind_of_path(std::string_view path);

// One resource of the account. What all kinds share and what indices need is typed, the rest sits in `fields` under the
// names of the API. Secrets are never stored.
struct Object
{
  Kind kind = Kind::source;
  Id id = 0;
  Id owner_id = 0;
  Id org_id = 0;
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::string status; // sources, sets and sinks
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;
  Id copied_from_id = 0;
  Id node_id = 0; // sources, sets and sinks: the flow node, its parent and the root of its tree
  Id parent_node_id = 0;
  Id origin_node_id = 0;
  Id source_id = 0; // set: the source that it was detected from
  Id set_id = 0;    // set: its parent; sink: the set it writes; doc: the set it is about
  Id sink_id = 0;   // source: the REST sink whose replies it reads; map: the sink that fills it
  Id credential_id = 0;
  Id container_id = 0; // the code container that belongs to it or that it names
  Id project_id = 0;   // origins only
  nlohmann::json fields = nlohmann::json::object();
  std::vector<Grant> grants;
  std::vector<Grant> flow_grants; // to the flow from its node on, which resources do not inherit

  // A field by its API name; null when it is absent.
  const nlohmann::json& field(const char* field_name) const;
  std::string text(const char* field_name) const; // "" unless the field is a string
};

using ObjectPtr = std::shared_ptr<const Object>;

// ACTIVE, PROCESSING or RATE_LIMITED, in any letter case.
bool is_running(const Object& object);

// The form in the data file.
nlohmann::json to_record(const Object& object);
// Throws nlohmann::json::exception or std::runtime_error for a record that no version wrote.
Object from_record(const nlohmann::json& record);

} // namespace flowsync::sim
