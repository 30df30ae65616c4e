#pragma once

#include "nexla/api.hpp"
#include "plan/ownership.hpp"
#include "plan/tree.hpp"

#include <optional>
#include <stop_token>

namespace flowsync::exec {

// What was found of a mark that was to be changed.
enum class MarkEdit
{
  changed,     // written, and read back
  already,     // it is as wanted
  no_mark,     // the resource carries none; nothing was written
  other_mark,  // it carries another mark, or several; nothing was written
  no_resource, // it does not exist any more (404)
};

// Changes the mark line of one resource from the address `from` to `to` (nothing: takes it away), by one PUT of its
// description that is read back; `owner`: whose marks may be changed. Everything else in the description stays, tokens
// of the mark included, but for the one that speaks of a `moved:` entry of the old address. No pause: a service that
// refuses this while the resource runs makes it fail. Throws ResourceFailure, also when the mark would become too long.
MarkEdit edit_mark(nexla::Api& api, const plan::LiveKey& key, const plan::MarkOwner& owner, const Address& from,
                   const std::optional<Address>& to, std::stop_token stop);

} // namespace flowsync::exec
