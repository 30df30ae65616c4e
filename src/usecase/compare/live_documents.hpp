#pragma once

#include "overlay/render.hpp"
#include "usecase/project/workspace.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace flowsync::usecase {

// What runs in one environment, as documents that could have been rendered: keys and names of the addresses, without
// the environment's prefix and suffix; credentials as aliases ("id 7" without one); code and entries in place of the
// files that hold them in specs (`contents`). Nothing has a place.
struct LiveDocuments
{
  overlay::Rendered rendered;
  std::map<Address, std::int64_t> ids; // of what stands for each address
  std::vector<std::string> notes;      // what is bound and could not be read
};

// Reads the account of an environment: everything that is bound by the state, by a mark or by an `adopt` entry. Throws
// Fatal when the account cannot be read.
LiveDocuments read_live_documents(const Settings& settings, CommandContext& context);

} // namespace flowsync::usecase
