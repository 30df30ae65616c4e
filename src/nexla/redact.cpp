#include "nexla/redact.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/withheld.hpp"

#include <algorithm>

namespace flowsync::nexla {

void Redactor::add(const Secret& secret)
{
  withheld().add("a key of the session", secret.reveal());
  const std::lock_guard lock(m_mutex);
  if (!secret.empty() && std::find(m_secrets.begin(), m_secrets.end(), secret) == m_secrets.end()) {
    // Longest first: one secret may be the beginning of another.
    const auto at = std::find_if(m_secrets.begin(), m_secrets.end(),
                                 [&](const Secret& known) { return known.reveal().size() < secret.reveal().size(); });
    m_secrets.insert(at, secret);
  }
}

std::string Redactor::scrub(std::string text) const
{
  const std::lock_guard lock(m_mutex);
  for (const auto& secret : m_secrets) {
    const auto& hidden = secret.reveal();
    for (auto at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at + k_sensitive_text.size())) {
      text.replace(at, hidden.size(), k_sensitive_text);
    }
  }
  return withheld().conceal(text);
}

std::string Redactor::message(std::string_view text) const
{
  constexpr std::size_t k_scanned = std::size_t{64} << 10U; // more is never shown, so it need not be cleaned
  constexpr std::size_t k_longest = 600;
  auto clean = scrub(printable(scrub(std::string(cut_to_bytes(text, k_scanned)))));
  if (clean.size() > k_longest) {
    clean.resize(cut_to_bytes(clean, k_longest).size());
    clean += "...";
  }
  return std::string(trim(clean));
}

} // namespace flowsync::nexla
