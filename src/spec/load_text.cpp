#include "spec/load_text.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace flowsync::spec {

namespace fs = std::filesystem;

namespace {

// Why this path cannot be read as a file; empty when it can.
std::string obstacle(const fs::path& path)
{
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (failure) {
    return fmt::format("this file cannot be read: {}", failure.message());
  }
  if (fs::is_directory(status)) {
    return "this is a folder, not a file";
  }
  if (!fs::is_regular_file(status)) {
    return "this is no regular file";
  }
  if (::access(path.c_str(), R_OK) != 0) {
    return "this file cannot be read: permission denied";
  }
  return {};
}

} // namespace

std::optional<std::string> load_text(const fs::path& path, const std::string& shown_path, Diagnostics& diagnostics)
{
  const Location where{shown_path, 0, 0, 1, {}};
  if (const auto reason = obstacle(path); !reason.empty()) {
    diagnostics.error("unreadable-file", reason, where);
    return std::nullopt;
  }
  std::error_code failure;
  if (const auto size = fs::file_size(path, failure); !failure && size > k_biggest_file) {
    diagnostics.error("file-too-big",
                      fmt::format("this file has {} MB, {} MB are allowed", size >> 20U, k_biggest_file >> 20U), where,
                      "split it into several files");
    return std::nullopt;
  }
  try {
    auto text = read_file(path);
    if (!text) {
      diagnostics.error("unreadable-file", "this file vanished while it was read", where);
      return std::nullopt;
    }
    if (text->starts_with("\xEF\xBB\xBF")) {
      text->erase(0, 3);
    }
    return text;
  } catch (const Fatal& problem) {
    diagnostics.error("unreadable-file", problem.what(), where);
    return std::nullopt;
  }
}

} // namespace flowsync::spec
