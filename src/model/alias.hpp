#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace flowsync {

// A name of specs made from a name that people gave: lower case, every run of other characters one '-', none at either
// end, at most `longest` characters; `fallback` when nothing is left.
std::string make_alias(std::string_view name, std::size_t longest, std::string_view fallback);

// `alias`, or `alias-2`, `alias-3`, ...: the first that is not taken.
std::string unique_alias(const std::string& alias, std::size_t longest,
                         const std::function<bool(const std::string&)>& is_taken);

} // namespace flowsync
