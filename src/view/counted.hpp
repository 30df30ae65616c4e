#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

// "1,998".
std::string grouped(std::size_t number);

// "1 field", "1,998 fields".
std::string counted(std::size_t count, std::string_view noun);

// All words up to `most`; of more, the first three and how many more there are: "a, b, c and 1,995 more".
std::string first_of(const std::vector<std::string>& words, std::size_t most);

} // namespace flowsync::view
