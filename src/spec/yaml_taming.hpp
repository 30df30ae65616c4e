#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace flowsync::spec {

// The anchor and tag of a value, which the library does not see.
struct HiddenProperties
{
  std::size_t first = 0;   // where they begin
  std::size_t content = 0; // where the value begins
  std::string anchor;
  std::string tag;
};

// A text as the library is given it, of the same length: without what it stumbles over.
class TamedText
{
public:
  explicit TamedText(std::string_view text) : m_original(text) {}

  std::string_view original() const { return m_original; }
  std::string_view text() const { return m_tamed.empty() ? m_original : std::string_view(m_tamed); }

  // Makes plain text of the alias that stands here: the library ends at one that names no anchor it knows. False when
  // it is that already.
  bool hide_alias(std::size_t at)
  {
    if (!m_aliases.insert(at).second) {
      return false;
    }
    tamed().at(at) = '~';
    return true;
  }
  bool is_alias(std::size_t at) const { return m_aliases.count(at) != 0; }

  // Blanks instead of an anchor and tag: in a list, the library measures the indentation of the text behind them from
  // there. False when they are hidden already.
  bool hide(const HiddenProperties& properties)
  {
    if (!m_properties.emplace(properties.content, properties).second) {
      return false;
    }
    for (auto at = properties.first; at < properties.content; ++at) {
      if (m_original[at] != '\n' && m_original[at] != '\r') {
        tamed().at(at) = ' ';
      }
    }
    return true;
  }
  // Those of a value that begins here; nullptr for none.
  const HiddenProperties* hidden(std::size_t content) const
  {
    const auto found = m_properties.find(content);
    return found != m_properties.end() ? &found->second : nullptr;
  }

private:
  std::string& tamed()
  {
    if (m_tamed.empty()) {
      m_tamed = m_original;
    }
    return m_tamed;
  }

  std::string_view m_original;
  std::string m_tamed; // empty as long as it is the original
  std::set<std::size_t> m_aliases;
  std::map<std::size_t, HiddenProperties> m_properties;
};

} // namespace flowsync::spec
