#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace flowsync::sim {

// The values that a switch takes. "N" stands for any whole number from 0, "word:N" for that word and a number.
class SwitchValues
{
public:
  constexpr SwitchValues(std::initializer_list<std::string_view> values) : m_count(values.size())
  {
    std::copy(values.begin(), values.end(), m_values.begin());
  }
  constexpr const std::string_view* begin() const { return m_values.data(); }
  constexpr const std::string_view* end() const { return m_values.data() + m_count; }

private:
  static constexpr std::size_t k_most = 9;
  std::array<std::string_view, k_most> m_values{};
  std::size_t m_count;
};

// One point on which sources about the service disagree or are silent, and what the simulator can do about it.
struct SwitchInfo
{
  std::string_view name;
  std::string_view summary;
  SwitchValues values;
  std::string_view default_value;
  std::string_view source; // where the API notes raise it: "G1", "H", "C4", ...
};

inline constexpr SwitchValues k_off_on{"off", "on"};
inline constexpr SwitchValues k_on_off{"on", "off"};
inline constexpr SwitchValues k_update{"allowed", "refused", "ignored"};

// Every switch, in the order in which the documentation lists them.
inline constexpr SwitchInfo k_switches[] = {
    // Sessions, errors, transport
    {"token_ttl", "seconds that a bearer token lives", {"N"}, "3600", "A2"},
    {"token_expires_in", "whether the login reply says how long the token lives", {"given", "missing"}, "given", "A2"},
    {"token_refresh", "POST /token/refresh exists", k_off_on, "off", "G21"},
    {"unauthorized_body", "body of a 401", {"empty", "envelope"}, "empty", "A2"},
    {"error_shape", "shape of error bodies", {"guide", "sdk", "status", "terse", "empty", "html"}, "guide", "G38"},
    {"latency_ms", "milliseconds before every reply", {"N"}, "0", "H"},
    {"throttle_rps", "requests per second and user before 429; 0 is no limit", {"N"}, "0", "F28"},
    {"unknown_query", "query parameters that no page documents", {"ignore", "refuse"}, "ignore", "G30"},
    {"unknown_keys", "body keys outside of the schema", {"refuse", "ignore"}, "refuse", "H"},

    // Lists
    {"config_in_lists", "lists of sources and sinks carry the configuration", k_off_on, "off", "G1"},
    {"credential_in_lists", "lists of sources and sinks carry a brief credential", k_off_on, "off", "H"},
    {"page_size", "items on a page when the client does not say", {"N"}, "20", "G8"},
    {"page_cap", "most items on a page whatever the client says; 0 is no cap", {"N"}, "0", "G8"},
    {"unpaged_lists",
     "a list without page and per_page: its first page, or everything (and 10 a page when only page is given)",
     {"first_page", "whole"},
     "first_page",
     "J2"},
    {"expand_in_lists", "expand=1 on a list gives the full form of every item", k_off_on, "off", "J2"},
    {"paging", "which lists are paged; the others come whole", {"all", "flows_only"}, "all", "G9"},
    {"ignore_page", "every page is the first page", k_off_on, "off", "H"},
    {"list_headers", "paging headers", {"on", "off", "page_items", "wrong_totals", "broken_link"}, "on", "A5"},
    {"list_body", "body of lists other than flows", {"array", "wrapped"}, "array", "A5"},
    {"list_order", "order of lists", {"newest", "oldest", "updated", "id"}, "newest", "G28"},
    {"shifting_pages",
     "between pages an item appears in front (each walk) or one goes away (each odd walk)",
     {"off", "insert", "remove"},
     "off",
     "A5"},
    {"owner_only_lists", "without access_role a list holds the caller's own resources only", k_on_off, "on", "H"},
    {"project_flows_in_lists", "lists of projects carry their flows", k_off_on, "off", "B6"},
    {"flows_shape", "reply of /flows", {"object", "array"}, "object", "G10"},

    // What a reply shows
    {"credential_id_in_get", "GET of a source or sink carries data_credentials_id", k_off_on, "off", "G16"},
    {"parent_id_in_get", "GET of a nexset carries parent_data_set_id", k_off_on, "off", "G15"},
    {"set_fields_in_get", "GET of a nexset carries has_custom_transform, annotations, validation and custom_config",
     k_off_on, "off", "G13"},
    {"transform_visibility",
     "the plainest place where an inline transform can be read; those after it show it as well",
     {"nexset", "expand", "source_expand", "code_container", "nowhere"},
     "nexset",
     "G14"},
    {"transform_read",
     "how a nexset shows its transform: as it was written, or always with every key, annotations in the schema",
     {"as_written", "wrapped"},
     "as_written",
     "J2"},
    {"transform_id",
     "transform_id of a nexset with an inline transform: none, or the id of its private code container",
     {"reusable", "container"},
     "reusable",
     "J2"},
    {"shared_status", "replies of lookups, code containers and transforms carry a status", k_off_on, "off", "J2"},
    {"map_expand_max", "most entries of a lookup that expand=1 shows", {"N"}, "1000", "B7"},
    {"null_names", "names come back as null", {"off", "detected", "all"}, "off", "H"},
    {"null_status", "statuses come back as null", k_off_on, "off", "F18"},
    {"missing_owners", "owner, owner_id and org_id are left out", k_off_on, "off", "F18"},
    {"status_case", "letter case of status words", {"upper", "lower", "title"}, "upper", "G23"},
    {"updated_at",
     "when updated_at moves: with writes (to the ms or second), never, also with status, also with runs",
     {"ms", "seconds", "frozen", "on_status", "on_run"},
     "ms",
     "G37"},
    {"numbers_as_strings", "numbers and booleans inside configurations come back as strings", k_off_on, "off", "B2"},
    {"loose_types", "copied_from_id and data_sink_id come back as strings, access_roles of containers as an object",
     k_off_on, "off", "G27"},
    {"membership_reply", "reply of changes to a project's flows", {"flows", "list"}, "flows", "G27"},
    {"entries_reply", "reply of PUT /data_maps/{id}/entries", {"array", "message"}, "array", "J1"},
    {"run_metrics",
     "metrics of /flows with include_run_metrics=1: of the flows that ran, of all, or none",
     {"ran", "all", "off"},
     "ran",
     "J3"},
    {"run_summary",
     "reply of /metrics/run_summary: a list of runs, counts by run, or no such path",
     {"data", "by_run", "absent"},
     "data",
     "J3"},
    {"flow_logs",
     "reply of /flows/{id}/logs: lines inside of `logs.data`, a flat list, or not for this key",
     {"nested", "flat", "refused"},
     "nested",
     "J3"},
    {"audit_log",
     "audit logs: to be read, not for this key, or no such path",
     {"on", "refused", "absent"},
     "on",
     "B10"},
    {"people", "lists of users and teams: to be read, or not for this key", {"on", "refused"}, "on", "B10"},
    {"notifications",
     "notification types, channels and settings: to be read, not for this key, or no such paths",
     {"on", "refused", "absent"},
     "on",
     "J3"},
    {"notification_events",
     "whether settings show the event that their type stands for, or its id only",
     {"shown", "id"},
     "shown",
     "J3"},
    {"samples",
     "records of /data_sets/{id}/samples: bare, always with their metadata, or no such path",
     {"bare", "wrapped", "absent"},
     "bare",
     "J3"},
    {"run_now", "method of /flows/{id}/run_now, or no such path", {"put", "post", "absent"}, "put", "J3"},
    {"flow_triggers", "whether there are triggers of flows by flows", {"served", "absent"}, "served", "J3"},
    {"probe_body", "body of a credential probe", {"object", "empty", "text"}, "object", "G35"},

    // Creating and changing
    {"create_status", "status code of a create", {"200", "201"}, "200", "G2"},
    {"status_after_create", "status of a new source, nexset or sink", {"INIT", "ACTIVE", "PAUSED"}, "INIT", "G22"},
    {"source_required", "keys that a new source must have", {"four", "name"}, "four", "G31"},
    {"has_custom_transform",
     "whether a new nexset must say has_custom_transform",
     {"required", "optional"},
     "required",
     "G13"},
    {"map_data_type",
     "data_type of a new lookup: a key that it must have, or one that means nothing and is not kept",
     {"required", "ignored"},
     "required",
     "G25"},
    {"map_emit_default",
     "emit_data_default of a lookup that does not say: false for static ones and true for dynamic ones, or the same "
     "for both",
     {"by_kind", "false", "true"},
     "by_kind",
     "G26"},
    {"duplicate_names", "a second resource with the same name", {"allow", "409"}, "allow", "G29"},
    {"name_max", "longest name in characters", {"N"}, "255", "G36"},
    {"unknown_connectors", "connector names outside of the published lists", {"refuse", "accept"}, "refuse", "D"},
    {"cron_dialect",
     "what start.cron may be: Quartz with six or seven fields, or any text",
     {"quartz", "any"},
     "quartz",
     "G28"},
    {"config_required", "the configuration keys marked required must be there", k_off_on, "off", "D1"},
    {"strict_pause",
     "status code that refuses PUT on an ACTIVE resource, or 405 for the configuration of an ACTIVE source only",
     {"off", "400", "405", "source_config"},
     "off",
     "G19"},
    {"put_on_active_source", "PUT on an ACTIVE source", {"stored", "lost"}, "stored", "F15"},
    {"status_in_put", "status as a body key of PUT", {"refuse", "write", "ignore"}, "refuse", "G20"},
    {"sink_credential_update", "another credential for a sink by PUT", k_update, "allowed", "G17"},
    {"sink_set_update", "another nexset for a sink by PUT", k_update, "allowed", "G18"},
    {"set_parent_update", "another parent for a nexset by PUT", k_update, "refused", "B3"},
    {"type_update", "another type for a source, sink or credential by PUT", {"refused", "ignored"}, "refused", "F17"},
    {"sink_map_update", "another data_map for a data_map sink by PUT", k_update, "ignored", "J2"},
    {"create_destination_update", "another create_destination for a sink by PUT", k_update, "allowed", "B4"},
    {"sink_code", "code_container_id and code_container as body keys of a sink", {"accept", "refuse"}, "accept", "E3"},
    {"container_put",
     "PUT of a code container or transform: what is there is changed, or all required keys must be there",
     {"partial", "whole"},
     "partial",
     "J2"},
    {"map_delete", "deleting a lookup", {"allow", "405"}, "allow", "J2"},
    {"extra_sink_keys", "flow_type as a body key of a sink", {"refuse", "write"}, "refuse", "G33"},
    {"tags",
     "tags as body keys of sources, sinks, credentials and projects; other kinds keep them",
     {"kept", "ignored", "refused"},
     "kept",
     "F26"},
    {"flow_type_in_config",
     "the flow type of a source is pipeline.type in its configuration, and streaming when a PUT leaves that out",
     k_off_on, "off", "J2"},
    {"null_description", "PUT with description null", {"clears", "ignored", "refused"}, "clears", "G24"},
    {"description_echo", "what is stored of a description", {"exact", "trimmed", "crlf", "truncated:N"}, "exact", "H"},
    {"spelling",
     "how values inside configurations are stored: as sent, or in the server's own way",
     {"exact", "trimmed", "slashes", "json_text", "sorted", "texts", "no_empty", "composed", "all"},
     "exact",
     "H"},
    {"moving_keys", "configurations hold keys of the server that change with each POST and PUT", k_off_on, "off", "H"},
    {"server_writes", "the server's own configuration keys are written with each POST and PUT", k_on_off, "on", "H"},

    // Verbs, detection, copies
    {"activate_cascades",
     "reach of PUT /{type}/{id}/activate and /pause: downstream, a source alone, or of all kinds the resource with "
     "what "
     "it makes (its detected nexsets, its generated source)",
     {"flow", "self", "own"},
     "flow",
     "G12"},
    {"verb_paths",
     "which verb paths exist: /{type}/{id}/activate, /{type}/{id}/flow/activate, or both",
     {"both", "plain", "flow"},
     "both",
     "G11"},
    {"pause_init", "pausing a resource that is INIT", {"paused", "stays", "refused"}, "paused", "C2"},
    {"source_cap", "active sources that the account allows; 0 is no cap", {"N"}, "0", "F27"},
    {"detection", "whether active sources ever yield nexsets", {"on", "never"}, "on", "H"},
    {"detection_polls", "GETs of an active source until its nexsets appear", {"N"}, "2", "H"},
    {"detection_ms", "milliseconds until they appear; above 0 they replace the count of GETs", {"N"}, "0", "C1"},
    {"detection_sets", "nexsets that one detection yields", {"N"}, "1", "C1"},
    {"copy_name", "name of a copy", {"prefix", "suffix"}, "prefix", "C4"},

    // Deleting
    {"delete_reply",
     "reply of a delete: object with code \"200\", with code 200 or \"OK\", empty, or 204",
     {"object", "number", "word", "empty", "204"},
     "object",
     "G3"},
    {"delete_active_code", "status code that refuses to delete what is ACTIVE", {"405", "400"}, "405", "G4"},
    {"delete_missing", "status code for what does not exist (any more)", {"404", "200"}, "404", "G5"},
    {"credential_in_use", "deleting a credential that something uses", {"refuse", "allow"}, "refuse", "G6"},
    {"in_use_code", "status code that refuses to delete what is in use", {"400", "405"}, "400", "J2"},
    {"container_in_use",
     "deleting a code container or transform that something runs",
     {"refuse", "allow"},
     "refuse",
     "B9"},
    {"source_delete", "nexsets of a deleted source", {"delete", "keep", "refuse"}, "delete", "G7"},
    {"set_delete", "deleting a nexset that has something below it", {"refuse", "cascade"}, "refuse", "G7"},
    {"generated_source", "the source generated for a REST sink that is deleted", {"keep", "delete"}, "keep", "C2"},
    {"maps_with_flow", "the lookup of a data_map sink when its flow is deleted", {"delete", "keep"}, "delete", "G32"},
};

} // namespace flowsync::sim
