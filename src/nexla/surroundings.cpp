#include "nexla/surroundings.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

namespace flowsync::nexla {

namespace {

struct Surrounding
{
  std::string_view member;
  Taken taken;
};

constexpr std::array k_surroundings{
    Surrounding{"access_roles", Taken::nothing},  Surrounding{"connection_type", Taken::nothing},
    Surrounding{"connector", Taken::nothing},     Surrounding{"connector_type", Taken::nothing},
    Surrounding{"data_set", Taken::ids},          Surrounding{"data_sinks", Taken::nothing},
    Surrounding{"data_source", Taken::ids},       Surrounding{"has_template", Taken::nothing},
    Surrounding{"managed", Taken::nothing},       Surrounding{"org", Taken::ids},
    Surrounding{"output_schema", Taken::nothing}, Surrounding{"owner", Taken::ids},
    Surrounding{"parent_data_sets", Taken::ids},  Surrounding{"run_ids", Taken::nothing},
    Surrounding{"source_schema", Taken::nothing}};
// Of what is part of a flow: members that decode_resource() reads, and that nobody looks for in the body.
constexpr std::array<std::string_view, 12> k_decoded{"auto_generated",
                                                     "copied_from_id",
                                                     "data_credentials",
                                                     "data_credentials_id",
                                                     "data_set_id",
                                                     "data_sink_id",
                                                     "data_source_id",
                                                     "flow_node_id",
                                                     "id",
                                                     "org_id",
                                                     "origin_node_id",
                                                     "owner_id"};
constexpr std::string_view k_detected = "data_sets"; // of code they are its users, told nowhere else

Taken taken_of(ResourceKind type, std::string_view member)
{
  if (type == ResourceKind::credential) {
    return Taken::whole;
  }
  if (type == ResourceKind::source && member == k_detected) {
    return Taken::nothing;
  }
  const auto* const row = std::find_if(k_surroundings.begin(), k_surroundings.end(),
                                       [&](const Surrounding& known) { return known.member == member; });
  return row != k_surroundings.end() ? row->taken : Taken::whole;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
  return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

void drop_surroundings(LiveResource& listed)
{
  if (listed.type == ResourceKind::credential || !listed.body.is_object()) {
    return;
  }
  for (const auto& row : k_surroundings) {
    listed.body.erase(std::string(row.member));
  }
  if (in_flow(listed.type)) {
    for (const auto member : k_decoded) {
      listed.body.erase(std::string(member));
    }
  }
  if (listed.type == ResourceKind::source) {
    listed.body.erase(std::string(k_detected));
  }
}

Sieve list_sieve(ResourceKind type)
{
  return [type](std::string_view /*list*/, std::string_view member) { return taken_of(type, member); };
}

Sieve flow_index_sieve()
{
  return [](std::string_view list, std::string_view member) {
    for (const auto kind : kinds_in_flow()) {
      if (list == type_path(kind)) {
        return taken_of(kind, member);
      }
    }
    const auto only = [&](std::initializer_list<std::string_view> members) {
      return is_one_of(member, members) ? Taken::whole : Taken::nothing;
    };
    if (list == "flows") {
      return only({"children", "data_set_id", "data_sink_id", "data_source_id", "id", "origin_node_id", "project_id"});
    }
    if (list == "code_containers") {
      return only({"id", "updated_at"});
    }
    return is_one_of(list, {"data_credentials", "docs", "orgs", "users"}) ? Taken::nothing : Taken::whole;
  };
}

} // namespace flowsync::nexla
