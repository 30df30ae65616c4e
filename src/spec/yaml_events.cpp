#include "spec/yaml_events.hpp"

#include <new>

namespace flowsync::spec {

YamlParser::YamlParser(std::string_view text)
{
  if (yaml_parser_initialize(&m_parser) == 0) {
    throw std::bad_alloc();
  }
  yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
  // The library reads bytes and never writes through this pointer.
  yaml_parser_set_input_string(&m_parser, reinterpret_cast<const yaml_char_t*>(text.data()), text.size());
}

std::string_view yaml_text(const yaml_char_t* text)
{
  return text != nullptr ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

} // namespace flowsync::spec
