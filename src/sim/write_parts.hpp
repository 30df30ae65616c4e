#pragma once

#include "sim/context.hpp"
#include "sim/fields.hpp"

namespace flowsync::sim {

// data_credentials_id, or data_credentials as an id, as {id} or as a whole inline credential, which is then created.
// 0 when the body names none. Throws Refusal when it does not exist or is not the caller's to use.
Id credential_from(Context& context, const nlohmann::json& body);

// Keeps the readable part of a credential body in fields, drops the secrets.
void store_credential_data(Object& credential, const nlohmann::json& data);

// Creates or changes the container that belongs to `owner`: an inline transform of a set, or an inline code_container
// of a source. Sets owner.container_id.
void store_transform(Context& context, Object& owner, const nlohmann::json& transform);
void store_code(Context& context, Object& owner, const nlohmann::json& code_container);
// Removes the container made for `owner`, if it has one of its own.
void drop_own_container(Context& context, Object& owner);

// source_type, sink_type or credentials_type in a PUT: fixed after creation, the same value is harmless.
void check_fixed_type(const Context& context, const Object& object, const nlohmann::json& body, const char* name);
// Refuses connector names outside of the lists, unless a switch or a vendor key says otherwise.
void check_connector(const Context& context, bool known, const std::string& type, const nlohmann::json& body);
// start.cron must be Quartz.
void check_cron(const nlohmann::json& config);
// A status in the body of PUT, as the switch says. Returns true when the object's status changed.
bool write_status(const Context& context, Object& object, const nlohmann::json& body);

} // namespace flowsync::sim
