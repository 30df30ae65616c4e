#include "overlay/substitute.hpp"

#include "model/template_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::overlay {

namespace {

// What a part of a document is to references.
enum class Part
{
  words,    // keys are words of the format
  content,  // like words for its own keys when it is a map, free below and in lists
  free,     // texts of the user
  closed,   // no reference may stand here
  untouched // not looked at
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
  return std::find(words.begin(), words.end(), word) != words.end();
}

Part part_below(Part part, std::string_view key)
{
  if (part == Part::content) {
    return is_one_of(key, {"file", "ref"}) ? Part::closed : Part::free;
  }
  if (part != Part::words) {
    return part;
  }
  if (key.starts_with("x-")) {
    return Part::untouched;
  }
  if (is_one_of(key, {"key", "from", "file", "ref", "extends", "abstract"})) {
    return Part::closed;
  }
  if (is_one_of(key, {"config", "api", "annotations", "schema", "defaults"})) {
    return Part::free;
  }
  return is_one_of(key, {"transform", "code", "entries"}) ? Part::content : Part::words;
}

class Walker
{
public:
  Walker(TextResolver& resolver, TextRules rules, const SourceFiles& files, Diagnostics& diagnostics)
      : m_resolver(resolver),
        m_rules(rules),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  NodePtr walk(const NodePtr& node, Part part)
  {
    if (part == Part::untouched) {
      return node;
    }
    if (node->is_string()) {
      return part == Part::closed ? refuse(node) : m_resolver.resolve(node, m_rules);
    }
    if (node->is_list()) {
      return walk_list(node, part == Part::content ? Part::free : part);
    }
    return node->is_map() ? walk_map(node, [&](const Entry& entry) { return part_below(part, entry.key); }) : node;
  }

  // Each entry as the part that `choose` says it is.
  template <typename Choose>
  NodePtr walk_map(const NodePtr& map, const Choose& choose)
  {
    std::shared_ptr<Node> copy;
    const auto& entries = map->entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto part = choose(entries[i]);
      if (part != Part::untouched) {
        check_key(entries[i]);
      }
      auto value = walk(entries[i].value, part);
      if (value != entries[i].value) {
        copy = copy ? copy : std::make_shared<Node>(*map);
        std::get<std::vector<Entry>>(copy->content)[i].value = std::move(value);
      }
    }
    return copy ? copy : map;
  }

private:
  NodePtr walk_list(const NodePtr& list, Part part)
  {
    std::shared_ptr<Node> copy;
    const auto& items = list->items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      auto value = walk(items[i], part);
      if (value != items[i]) {
        copy = copy ? copy : std::make_shared<Node>(*list);
        std::get<std::vector<NodePtr>>(copy->content)[i] = std::move(value);
      }
    }
    return copy ? copy : list;
  }

  void check_key(const Entry& entry)
  {
    if (!has_template_syntax(entry.key)) {
      return;
    }
    for (const auto& piece : parse_template(entry.key)) {
      if (piece.kind != PieceKind::text) {
        m_diagnostics.error("reference-not-allowed",
                            fmt::format("`{}` cannot be used in a key: only values have references", piece.written),
                            m_files.locate(entry.key_at, entry.key));
      }
    }
  }

  NodePtr refuse(const NodePtr& node)
  {
    if (has_template_syntax(node->text())) {
      for (const auto& piece : parse_template(node->text())) {
        if (piece.kind != PieceKind::text) {
          m_diagnostics.error("reference-not-allowed", fmt::format("`{}` cannot be used here", piece.written),
                              locate_reference(m_files, *node, piece.written),
                              "names, keys and paths of files are the same in every environment");
        }
      }
    }
    return node;
  }

  TextResolver& m_resolver;
  TextRules m_rules;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

Part part_of_setting(const Entry& entry)
{
  if (is_one_of(entry.key, {"variables", "nexla"})) {
    return Part::untouched;
  }
  if (is_one_of(entry.key, {"credentials", "adopt"})) { // their keys are names that users chose
    return Part::free;
  }
  return entry.key == "secrets" ? Part::closed : part_below(Part::words, entry.key);
}

// The map with another value for one of its keys; the same map when that is its value already.
NodePtr with_entry(const NodePtr& map, std::string_view key, NodePtr value)
{
  if (map->find(key)->value == value) {
    return map;
  }
  auto copy = std::make_shared<Node>(*map);
  for (auto& entry : std::get<std::vector<Entry>>(copy->content)) {
    if (entry.key == key) {
      entry.value = std::move(value);
      break;
    }
  }
  return copy;
}

} // namespace

NodePtr substitute_document(const NodePtr& document, TextResolver& resolver, const SourceFiles& files,
                            Diagnostics& diagnostics)
{
  Walker walker(resolver, {}, files, diagnostics);
  return walker.walk_map(document, [](const Entry& entry) {
    if (entry.key.starts_with("x-")) {
      return Part::untouched;
    }
    return entry.key == "spec" ? Part::words : Part::closed;
  });
}

NodePtr substitute_environment(const NodePtr& document, TextResolver& resolver, const SourceFiles& files,
                               Diagnostics& diagnostics)
{
  Walker walker(resolver, {.deferred = false}, files, diagnostics);
  // Reports references outside `spec`; nothing there changes.
  walker.walk_map(document, [](const Entry& entry) {
    return entry.key == "spec" || entry.key.starts_with("x-") ? Part::untouched : Part::closed;
  });
  const auto* const spec = document->find("spec");
  if (spec == nullptr || !spec->value->is_map()) {
    return document;
  }
  auto settings = walker.walk_map(spec->value, part_of_setting);
  if (const auto* const nexla = settings->find("nexla"); nexla != nullptr && nexla->value->is_map()) {
    settings = with_entry(settings, "nexla", walker.walk_map(nexla->value, [](const Entry& entry) {
      return entry.key == "auth" || entry.key == "read_auth" ? Part::untouched : Part::words;
    }));
  }
  return settings == spec->value ? document : with_entry(document, "spec", settings);
}

NodePtr substitute_value(const NodePtr& value, TextResolver& resolver, const SourceFiles& files,
                         Diagnostics& diagnostics)
{
  return Walker(resolver, {}, files, diagnostics).walk(value, Part::free);
}

} // namespace flowsync::overlay
