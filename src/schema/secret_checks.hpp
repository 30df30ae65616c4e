#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// Reports every value under a sensitive key (see sensitive_keys.hpp) that is written out instead of being taken from
// ${secret.…}. The value itself never appears in the message.
void check_secrets(const Node& tree, Findings& findings);

// Reports every text that holds what looks like a secret (see secret_shapes.hpp), unless it is said to be none.
void check_secret_shapes(const Node& tree, Findings& findings);

} // namespace flowsync::schema
