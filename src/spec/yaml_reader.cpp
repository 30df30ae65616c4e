#include "spec/yaml_reader.hpp"

#include "spec/text_check.hpp"
#include "spec/tree_builder.hpp"
#include "spec/yaml_problem.hpp"

#include <yaml.h>

#include <new>

namespace flowsync::spec {

namespace {

class Parser
{
public:
  explicit Parser(std::string_view text)
  {
    if (yaml_parser_initialize(&m_parser) == 0) {
      throw std::bad_alloc();
    }
    yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
    // The library reads bytes and never writes through this pointer.
    yaml_parser_set_input_string(&m_parser, reinterpret_cast<const yaml_char_t*>(text.data()), text.size());
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { yaml_parser_delete(&m_parser); }

  yaml_parser_t& get() { return m_parser; }

private:
  yaml_parser_t m_parser{};
};

class Event
{
public:
  explicit Event(yaml_parser_t& parser) : m_ok(yaml_parser_parse(&parser, &m_event) != 0) {}
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event()
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

std::string_view text_of(const yaml_char_t* text)
{
  return text != nullptr ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

Position position_of(std::uint32_t file, const yaml_mark_t& mark)
{
  return {file, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

// Hands one event to the builder; false when reading must stop.
bool hand_over(const yaml_event_t& event, std::uint32_t file, TreeBuilder& builder)
{
  const Span span{position_of(file, event.start_mark), event.start_mark.index, event.end_mark.index};
  switch (event.type) {
  case YAML_MAPPING_START_EVENT: {
    const auto& start = event.data.mapping_start;
    return builder.start_map(span, {text_of(start.anchor), text_of(start.tag)});
  }
  case YAML_SEQUENCE_START_EVENT: {
    const auto& start = event.data.sequence_start;
    return builder.start_list(span, {text_of(start.anchor), text_of(start.tag)});
  }
  case YAML_MAPPING_END_EVENT:
  case YAML_SEQUENCE_END_EVENT:
    return builder.end_collection();
  case YAML_SCALAR_EVENT: {
    const auto& scalar = event.data.scalar;
    const std::string_view text(reinterpret_cast<const char*>(scalar.value), scalar.length);
    return builder.scalar(span, {text_of(scalar.anchor), text_of(scalar.tag)}, text,
                          scalar.style == YAML_PLAIN_SCALAR_STYLE);
  }
  case YAML_ALIAS_EVENT:
    return builder.alias(span, text_of(event.data.alias.anchor));
  default:
    return true;
  }
}

Diagnostic complaint_of(const yaml_parser_t& parser, const SourceFiles& files, std::uint32_t file)
{
  YamlComplaint complaint;
  complaint.problem = parser.problem != nullptr ? parser.problem : "";
  complaint.at = position_of(file, parser.problem_mark);
  if (parser.context != nullptr) {
    complaint.context = parser.context;
    complaint.context_at = position_of(file, parser.context_mark);
  }
  return explain_complaint(files, complaint);
}

} // namespace

YamlText read_yaml(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics)
{
  YamlText result;
  if (!check_text(files, file, diagnostics)) {
    return result;
  }
  std::string_view text = files.text(file);
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  Diagnostics found;
  Parser parser(text);
  TreeBuilder builder(files, text, found);
  for (bool done = false; !done;) {
    const Event event(parser.get());
    if (!event.ok()) {
      if (parser.get().error == YAML_MEMORY_ERROR) {
        throw std::bad_alloc();
      }
      found.add(complaint_of(parser.get(), files, file));
      break;
    }
    done = event.get().type == YAML_STREAM_END_EVENT;
    if (event.get().type == YAML_DOCUMENT_END_EVENT) {
      if (auto document = builder.end_document()) {
        result.documents.push_back(std::move(document));
      }
    } else if (!hand_over(event.get(), file, builder)) {
      break;
    }
  }
  result.complete = !found.has_errors();
  diagnostics.append(std::move(found));
  return result;
}

} // namespace flowsync::spec
