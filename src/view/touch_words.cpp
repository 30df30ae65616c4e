#include "view/touch_words.hpp"

#include "base/timestamp.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string touch_words(const plan::Plan& plan, const Address& address, std::string_view before)
{
  const auto touch = plan.touches.find(address);
  return touch != plan.touches.end() ? touch_words(touch->second, before) : std::string();
}

std::string touch_words(const plan::Touch& touch, std::string_view before)
{
  std::string when;
  if (touch.at) {
    const auto text = format_timestamp(*touch.at); // 2026-11-22T09:41:17.250Z
    when = fmt::format(" on {} {} UTC", text.substr(0, 10), text.substr(11, 5));
  }
  return fmt::format("{}by {}{}", before, visible_line(touch.who), when);
}

} // namespace flowsync::view
