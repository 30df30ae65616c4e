#include "exporter/shared_documents.hpp"

#include "exporter/part_words.hpp"
#include "exporter/secret_references.hpp"
#include "model/mark.hpp"
#include "model/parts.hpp"
#include "spec/config_tree.hpp"
#include "spec/csv.hpp"
#include "spec/document.hpp"
#include "spec/map_builder.hpp"
#include "spec/script_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace flowsync::exporter {

namespace {

using nlohmann::json;
using spec::MapBuilder;

constexpr std::size_t k_largest_csv = 1U << 20U; // what a spec may read from one file, in bytes

// A lookup, reusable transform, code container or project becomes a document.
class SharedWriter
{
public:
  SharedWriter(const Target& target, const Inventory& inventory, Names& names, const Address& address,
               const LiveResource& live)
      : m_target(target),
        m_names(names),
        m_configs(target, inventory, names),
        m_address(address),
        m_live(live)
  {
  }

  SharedDocument write()
  {
    const auto name =
        facts(m_address.kind).decorated ? without_decoration(m_target.environment, m_live.name) : m_live.name;
    if (!name.empty()) {
      m_spec.put("name", spec::spec_text(name));
    }
    std::set<std::string> templates;
    const auto text = text_without_secrets(strip_marks(m_live.description), "", m_target.secrets, templates);
    if (!text.empty()) {
      m_spec.put("description", templates.empty() ? spec::spec_text(text) : from_json(json(text), templates));
    }
    if (const auto* const tags = shown("tags"); tags != nullptr && tags->is_array() && !tags->empty()) {
      m_spec.put("tags", refined("tags", *tags));
    }
    if (auto access = part_entries(m_live, k_access_part); !access.empty()) {
      put_parts(m_spec, {{k_access_part, std::move(access)}}, {});
    }
    const auto why = put_own_fields();
    if (!why.empty()) {
      m_result.notes.push_back({"unreadable", fmt::format("{} (id {}): {}", m_address.text(), m_live.id, why),
                                "it is left out, so what refers to it has to be completed by hand", true});
      return std::move(m_result);
    }
    put_api();
    m_result.document = spec::make_document(spec::document_of(m_address.kind).value(), m_address.key, m_spec.build());
    return std::move(m_result);
  }

private:
  const json* shown(const char* field) const
  {
    const auto found = m_live.body.find(field);
    return found != m_live.body.end() && !found->is_null() ? &*found : nullptr;
  }

  // The tree of a field, secrets and ids as references.
  NodePtr refined(const std::string& field, json value)
  {
    std::set<std::string> templates;
    m_configs.refine(value, field, m_address, templates, m_result.notes);
    std::set<std::string> below;
    for (const auto& path : templates) {
      below.insert(path.substr(field.size() + 1));
    }
    // Whatever is sensitive is a reference already.
    return spec::spec_config(*from_json(value, below), [](const std::string& key, Position) { return key; });
  }

  // What only its kind has. Returns what cannot be read; "" when all is there.
  std::string put_own_fields()
  {
    switch (m_address.kind) {
    case ResourceKind::lookup:
      return put_lookup();
    case ResourceKind::transform:
    case ResourceKind::code:
      return put_code();
    case ResourceKind::project:
      return put_project();
    case ResourceKind::source:
    case ResourceKind::nexset:
    case ResourceKind::sink:
    case ResourceKind::credential:
      break;
    }
    throw std::logic_error("no document of its own: " + m_address.text());
  }

  std::string put_lookup()
  {
    const auto* const key = shown("map_primary_key");
    const auto* const rows = shown("entries");
    if (key == nullptr || !key->is_string()) {
      return "it has no primary key";
    }
    if (rows == nullptr || !rows->is_array()) {
      return "its entries cannot be read";
    }
    m_spec.put("primary_key", spec::spec_text(key->get<std::string>()));
    const auto* const defaults = shown("data_defaults");
    const bool has_defaults = defaults != nullptr && defaults->is_object() && !defaults->empty();
    if (has_defaults) {
      m_spec.put("defaults", refined("data_defaults", *defaults));
    }
    if (const auto* const emit = shown("emit_data_default");
        emit != nullptr && emit->is_boolean() && *emit != has_defaults) {
      m_api.put("emit_data_default", from_json(*emit));
    }
    put_entries(*rows, key->get<std::string>());
    return {};
  }

  // As CSV, when every row has the same attributes.
  void put_entries(const json& rows, const std::string& key)
  {
    std::vector<std::string> columns{key};
    const auto first = rows.empty() ? json::object() : rows.front();
    for (const auto& [column, value] : first.items()) {
      if (column != key) {
        columns.push_back(column);
      }
    }
    std::vector<std::vector<std::string>> lines;
    for (const auto& row : rows) {
      std::vector<std::string> line;
      for (const auto& column : columns) {
        if (row.size() == columns.size() && row.contains(column)) {
          line.push_back(row.at(column).get<std::string>());
        }
      }
      if (line.size() == columns.size()) {
        lines.push_back(std::move(line));
      }
    }
    const auto text = spec::write_csv(columns, lines);
    if (rows.empty() || lines.size() < rows.size() || text.size() > k_largest_csv) {
      m_spec.put("entries", refined("entries", rows));
    } else {
      m_spec.put("entries",
                 MapBuilder{}.put("file", file(std::string(facts(m_address.kind).folder), ".csv", text)).build());
    }
  }

  std::string put_code()
  {
    const auto* const fallback = m_address.kind == ResourceKind::transform ? "record" : "custom";
    const auto* const told = shown("output_type");
    const auto output = told != nullptr && told->is_string() ? told->get<std::string>() : std::string(fallback);
    const auto script = spec::script_of_container(m_live.body, output);
    if (!script) {
      return "its code cannot be read, or is kept in a way that specs do not have";
    }
    if (output != fallback) {
      m_spec.put("output", output);
    }
    m_spec.put("type", script->type);
    m_spec.put("file", file(std::string(facts(m_address.kind).folder), script->extension, script->text));
    const auto* const type = shown("resource_type");
    if (m_address.kind == ResourceKind::code && type != nullptr && *type != "transform") {
      m_api.put("resource_type", from_json(*type));
    }
    for (const auto* const field : {"custom_config", "code_config"}) {
      if (const auto* const config = shown(field); config != nullptr && config->is_object() && !config->empty()) {
        m_api.put(field, refined(field, *config));
      }
    }
    return {};
  }

  std::string put_project()
  {
    for (const auto* const field : {"client_identifier", "client_url"}) {
      if (const auto* const text = shown(field); text != nullptr && text->is_string() && *text != "") {
        m_api.put(field, refined(field, *text));
      }
    }
    return {};
  }

  void put_api()
  {
    if (!m_api.empty()) {
      m_spec.put("api", m_api.build());
    }
  }

  std::string file(const std::string& folder, const std::string& extension, const std::string& text)
  {
    const auto path =
        m_names.file(fmt::format("{}/{}", folder_of(m_target.environment, folder), m_address.key), extension);
    m_result.files.push_back({path, text});
    return std::filesystem::path(path).filename().string();
  }

  const Target& m_target;
  Names& m_names;
  ConfigText m_configs;
  const Address& m_address;
  const LiveResource& m_live;
  MapBuilder m_spec;
  MapBuilder m_api;
  SharedDocument m_result;
};

} // namespace

SharedDocument shared_document(const Target& target, const Inventory& inventory, Names& names, const Address& address,
                               const LiveResource& live)
{
  return SharedWriter(target, inventory, names, address, live).write();
}

} // namespace flowsync::exporter
