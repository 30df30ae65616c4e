#pragma once

#include <string_view>

#include <yaml.h>

namespace flowsync::spec {

// A libyaml parser over a text, which must be UTF-8 without a byte order mark and outlive it.
class YamlParser
{
public:
  explicit YamlParser(std::string_view text);
  YamlParser(const YamlParser&) = delete;
  YamlParser& operator=(const YamlParser&) = delete;
  ~YamlParser() { yaml_parser_delete(&m_parser); }

  yaml_parser_t& get() { return m_parser; }

private:
  yaml_parser_t m_parser{};
};

// The next event of a parser; not ok() at a syntax error, which the parser then describes.
class YamlEvent
{
public:
  explicit YamlEvent(YamlParser& parser) : m_ok(yaml_parser_parse(&parser.get(), &m_event) != 0) {}
  YamlEvent(const YamlEvent&) = delete;
  YamlEvent& operator=(const YamlEvent&) = delete;
  ~YamlEvent()
  {
    if (m_ok) {
      yaml_event_delete(&m_event);
    }
  }

  bool ok() const { return m_ok; }
  const yaml_event_t& get() const { return m_event; }

private:
  yaml_event_t m_event{};
  bool m_ok;
};

// A text of libyaml; "" for none.
std::string_view yaml_text(const yaml_char_t* text);

} // namespace flowsync::spec
