#include "importer/environment_edit.hpp"

#include "importer/map_insertion.hpp"
#include "model/template_text.hpp"
#include "spec/map_builder.hpp"
#include "spec/yaml_quoting.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

// A text as it may stand between the braces of `{name: TEXT}`.
std::string flow_text(const std::string& text)
{
  auto written = spec::write_yaml_text(escape_template(text));
  const bool bare = !written.starts_with('"') && !written.starts_with('\'');
  return bare && written.find_first_of(",[]{}:") != std::string::npos ? spec::quoted(escape_template(text)) : written;
}

std::string flow_map(const CredentialSelector& selector)
{
  std::string parts;
  const auto add = [&](std::string_view key, const std::string& value) {
    parts += fmt::format("{}{}: {}", parts.empty() ? "" : ", ", key, value);
  };
  if (selector.id) {
    add("id", std::to_string(*selector.id));
  }
  if (!selector.name.empty()) {
    add("name", flow_text(selector.name));
  }
  if (!selector.type.empty()) {
    add("type", flow_text(selector.type));
  }
  if (selector.owner) {
    add("owner", std::to_string(*selector.owner));
  }
  return "{" + parts + "}";
}

NodePtr tree_of(const CredentialSelector& selector)
{
  spec::MapBuilder map;
  if (selector.id) {
    map.put("id", make_scalar(NodeKind::integer, std::to_string(*selector.id)));
  }
  if (!selector.name.empty()) {
    map.put("name", escape_template(selector.name));
  }
  if (!selector.type.empty()) {
    map.put("type", escape_template(selector.type));
  }
  if (selector.owner) {
    map.put("owner", make_scalar(NodeKind::integer, std::to_string(*selector.owner)));
  }
  return map.build();
}

// `map` (or nothing) with one entry replaced or added at the end.
NodePtr with_entry(const Node* map, const std::string& key, NodePtr value)
{
  std::vector<Entry> entries = map != nullptr ? map->entries() : std::vector<Entry>{};
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  if (found != entries.end()) {
    found->value = std::move(value);
  } else {
    entries.push_back({key, {}, std::move(value)});
  }
  return make_map(std::move(entries));
}

bool is_environment(const NodePtr& document)
{
  const auto* const kind = document->get("kind");
  return kind != nullptr && kind->text() == "Environment";
}

struct Read
{
  std::vector<NodePtr> documents;
  Diagnostics problems;
};

Read read(const std::string& text, const std::string& shown_path)
{
  SourceFiles files;
  Read result;
  const auto file = files.add(shown_path, text, "");
  auto yaml = spec::read_yaml(files, file, result.problems);
  result.documents = std::move(yaml.documents);
  return result;
}

bool same_documents(const std::vector<NodePtr>& a, const std::vector<NodePtr>& b)
{
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const NodePtr& x, const NodePtr& y) { return same_value(*x, *y); });
}

Diagnostics problem(std::string code, std::string message, const std::string& shown_path, std::string hint)
{
  Diagnostics problems;
  problems.error(std::move(code), std::move(message), {shown_path, 0, 0, 1, ""}, std::move(hint));
  return problems;
}

// What there is to write, for a person to do it by hand.
std::string by_hand(const std::map<std::string, CredentialSelector>& added)
{
  std::string lines = "write under `credentials:` by hand:";
  for (const auto& [alias, selector] : added) {
    lines += fmt::format(" {}: {};", alias, flow_map(selector));
  }
  lines.back() = '.';
  return lines;
}

} // namespace

Result<std::string, Diagnostics> add_credentials(const std::string& text, const std::string& shown_path,
                                                 const std::map<std::string, CredentialSelector>& added)
{
  if (added.empty()) {
    return text;
  }
  const std::size_t skipped = text.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0;
  const auto body = text.substr(skipped);
  auto before = read(body, shown_path);
  if (before.problems.has_errors()) {
    return before.problems;
  }
  const auto document = std::find_if(before.documents.begin(), before.documents.end(), is_environment);
  if (document == before.documents.end()) {
    return problem("no-environment", "this file holds no document of kind Environment", shown_path, by_hand(added));
  }
  const auto* const spec = (*document)->get("spec");
  const auto* const credentials = spec != nullptr ? spec->get("credentials") : nullptr;
  auto expected_credentials =
      credentials != nullptr && credentials->is_map() ? make_map(credentials->entries()) : make_map({});
  std::vector<NewEntry> entries;
  for (const auto& [alias, selector] : added) {
    if (expected_credentials->find(alias) != nullptr) {
      return problem("alias-exists", fmt::format("the alias `{}` is there already", alias), shown_path,
                     "rename it or remove it, and import again");
    }
    expected_credentials = with_entry(expected_credentials.get(), alias, tree_of(selector));
    entries.push_back({spec::write_yaml_text(alias), flow_map(selector)});
  }
  auto expected = before.documents;
  expected[static_cast<std::size_t>(document - before.documents.begin())] =
      with_entry(document->get(), "spec", with_entry(spec, "credentials", expected_credentials));
  for (auto& candidate : insertions(body, **document, {"spec", "credentials"}, entries)) {
    const auto after = read(candidate, shown_path);
    if (!after.problems.has_errors() && same_documents(after.documents, expected)) {
      return text.substr(0, skipped) + candidate;
    }
  }
  return problem("cannot-edit", "the aliases cannot be added to this file without changing the rest of it", shown_path,
                 by_hand(added));
}

} // namespace flowsync::importer
