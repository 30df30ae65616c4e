#pragma once

#include "model/node.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace flowsync::spec {

// Gives the name of the secret that stands for the value written under `key` at that place.
using NameSecret = std::function<std::string(const std::string& key, Position at)>;

// A config of the API as it is written in a spec: the same values, less the server's `$schema` and `$schema-id`; text
// that looks like a reference is escaped, keys that look like directives too, null under a key becomes `{$value: null}`
// (a bare null would mean "must be absent"), and what stands under a sensitive key becomes `${secret.NAME}`. Deferred
// texts are written in the syntax of specs already and stay as they are.
NodePtr spec_config(const Node& config, const NameSecret& name_secret);

// A text as a spec writes it.
NodePtr spec_text(std::string_view text);

} // namespace flowsync::spec
