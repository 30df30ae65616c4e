#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// Creates or changes the container that belongs to `owner`: an inline transform of a set, or the inline code_container
// of a source or sink, which is checked already. Sets owner.container_id.
void store_transform(Context& context, Object& owner, const nlohmann::json& transform);
void store_code(Context& context, Object& owner, const nlohmann::json& code_container);

// Removes the container made for `owner`, if it has one of its own.
void drop_own_container(Context& context, Object& owner);

// code_container_id or code_container in the body of a source or sink; the id wins when both are sent (API notes B2,
// B4). Throws Refusal.
void choose_code(Context& context, Object& owner, const nlohmann::json& body);

// A changed container, put into the world; a set whose inline transform it holds changes with it.
ObjectPtr keep_container(Context& context, Object container);

// DELETE of a container: refused while something uses it, or taken away from it, as the switch says.
void remove_container(Context& context, const Object& container);

} // namespace flowsync::sim
