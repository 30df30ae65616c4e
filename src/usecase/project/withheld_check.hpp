#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "spec/project.hpp"
#include "usecase/run/surroundings.hpp"

#include <optional>
#include <string>

namespace flowsync::usecase {

// Withholds what the variables hold that any environment of the project names under `secrets:`.
void withhold_secrets(const spec::Project& project, const Surroundings& surroundings);

// Names each text of the resources that holds something withheld: a key or secret that came in by another way than
// ${secret.…} would be sent to the service and stand there for all to read.
Diagnostics check_withheld(const Desired& desired);

// Throws Fatal when `text`, to be written to a file of the project, holds something withheld that was not there
// `before`.
void refuse_withheld(const std::string& path, const std::string& text, const std::optional<std::string>& before);

} // namespace flowsync::usecase
