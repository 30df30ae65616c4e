#pragma once

#include "base/secret.hpp"
#include "plan/document.hpp"

#include <map>
#include <string>

namespace flowsync::plan {

// A resolver over the ids bound so far and the secrets of this run (both must outlive it): ${ref.ADDRESS.id},
// ${ref.credential/ALIAS.id}, ${secret.NAME}.
Resolver make_resolver(const Bindings& bindings, const std::map<std::string, Secret>& secrets);

} // namespace flowsync::plan
