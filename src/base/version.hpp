#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace flowsync {

// The version of this program: "0.2.0".
const std::string& program_version();

struct Version
{
  int major = 0;
  int minor = 0;
  int patch = 0;

  auto operator<=>(const Version&) const = default;
  std::string text() const;
};

// "0.2.0", "0.2" or "0", a `v` before it allowed; parts that are left out are 0. Nothing for anything else.
std::optional<Version> parse_version(std::string_view text);

// Which versions a project can be worked on with.
struct VersionRange
{
  std::optional<Version> least;  // this one or later
  std::optional<Version> beyond; // earlier than this one

  bool contains(const Version& version) const;
  // "0.2.0 or later", "0.2.0 or later, but before 0.4.0", "earlier than 0.4.0".
  std::string words() const;
};

// ">= 0.2", "< 0.4" or ">= 0.2, < 0.4". Nothing for anything else.
std::optional<VersionRange> parse_version_range(std::string_view text);

// The version of flowsync that a file names as its writer ("flowsync_version" near its beginning); nothing where it
// names none, or none later than this program's.
std::optional<Version> newer_writer(std::string_view text);
// For a file that this program is too old for: "flowsync 0.4.0, and this is 0.2.0", "a newer flowsync".
std::string writer_words(const std::optional<Version>& writer);
// And what to do about it: "install flowsync 0.4.0 or later".
std::string version_to_get(const std::optional<Version>& writer);

} // namespace flowsync
