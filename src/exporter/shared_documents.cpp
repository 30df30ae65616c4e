#include "exporter/shared_documents.hpp"

#include "exporter/csv_text.hpp"
#include "exporter/script_text.hpp"
#include "model/mark.hpp"
#include "spec/config_tree.hpp"
#include "spec/map_builder.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace flowsync::exporter {

namespace {

using nlohmann::json;
using spec::MapBuilder;

class Writer
{
public:
  Writer(const Target& target, Names& names, const Address& address, const LiveResource& live)
      : m_target(target),
        m_names(names),
        m_address(address),
        m_live(live)
  {
  }

  SharedDocument write()
  {
    MapBuilder spec;
    if (const auto name = without_decoration(m_target.environment, m_live.name); !name.empty()) {
      spec.put("name", spec::spec_text(name));
    }
    if (const auto text = strip_marks(m_live.description); !text.empty()) {
      spec.put("description", spec::spec_text(text));
    }
    const bool whole = m_address.role == Role::lookup ? put_entries(spec) : put_code(spec);
    if (whole) {
      const auto* const kind = m_address.role == Role::lookup      ? "Lookup"
                               : m_address.role == Role::transform ? "Transform"
                                                                   : "Code";
      m_result.document = MapBuilder{}
                              .put("apiVersion", std::string("flowsync/v1"))
                              .put("kind", std::string(kind))
                              .put("metadata", MapBuilder{}.put("name", m_address.key).build())
                              .put("spec", spec.build())
                              .build();
    }
    return std::move(m_result);
  }

private:
  bool put_entries(MapBuilder& spec)
  {
    const auto text = m_live.body.value("map_primary_key", json());
    const auto entries = m_live.body.find("data_map");
    const auto counted = m_live.body.value("map_entry_count", json());
    const bool shown = entries != m_live.body.end() && entries->is_array();
    if (!text.is_string() || (!shown && counted != 0)) {
      m_result.notes.push_back({"unreadable-lookup",
                                fmt::format("{}: the entries of lookup {} cannot be read", m_address.text(), m_live.id),
                                "it is left out", true});
      return false;
    }
    spec.put("primary_key", spec::spec_text(text.get<std::string>()));
    const auto defaults = m_live.body.find("data_defaults");
    if (defaults != m_live.body.end() && defaults->is_object() && !defaults->empty()) {
      spec.put("defaults",
               spec::spec_config(*from_json(*defaults), [](const std::string& key, Position) { return key; }));
    }
    if (m_live.body.value("emit_data_default", json()) == true) {
      spec.put("api", MapBuilder{}.put("emit_data_default", make_scalar(NodeKind::boolean, "true")).build());
    }
    const auto rows = shown ? *entries : json::array();
    if (rows.empty()) {
      spec.put("entries", make_list({}));
    } else {
      spec.put("entries",
               MapBuilder{}.put("file", file("lookups", ".csv", csv_text(rows, text.get<std::string>()))).build());
    }
    return true;
  }

  bool put_code(MapBuilder& spec)
  {
    const auto script = script_of_container(m_live.body);
    if (!script) {
      m_result.notes.push_back({"unreadable-code",
                                fmt::format("{}: its code ({}) cannot be read", m_address.text(), m_live.id),
                                "it is left out", true});
      return false;
    }
    const auto output = m_live.body.value("output_type", json());
    if (output.is_string()) {
      spec.put("output", output.get<std::string>());
    }
    spec.put("type", script->type);
    spec.put("file", file(m_address.role == Role::code ? "code" : "transforms", script->extension, script->text));
    return true;
  }

  std::string file(const std::string& folder, const std::string& extension, const std::string& text)
  {
    const auto path = m_names.file(fmt::format("environments/base/{}/{}", folder, m_address.key), extension);
    m_result.files.push_back({path, text});
    return std::filesystem::path(path).filename().string();
  }

  const Target& m_target;
  Names& m_names;
  const Address& m_address;
  const LiveResource& m_live;
  SharedDocument m_result;
};

} // namespace

SharedDocument shared_document(const Target& target, Names& names, const Address& address, const LiveResource& live)
{
  return Writer(target, names, address, live).write();
}

} // namespace flowsync::exporter
