#pragma once

#include <string>
#include <string_view>

namespace flowsync::nexla {

// Which installation of the service an address belongs to: its host in lower case, with the port when that does not go
// without saying; "sim:NAME" of a simulated account; one name for all servers on this machine, whose ports come and go.
// "" for what is not an address.
std::string installation_of(std::string_view url);

} // namespace flowsync::nexla
