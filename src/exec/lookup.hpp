#pragma once

#include "exec/run.hpp"

#include <variant>

namespace flowsync::exec {

// What a fresh list says of a resource that may have been created: it is there, it is not, or why that cannot be told.
struct NotThere
{
};
struct CannotTell
{
  std::string reason;
};
using LookUp = std::variant<LiveResource, NotThere, CannotTell>;

// Looks for the mark of `address` in a fresh list of its type, or in two where the first is not as long as its header
// says; copies made in the UI do not count. Lists that are not proved whole cannot say that something is not there. Cut
// short by a stop request.
LookUp look_up(Run& run, const Address& address, ResourceKind type);

} // namespace flowsync::exec
