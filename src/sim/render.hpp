#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// Which form of a resource a reply carries (the LIST, GET one and expand=1 columns of API notes B1-B4); `created` is
// GET one as the reply to POST.
enum class View
{
  list,
  one,
  expanded,
  created
};

// A resource as a reply shows it, whatever its kind. No form holds a secret.
nlohmann::json render(const Context& context, const Object& object, View view);

// The forms by kind; `render` chooses among them.
nlohmann::json render_credential(const Context& context, const Object& object, View view);
nlohmann::json render_source(const Context& context, const Object& object, View view);
nlohmann::json render_set(const Context& context, const Object& object, View view);
nlohmann::json render_sink(const Context& context, const Object& object, View view);
nlohmann::json render_project(const Context& context, const Object& object, View view);
nlohmann::json render_container(const Context& context, const Object& object);
nlohmann::json render_map(const Context& context, const Object& object, View view);

// The flow object of API notes B5 for these origin nodes. Its shared_data_sets are the nexsets that these flows derive
// from, or, with `all_shared`, every one that others share with the caller.
nlohmann::json render_flows(const Context& context, const std::vector<Id>& origins, bool flows_only,
                            bool metrics = false, bool all_shared = false);
// The project_id, sets and dates of an origin, as projects list it.
nlohmann::json render_membership(const Context& context, Id origin_node);

// Pieces. Names, statuses, dates and configurations pass through the switches that bend them.
nlohmann::json shown_name(const Context& context, const Object& object);
nlohmann::json shown_status(const Context& context, const Object& object);
nlohmann::json shown_config(const Context& context, const nlohmann::json& config);
nlohmann::json shown_copied_from(const Context& context, const Object& object);
nlohmann::json shown_id(Id id); // null for 0
void add_dates(const Context& context, nlohmann::json& reply, const Object& object);
void add_owner_ids(const Context& context, nlohmann::json& reply, const Object& object);
nlohmann::json access_roles(const Context& context, const Object& object);
// id, name, description, owner, org, access_roles, copied_from_id, dates.
nlohmann::json common_fields(const Context& context, const Object& object);
nlohmann::json connector_of(std::string_view type);
// Null when there is none; {id, name, credentials_type} when brief.
nlohmann::json credential_of(const Context& context, Id credential_id, bool brief);
nlohmann::json tags_of(const Object& object);
// What lists show of a vendor connector: vendor, vendor_endpoint and has_template; null and false for the others.
void add_vendor(nlohmann::json& reply, const Object& object, const std::string& type);

} // namespace flowsync::sim
