#include "schema/findings.hpp"

#include "base/printable.hpp"
#include "schema/validate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::schema {

bool Findings::full() const
{
  return m_count >= k_most_problems;
}

Location Findings::locate(Position at, std::size_t length) const
{
  return m_files.locate(at, static_cast<int>(std::max<std::size_t>(1, length)));
}

void Findings::error(std::string code, std::string message, Position at, std::string hint, std::size_t length)
{
  m_last = nullptr;
  if (!full()) {
    ++m_count;
    m_last = &m_diagnostics.error(std::move(code), std::move(message), locate(at, length), std::move(hint));
  }
}

void Findings::warning(std::string code, std::string message, Position at, std::string hint, std::size_t length)
{
  m_last = nullptr;
  if (!full()) {
    ++m_count;
    m_last = &m_diagnostics.warning(std::move(code), std::move(message), locate(at, length), std::move(hint));
  }
}

void Findings::not_supported_yet(const std::string& what, Position at, std::size_t length)
{
  error("not-supported-yet", fmt::format("`{}` is not supported yet", what), at,
        "leave it out until a later version reads it", length);
}

void Findings::relate(std::string message, Position at)
{
  if (m_last != nullptr) {
    m_last->related.push_back({std::move(message), locate(at, 1)});
  }
}

std::size_t width(const Node& node)
{
  const auto& text = node.text();
  return node.is_scalar() && text.find('\n') == std::string::npos ? std::max<std::size_t>(1, text.size()) : 1;
}

std::string quoted(std::string_view text)
{
  constexpr std::size_t k_longest = 60;
  auto safe = printable(text.substr(0, k_longest * 4));
  if (safe.size() > k_longest) {
    std::size_t cut = k_longest;
    while (cut > 0 && (static_cast<unsigned char>(safe[cut]) & 0xC0U) == 0x80U) {
      --cut;
    }
    safe.resize(cut);
    safe += "…";
  }
  return safe;
}

} // namespace flowsync::schema
