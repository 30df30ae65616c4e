#pragma once

#include "sim/code_views.hpp"
#include "sim/context.hpp"
#include "sim/listing.hpp"

namespace flowsync::sim {

// The resource API for a caller who is logged in: finds the handler of a path and runs it. Throws Refusal.
class Api
{
public:
  Reply handle(Context& context, const Request& request);

private:
  Reply collection(Context& context, const Request& request, const Collection& place);

  Listing m_listing;
};

} // namespace flowsync::sim
