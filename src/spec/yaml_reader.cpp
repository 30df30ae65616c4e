#include "spec/yaml_reader.hpp"

#include "spec/text_check.hpp"
#include "spec/tree_builder.hpp"
#include "spec/yaml_events.hpp"
#include "spec/yaml_problem.hpp"

#include <new>

namespace flowsync::spec {

namespace {

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
    return builder.start_map(span, {yaml_text(start.anchor), yaml_text(start.tag)});
  }
  case YAML_SEQUENCE_START_EVENT: {
    const auto& start = event.data.sequence_start;
    return builder.start_list(span, {yaml_text(start.anchor), yaml_text(start.tag)});
  }
  case YAML_MAPPING_END_EVENT:
  case YAML_SEQUENCE_END_EVENT:
    return builder.end_collection();
  case YAML_SCALAR_EVENT: {
    const auto& scalar = event.data.scalar;
    const std::string_view text(reinterpret_cast<const char*>(scalar.value), scalar.length);
    return builder.scalar(span, {yaml_text(scalar.anchor), yaml_text(scalar.tag)}, text,
                          scalar.style == YAML_PLAIN_SCALAR_STYLE);
  }
  case YAML_ALIAS_EVENT:
    return builder.alias(span, yaml_text(event.data.alias.anchor));
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
  YamlParser parser(text);
  TreeBuilder builder(files, text, found);
  for (bool done = false; !done;) {
    const YamlEvent event(parser);
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
