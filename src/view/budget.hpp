#pragma once

#include <cstddef>
#include <string>

namespace flowsync::view {

// A text of several parts that must stay below a size: from the first part that does not fit, parts are left out whole.
class Budget
{
public:
  explicit Budget(std::size_t limit) : m_limit(limit) {}

  // Whether there was room.
  bool add(const std::string& part)
  {
    if (m_full || m_text.size() + part.size() > m_limit) {
      m_full = true;
      return false;
    }
    m_text += part;
    return true;
  }
  // The same, but what comes later may still find room.
  bool add_if_it_fits(const std::string& part)
  {
    const bool fits = m_text.size() + part.size() <= m_limit;
    m_text += fits ? part : std::string();
    return fits;
  }
  bool full() const { return m_full; }
  std::size_t size() const { return m_text.size(); }
  std::string take() { return std::move(m_text); }

private:
  std::size_t m_limit;
  std::string m_text;
  bool m_full = false;
};

} // namespace flowsync::view
