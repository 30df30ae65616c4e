#pragma once

#include <string>

namespace flowsync::usecase {

// Whether a text is one that `init` of 0.1 or 0.2 wrote and nobody edited. Those versions recorded nothing: their
// schemas are known by their digests, and their workflow by that of its lines without the ones that name environments.
bool is_of_older_init(const std::string& text);

} // namespace flowsync::usecase
