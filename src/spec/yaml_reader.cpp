#include "spec/yaml_reader.hpp"

#include "spec/text_check.hpp"
#include "spec/tree_builder.hpp"
#include "spec/yaml_events.hpp"
#include "spec/yaml_problem.hpp"

#include <optional>
#include <utility>

namespace flowsync::spec {

namespace {

// Hands the events to a builder.
class Building : public YamlEventSink
{
public:
  Building(const SourceFiles& files, std::string_view text) : m_files(files), m_text(text) { restart(); }

  void restart() override
  {
    m_found = Diagnostics();
    m_documents.clear();
    m_builder.emplace(m_files, m_text, m_found);
  }

  bool take(const YamlEvent& event) override
  {
    const NodeProperties properties{event.anchor, event.tag};
    switch (event.kind) {
    case YamlEvent::Kind::document_start:
      return true;
    case YamlEvent::Kind::document_end:
      if (auto document = m_builder->end_document()) {
        m_documents.push_back(std::move(document));
      }
      return true;
    case YamlEvent::Kind::map_start:
      return m_builder->start_map(event.span, properties);
    case YamlEvent::Kind::list_start:
      return m_builder->start_list(event.span, properties);
    case YamlEvent::Kind::end:
      return m_builder->end_collection();
    case YamlEvent::Kind::scalar:
      return m_builder->scalar(event.span, properties, event.text, event.is_plain());
    case YamlEvent::Kind::alias:
      return m_builder->alias(event.span, event.anchor);
    }
    return false;
  }

  Diagnostics found() { return std::move(m_found); }
  std::vector<NodePtr> documents() { return std::move(m_documents); }

private:
  const SourceFiles& m_files;
  std::string_view m_text;
  Diagnostics m_found;
  std::optional<TreeBuilder> m_builder;
  std::vector<NodePtr> m_documents;
};

// What stands behind a bracket that is never closed was read as something that it is not.
Diagnostics those_before(const Diagnostics& found, Position place)
{
  Diagnostics kept;
  for (const auto& problem : found.items()) {
    const std::pair<int, int> at(problem.where.line, problem.where.column);
    if (at < std::pair(static_cast<int>(place.line), static_cast<int>(place.column))) {
      kept.add(problem);
    }
  }
  return kept;
}

} // namespace

YamlText read_yaml(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics)
{
  YamlText result;
  if (!check_text(files, file, diagnostics)) {
    return result;
  }
  std::string_view text = files.text(file);
  if (text.starts_with(k_byte_order_mark)) {
    text.remove_prefix(k_byte_order_mark.size());
  }
  Building building(files, text);
  const auto complaint = read_events(text, file, building);
  auto found = building.found();
  if (complaint && complaint->problem == yaml_problem::k_never_closed) {
    found = those_before(found, complaint->begins);
  }
  if (complaint) {
    found.add(explain_complaint(files, *complaint));
  }
  result.documents = building.documents();
  result.complete = !complaint && !found.has_errors();
  diagnostics.append(std::move(found));
  return result;
}

} // namespace flowsync::spec
