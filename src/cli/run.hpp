#pragma once

#include "base/exit_code.hpp"
#include "usecase/run/surroundings.hpp"

#include <string>
#include <vector>

namespace flowsync::cli {

// One run of the program with `words` (without the program's name); returns the exit code. Throws nothing, ends no
// process, and touches nothing of the process but `surroundings`.
int run(const std::vector<std::string>& words, const usecase::Surroundings& surroundings);

// The program: real streams, environment and signals. Ctrl-C asks the run to stop; a second one stops it at once.
int main(int argc, char** argv);

} // namespace flowsync::cli
