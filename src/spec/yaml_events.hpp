#pragma once

#include "spec/map_parts.hpp"
#include "spec/yaml_extents.hpp"
#include "spec/yaml_problem.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowsync::spec {

// A piece of a YAML text and where it stands.
struct YamlEvent
{
  enum class Kind : std::uint8_t
  {
    document_start,
    document_end,
    map_start,
    list_start,
    end, // of a map or list
    scalar,
    alias
  };

  Kind kind = Kind::scalar;
  // `first` with anchor and tag; `last` behind the last byte: of a collection told by its end, and only when it is in
  // brackets. What is not written stands behind its `:` or `-`, or before the comma or bracket that follows.
  Span span{};
  std::size_t content = 0; // behind anchor and tag
  YamlStyle style = YamlStyle::plain;
  std::string_view anchor{}; // its own, or the one that an alias names; "" = none
  std::string_view tag{};    // "" = none
  std::string_view text{};   // of scalars

  bool is_plain() const { return style == YamlStyle::plain; }
};

class YamlEventSink
{
public:
  virtual ~YamlEventSink() = default;
  // The views of an event hold until this returns; false ends the reading.
  virtual bool take(const YamlEvent& event) = 0;
  // The text is told once more from its beginning: what was taken is void.
  virtual void restart() = 0;
};

// The parts of YAML texts in their order, with places in `file`. The text must be clean UTF-8 without a byte order mark
// (see text_check.hpp). Returns what is wrong with a text that cannot be read to its end; an alias that names no anchor
// is told like every other one.
std::optional<YamlComplaint> read_events(std::string_view text, std::uint32_t file, YamlEventSink& sink);

} // namespace flowsync::spec
