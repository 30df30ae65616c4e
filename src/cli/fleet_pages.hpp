#pragma once

#include "serve/page_server.hpp"
#include "view/fleet.hpp"

#include <string>

namespace flowsync::cli {

// The page of a path: /metrics; /healthz, which answers as long as the program works; /readyz, which answers 200 when
// each environment has had a turn; / with the newest plans. None holds what is withheld.
serve::Page fleet_page_of(const std::string& path, const view::Fleet& fleet);

} // namespace flowsync::cli
