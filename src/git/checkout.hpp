#pragma once

#include "git/ask.hpp"

#include <filesystem>
#include <optional>

namespace flowsync::git {

// The git work tree around a folder, as one command sees it: what git says of it once is not asked again.
class Checkout
{
public:
  explicit Checkout(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  const std::filesystem::path& folder() const { return m_folder; }

  // Addresses of remotes, headers of http requests: key, line feed, value, NUL. Code 1: there are none.
  const Answer& settings() const;

  // Whether git has already read this very repository here, so that it will answer other questions about it. Asks
  // nothing.
  bool was_read() const;

private:
  std::filesystem::path m_folder;
  mutable std::optional<Answer> m_settings;
};

} // namespace flowsync::git
