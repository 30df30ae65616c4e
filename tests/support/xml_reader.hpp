#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::testing {

// An element of a small XML document: elements, attributes in double quotes, text with the five named entities.
struct XmlElement
{
  std::string name;
  std::map<std::string, std::string> attributes;
  std::vector<XmlElement> children;
  std::string text;

  std::vector<const XmlElement*> all(const std::string& wanted) const
  {
    std::vector<const XmlElement*> found;
    for (const auto& child : children) {
      if (child.name == wanted) {
        found.push_back(&child);
      }
      for (const auto* const below : child.all(wanted)) {
        found.push_back(below);
      }
    }
    return found;
  }
};

// Reads XML strictly; throws std::runtime_error for anything that is not well formed, or that it does not know.
class XmlReader
{
public:
  explicit XmlReader(std::string_view text) : m_rest(text) {}

  XmlElement read()
  {
    expect("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    blanks();
    auto root = element();
    blanks();
    check(m_rest.empty(), "text behind the document");
    return root;
  }

private:
  void check(bool good, const std::string& what) const
  {
    if (!good) {
      throw std::runtime_error(what + " at: " + std::string(m_rest.substr(0, 60)));
    }
  }
  void expect(std::string_view text)
  {
    check(m_rest.starts_with(text), "expected " + std::string(text));
    m_rest.remove_prefix(text.size());
  }
  void blanks() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \n"), m_rest.size())); }
  std::string name()
  {
    const auto length = m_rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz-");
    check(length != 0 && length != std::string_view::npos, "expected a name");
    const std::string result(m_rest.substr(0, length));
    m_rest.remove_prefix(length);
    return result;
  }
  std::string text_until(char end)
  {
    std::string result;
    while (!m_rest.empty() && m_rest.front() != end) {
      const char c = m_rest.front();
      check(c != '<' && (static_cast<unsigned char>(c) >= 0x20 || c == '\n'), "a character that is not allowed");
      if (c != '&') {
        result += c;
        m_rest.remove_prefix(1);
        continue;
      }
      const auto semicolon = m_rest.find(';');
      check(semicolon != std::string_view::npos, "an open entity");
      static const std::map<std::string, char, std::less<>> k_entities{
          {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
      const auto found = k_entities.find(m_rest.substr(0, semicolon + 1));
      check(found != k_entities.end(), "an unknown entity");
      result += found->second;
      m_rest.remove_prefix(semicolon + 1);
    }
    return result;
  }
  XmlElement element()
  {
    XmlElement result;
    expect("<");
    result.name = name();
    while (m_rest.starts_with(' ')) {
      blanks();
      const auto key = name();
      expect("=\"");
      check(result.attributes.emplace(key, text_until('"')).second, "an attribute twice");
      expect("\"");
    }
    if (m_rest.starts_with("/>")) {
      expect("/>");
      return result;
    }
    expect(">");
    while (true) {
      result.text += text_until('<');
      if (m_rest.starts_with("</")) {
        break;
      }
      check(!m_rest.empty(), "an open element");
      result.children.push_back(element());
    }
    expect("</" + result.name + ">");
    return result;
  }

  std::string_view m_rest;
};

} // namespace flowsync::testing
