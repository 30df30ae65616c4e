#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync::spec {

// What yaml-cpp tells about a text: where something begins, as a byte offset, and never where it ends.
struct LibraryEvent
{
  enum class Kind : std::uint8_t
  {
    document_start,
    document_end,
    map_start,
    list_start,
    end,  // of a map or list: without a place
    null, // written, or not written at all: then its place is that of what follows
    scalar,
    alias
  };

  Kind kind = Kind::null;
  std::size_t at = 0;        // anchor and tag included
  std::string_view anchor{}; // "" = none
  std::string_view tag{};    // "" = none
  std::string_view text{};   // of scalars
  bool is_quoted = false;    // a scalar in quotes, or a block one, without a tag
  bool is_flow = false;      // a map or list in brackets
};

class LibraryListener
{
public:
  virtual ~LibraryListener() = default;
  // The views of an event hold until this returns; false ends the reading.
  virtual bool hear(const LibraryEvent& event) = 0;
};

// Why the library could not read on, in its words, and where it stood.
struct LibraryFailure
{
  std::string problem;
  std::size_t at = 0;
};

// In one list or map in brackets the library holds everything until it is closed: this many brackets, braces, commas
// and colons may stand there, or in one long text.
inline constexpr std::size_t k_most_untold = 250'000;
// The `problem` of a text that passes it.
inline constexpr std::string_view k_too_much_untold = "too much in one value";

// Reads a text, which must be clean UTF-8 without a byte order mark (see text_check.hpp). Nothing when it was read to
// its end or the listener ended it.
std::optional<LibraryFailure> read_with_library(std::string_view text, LibraryListener& listener);

} // namespace flowsync::spec
