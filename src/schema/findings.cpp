#include "schema/findings.hpp"

#include "base/excerpt.hpp"
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

void Findings::error(DiagnosticCode code, std::string message, Position at, std::string hint, std::size_t length)
{
  m_last = nullptr;
  if (!full()) {
    ++m_count;
    m_last = &m_diagnostics.error(code, std::move(message), locate(at, length), std::move(hint));
  }
}

void Findings::warning(DiagnosticCode code, std::string message, Position at, std::string hint, std::size_t length)
{
  m_last = nullptr;
  if (!full()) {
    ++m_count;
    m_last = &m_diagnostics.warning(code, std::move(message), locate(at, length), std::move(hint));
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
  return node.is_scalar() && text.find('\n') == std::string::npos ? underline_length(text) : 1;
}

} // namespace flowsync::schema
