#pragma once

#include "state/storage.hpp"

#include <filesystem>

namespace flowsync::state {

// A folder of this machine (folder.hpp), as a whole: what moves a state from one place to another reads and writes it
// so. A run works in the folder itself, with its journal (store.hpp).
std::unique_ptr<Storage> file_storage(std::filesystem::path folder);

} // namespace flowsync::state
