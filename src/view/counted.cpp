#include "view/counted.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string grouped(std::size_t number)
{
  constexpr std::size_t k_digits = 3;
  auto text = fmt::format("{}", number);
  for (auto at = text.size(); at > k_digits; at -= k_digits) {
    text.insert(at - k_digits, ",");
  }
  return text;
}

std::string counted(std::size_t count, std::string_view noun)
{
  return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

std::string first_of(const std::vector<std::string>& words, std::size_t most)
{
  constexpr std::size_t k_examples = 3;
  if (words.size() <= most) {
    return join_words(words);
  }
  return fmt::format("{}, {}, {} and {} more", words[0], words[1], words[2], grouped(words.size() - k_examples));
}

} // namespace flowsync::view
