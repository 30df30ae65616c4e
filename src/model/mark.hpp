#pragma once

#include "model/address.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

// The line in a description that says which spec a resource belongs to:
//   [flowsync acme-data-k3x9/prod orders/sink/warehouse key=value]
// At most 200 ASCII bytes. It is a whole line anywhere in the text; blanks around it do not count. Unknown tokens are
// kept.
struct Mark
{
  std::string project;
  std::string environment;
  Address address;
  std::vector<std::pair<std::string, std::string>> tokens; // in the order they were read

  std::string text() const;
  // The value of the first token of that name; "" when there is none.
  std::string token(std::string_view name) const;
  // Sets it, or with "" takes it out.
  void set_token(std::string_view name, const std::string& value);
  // Same project, environment and address; tokens do not count.
  bool same_identity(const Mark& other) const;
  bool operator==(const Mark&) const = default;
};

// The token of a resource that stays where a `moved:` entry leads away from: it came after that entry (plan/moves.hpp).
inline constexpr std::string_view k_past_token = "past";

// Reads one line; nothing when it is not a mark.
std::optional<Mark> parse_mark(std::string_view line);

// All marks of a description, each identity once. More than one is an error for the caller to report.
std::vector<Mark> find_marks(std::string_view description);

// The description without its mark lines and without the blank line that separated them: what people wrote.
std::string strip_marks(std::string_view description);

// The people's text followed by the mark on a line of its own; replaces any mark that was there.
std::string with_mark(std::string_view description, const Mark& mark);

} // namespace flowsync
