#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// A REST sink with create.datasource feeds its replies into a source of its own, which begins another flow (API notes
// C2, C4). Makes that source when there is none yet, and writes its id into the configuration of the sink as
// ingest.datasource.id. Does nothing for other sinks.
void generate_source(Context& context, Object& sink);

} // namespace flowsync::sim
