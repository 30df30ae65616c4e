#pragma once

#include "sim/context.hpp"
#include "sim/fields.hpp"

namespace flowsync::sim {

// data_credentials_id, or data_credentials as an id, as {id} or as a whole inline credential, which is then created.
// 0 when the body names none. Throws Refusal when it does not exist or is not the caller's to use.
Id credential_from(Context& context, const nlohmann::json& body);

// Keeps the readable part of a credential body in fields, drops the secrets.
void store_credential_data(Object& credential, const nlohmann::json& data);

// start.cron must be Quartz, unless the switch says otherwise.
void check_cron(const Context& context, const nlohmann::json& config);
// A status in the body of PUT, as the switch says. Returns true when the object's status changed.
bool write_status(const Context& context, Object& object, const nlohmann::json& body);

} // namespace flowsync::sim
