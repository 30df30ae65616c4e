#include "base/many_texts.hpp"

#include <algorithm>

namespace flowsync {

ManyTexts::ManyTexts(std::vector<std::string> texts)
{
  std::sort(texts.begin(), texts.end(),
            [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  for (auto& text : texts) {
    if (text.size() < k_shortest) {
      continue;
    }
    if (!m_pairs) {
      m_pairs = std::make_unique<std::bitset<65536>>();
    }
    m_longest = std::max(m_longest, text.size());
    const auto pair = pair_of(text);
    m_pairs->set(pair);
    m_first.set(static_cast<unsigned char>(text[0]));
    m_buckets[pair].push_back(std::move(text));
  }
}

std::size_t ManyTexts::pair_of(std::string_view text)
{
  return static_cast<std::size_t>(static_cast<unsigned char>(text[0])) << 8U | static_cast<unsigned char>(text[1]);
}

std::size_t ManyTexts::length_at(std::string_view text) const
{
  if (!m_pairs || text.size() < k_shortest || !m_pairs->test(pair_of(text))) {
    return 0;
  }
  for (const auto& wanted : m_buckets.at(pair_of(text))) {
    if (text.starts_with(wanted)) {
      return wanted.size();
    }
  }
  return 0;
}

std::size_t ManyTexts::next_place(std::string_view text, std::size_t from) const
{
  if (!m_pairs) {
    return text.size();
  }
  for (std::size_t at = from; at + 1 < text.size(); ++at) {
    if (m_pairs->test(pair_of(text.substr(at)))) {
      return at;
    }
  }
  return text.size();
}

bool ManyTexts::is_beginning(std::string_view text) const
{
  if (!m_pairs || text.empty()) {
    return false;
  }
  if (text.size() == 1) {
    return m_first.test(static_cast<unsigned char>(text[0]));
  }
  if (!m_pairs->test(pair_of(text))) {
    return false;
  }
  const auto& bucket = m_buckets.at(pair_of(text));
  return std::any_of(bucket.begin(), bucket.end(), [&](const std::string& wanted) {
    return wanted.size() > text.size() && std::string_view(wanted).starts_with(text);
  });
}

} // namespace flowsync
