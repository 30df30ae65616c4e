#include "model/alias.hpp"

#include "base/text.hpp"

namespace flowsync {

namespace {

std::string cut(std::string text, std::size_t longest)
{
  text.resize(std::min(text.size(), longest));
  while (!text.empty() && text.back() == '-') {
    text.pop_back();
  }
  return text;
}

} // namespace

std::string make_alias(std::string_view name, std::size_t longest, std::string_view fallback)
{
  std::string alias;
  for (const char c : lower(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      alias += c;
    } else if (!alias.empty() && alias.back() != '-') {
      alias += '-';
    }
  }
  alias = cut(std::move(alias), longest);
  return alias.empty() ? std::string(fallback) : alias;
}

std::string unique_alias(const std::string& alias, std::size_t longest,
                         const std::function<bool(const std::string&)>& is_taken)
{
  auto candidate = alias;
  for (int number = 2; is_taken(candidate); ++number) {
    const auto end = "-" + std::to_string(number);
    candidate = cut(alias, longest - end.size()) + end;
  }
  return candidate;
}

} // namespace flowsync
