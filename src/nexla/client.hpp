#pragma once

#include "base/clock.hpp"
#include "http/transport.hpp"
#include "nexla/api.hpp"
#include "nexla/options.hpp"

#include <memory>

namespace flowsync::nexla {

// The service behind `options.url`. Nothing is sent before the first call. `transport` and `clock` must outlive it.
std::unique_ptr<Api> make_api(ClientOptions options, http::Transport& transport, Clock& clock);

} // namespace flowsync::nexla
