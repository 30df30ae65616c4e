#pragma once

#include "plan/plan.hpp"

#include <string>
#include <string_view>

namespace flowsync::view {

// "changed by Ana Example <ana@example.com> on 2026-11-22 09:41 UTC", with that word before it; "" where nobody knows.
std::string touch_words(const plan::Plan& plan, const Address& address, std::string_view before = "");
std::string touch_words(const plan::Touch& touch, std::string_view before = "");

} // namespace flowsync::view
