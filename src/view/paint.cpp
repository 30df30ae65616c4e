#include "view/paint.hpp"

#include <fmt/format.h>

namespace flowsync::view {

bool want_color(ColorMode mode, bool is_terminal, const VariableLookup& variable)
{
  if (mode != ColorMode::automatic) {
    return mode == ColorMode::always;
  }
  if (!variable("NO_COLOR").value_or("").empty()) {
    return false;
  }
  const auto force = variable("CLICOLOR_FORCE").value_or("");
  if (!force.empty() && force != "0") {
    return true;
  }
  return is_terminal && variable("TERM").value_or("") != "dumb";
}

std::string Paint::wrap(std::string_view code, std::string_view text) const
{
  return m_on && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

} // namespace flowsync::view
