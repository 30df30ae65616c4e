#pragma once

#include "nexla/api.hpp"
#include "plan/plan.hpp"

#include <map>

namespace flowsync::exec {

// Who changed each drifted resource last, by something other than flowsync, since that day: from the audit logs, as far
// as this key may read them. Asks for the first k_most_asked resources only; where one may not be read, the rest is not
// asked for. What goes wrong only leaves names out.
inline constexpr std::size_t k_most_asked = 50;
std::map<Address, plan::Touch> last_touches(nexla::Api& api, const plan::Plan& plan, WallTime since,
                                            std::size_t threads, std::stop_token stop);

} // namespace flowsync::exec
