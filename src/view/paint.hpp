#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync::view {

enum class ColorMode
{
  automatic,
  always,
  never
};

// The value of an environment variable, or nothing when it is not set.
using VariableLookup = std::function<std::optional<std::string>(const std::string& name)>;

// Whether to colour a stream. An explicit mode wins; then NO_COLOR (set and not empty) turns it off, CLICOLOR_FORCE
// (set and not 0) turns it on, TERM=dumb or a stream that is not a terminal turn it off.
bool want_color(ColorMode mode, bool is_terminal, const VariableLookup& variable);

// Puts colours around text, or leaves it as it is.
class Paint
{
public:
  Paint() = default;
  explicit Paint(bool on) : m_on(on) {}
  bool on() const { return m_on; }

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string dim(std::string_view text) const { return wrap("2", text); }
  std::string red(std::string_view text) const { return wrap("31", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }
  std::string cyan(std::string_view text) const { return wrap("36", text); }
  std::string bold_red(std::string_view text) const { return wrap("1;31", text); }
  std::string bold_yellow(std::string_view text) const { return wrap("1;33", text); }
  std::string bold_cyan(std::string_view text) const { return wrap("1;36", text); }

private:
  std::string wrap(std::string_view code, std::string_view text) const;
  bool m_on = false;
};

} // namespace flowsync::view
