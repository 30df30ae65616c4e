#include "base/secret_shapes.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace flowsync {

namespace {

struct Found
{
  std::size_t begin = std::string_view::npos;
  std::size_t end = 0;

  bool any() const { return begin != std::string_view::npos; }
};

bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t run_length(std::string_view text, auto&& belongs)
{
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

// What stands for a value that comes from elsewhere.
bool is_placeholder(std::string_view text)
{
  return text == k_sensitive_text || text.find_first_of("{}<>") != std::string_view::npos ||
         text.find_first_not_of('*') == std::string_view::npos;
}

// "s3cr3t" of "://user:s3cr3t@host".
Found find_password(std::string_view text, std::size_t from)
{
  for (auto scheme = text.find("://", from); scheme != std::string_view::npos; scheme = text.find("://", scheme + 3)) {
    const auto begin = scheme + 3;
    auto end = text.find_first_of("/?#\"'<> \t\r\n,", begin);
    end = std::min(end, text.size());
    // The last @ of what may be an authority ends the password, which itself may hold some.
    const auto at = text.substr(begin, end - begin).rfind('@');
    const auto colon = text.substr(begin, end - begin).find(':');
    if (at == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= at) {
      continue;
    }
    if (!is_placeholder(text.substr(begin + colon + 1, at - colon - 1))) {
      return {begin + colon + 1, begin + at};
    }
  }
  return {};
}

// What follows "Bearer " and looks like no word: a digit in it, or as long as no word is.
Found find_token(std::string_view text, std::size_t from)
{
  constexpr std::string_view k_word = "bearer";
  constexpr std::size_t k_shortest = 8;
  constexpr std::size_t k_longer_than_words = 20;
  for (auto at = from; at + k_word.size() < text.size(); ++at) {
    if ((text[at] | 0x20) != 'b' || lower(text.substr(at, k_word.size())) != k_word) {
      continue;
    }
    const auto blanks = run_length(text.substr(at + k_word.size()), [](char c) { return c == ' '; });
    const auto begin = at + k_word.size() + blanks;
    const auto length = run_length(text.substr(begin), [](char c) {
      return is_letter(c) || is_digit(c) || std::string_view("-._~+/=").find(c) != std::string_view::npos;
    });
    const auto token = text.substr(begin, length);
    const bool digits = std::any_of(token.begin(), token.end(), is_digit);
    if (blanks > 0 && ((length >= k_shortest && digits) || length >= k_longer_than_words)) {
      return {begin, begin + length};
    }
  }
  return {};
}

Found find_access_key(std::string_view text, std::size_t from)
{
  constexpr std::size_t k_length = 20;
  const auto belongs = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
  for (auto at = from; at + k_length <= text.size(); ++at) {
    const auto start = text.substr(at, 4);
    if ((start == "AKIA" || start == "ASIA") && (at == 0 || !(is_letter(text[at - 1]) || is_digit(text[at - 1]))) &&
        run_length(text.substr(at), belongs) == k_length) {
      return {at, at + k_length};
    }
  }
  return {};
}

Found find_private_key(std::string_view text, std::size_t from)
{
  constexpr std::string_view k_begin = "-----BEGIN ";
  constexpr std::string_view k_label = "PRIVATE KEY";
  constexpr std::string_view k_end = "-----END ";
  for (auto at = text.find(k_begin, from); at != std::string_view::npos; at = text.find(k_begin, at + 1)) {
    const auto label_end = text.find("-----", at + k_begin.size());
    if (label_end == std::string_view::npos ||
        text.substr(at, label_end - at).find(k_label) == std::string_view::npos) {
      continue;
    }
    const auto last = text.find(k_end, label_end);
    const auto closed = last != std::string_view::npos ? text.find("-----", last + k_end.size()) : last;
    return {at, closed != std::string_view::npos ? closed + 5 : text.size()};
  }
  return {};
}

Found find_shape(std::string_view text, std::size_t from)
{
  Found first;
  for (auto* const find : {find_password, find_token, find_access_key, find_private_key}) {
    if (const auto found = find(text, from); found.any() && (!first.any() || found.begin < first.begin)) {
      first = found;
    }
  }
  return first;
}

} // namespace

bool holds_secret_shape(std::string_view text)
{
  return find_shape(text, 0).any();
}

std::string without_secret_shapes(std::string_view text)
{
  std::string result;
  std::size_t said = 0;
  for (auto found = find_shape(text, 0); found.any(); found = find_shape(text, said)) {
    result += text.substr(said, found.begin - said);
    result += k_sensitive_text;
    said = found.end;
  }
  return result += text.substr(said);
}

} // namespace flowsync
