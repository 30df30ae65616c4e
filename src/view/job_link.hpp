#pragma once

#include <string>

namespace flowsync::view {

// A link to the page of a CI job in Markdown; "" for any address but a plain one of https.
std::string job_link(const std::string& job);

} // namespace flowsync::view
