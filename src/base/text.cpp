#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace flowsync {

namespace {

std::string map_ascii(std::string_view text, char first, char last, int shift)
{
  std::string result(text);
  for (char& c : result) {
    if (c >= first && c <= last) {
      c = static_cast<char>(c + shift);
    }
  }
  return result;
}

// Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b)
{
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  std::iota(cost[0].begin(), cost[0].end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    cost[i][0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] =
          std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

} // namespace

std::string_view trim(std::string_view text)
{
  constexpr std::string_view k_blank = " \t\r\n";
  const auto first = text.find_first_not_of(k_blank);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(k_blank) - first + 1);
}

std::string lower(std::string_view text)
{
  return map_ascii(text, 'A', 'Z', 'a' - 'A');
}

std::string upper(std::string_view text)
{
  return map_ascii(text, 'a', 'z', 'A' - 'a');
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + 1);
  }
}

std::string join_words(const std::vector<std::string>& words, std::string_view last)
{
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      result += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    }
    result += words[i];
  }
  return result;
}

std::string some_of(const std::vector<std::string>& words, std::size_t most)
{
  if (words.size() <= most) {
    return join_words(words);
  }
  std::string text;
  for (std::size_t i = 0; i < most; ++i) {
    text += (i > 0 ? ", " : "") + words[i];
  }
  return text + " and " + std::to_string(words.size() - most) + " more";
}

std::string count_of(std::size_t count, std::string_view noun)
{
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string shell_word(std::string_view text)
{
  constexpr std::string_view k_plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";
  if (!text.empty() && text.find_first_not_of(k_plain) == std::string_view::npos) {
    return std::string(text);
  }
  std::string word = "'";
  for (const char c : text) {
    word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return word + "'";
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates)
{
  constexpr std::size_t k_longest = 64; // longer words are not typing slips
  if (word.empty() || word.size() > k_longest) {
    return std::nullopt;
  }
  const std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  std::optional<std::string> best;
  std::size_t best_cost = allowed + 1;
  for (const auto& candidate : candidates) {
    if (candidate.size() > k_longest) {
      continue;
    }
    const auto cost = edit_distance(lower(word), lower(candidate));
    if (cost < best_cost) {
      best_cost = cost;
      best = candidate;
    }
  }
  return best;
}

bool matches_glob(std::string_view text, std::string_view pattern)
{
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++t;
      ++p;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

} // namespace flowsync
