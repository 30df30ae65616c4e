#pragma once

#include "sim/listing.hpp"

namespace flowsync::sim {

// GET /users, /users/current, /users/{id}, /teams, /teams/{id}, /teams/{id}/members: who is in the caller's
// organisation (API notes J1). `path` begins with "users" or "teams". Throws Refusal.
Reply people_paths(Context& context, const Request& request, const std::vector<std::string>& path, Listing& listing);

} // namespace flowsync::sim
