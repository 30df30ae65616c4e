#pragma once

#include "base/atomic_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace flowsync::testing {

// The expected text kept in tests/golden/NAME. With FLOWSYNC_UPDATE_GOLDEN=1 in the environment the file is rewritten
// with `actual` first: run the tests once like that, then read the difference in git.
inline std::string golden(const std::string& name, const std::string& actual)
{
  const auto path = std::filesystem::path(FLOWSYNC_TESTS_DIR) / "golden" / name;
  if (const char* update = std::getenv("FLOWSYNC_UPDATE_GOLDEN"); update != nullptr && std::string(update) == "1") {
    write_file_atomically(path, actual, Durable::no);
  }
  return read_file(path).value_or("(there is no " + path.string() + ")");
}

} // namespace flowsync::testing
