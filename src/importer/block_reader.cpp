#include "importer/block_reader.hpp"

#include "base/printable.hpp"
#include "importer/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::importer {

namespace {

// Read-only fields of the resources of the API (API notes B), in the order of the alphabet.
constexpr std::array<std::string_view, 41> k_written_by_nexla{"access_roles",
                                                              "api_keys",
                                                              "auto_generated",
                                                              "connection_type",
                                                              "connector",
                                                              "connector_type",
                                                              "copied_from_id",
                                                              "created_at",
                                                              "data_format",
                                                              "data_sets",
                                                              "data_sinks",
                                                              "data_source",
                                                              "external_sharers",
                                                              "flow_node_id",
                                                              "flow_type",
                                                              "generate_output_schema",
                                                              "has_template",
                                                              "id",
                                                              "in_memory",
                                                              "ingest_method",
                                                              "ingestion_mode",
                                                              "managed",
                                                              "map_entry_count",
                                                              "map_entry_schema",
                                                              "org",
                                                              "origin_node_id",
                                                              "output_schema",
                                                              "owner",
                                                              "poll_schedule",
                                                              "public",
                                                              "run_ids",
                                                              "runtime_status",
                                                              "sample_service_id",
                                                              "sink_format",
                                                              "sink_schedule",
                                                              "source_format",
                                                              "source_path",
                                                              "source_schema",
                                                              "updated_at",
                                                              "use_versioning",
                                                              "version"};

bool is_empty(const Node& node)
{
  if (node.is_scalar()) {
    return node.kind == NodeKind::null || node.text().empty();
  }
  return node.items().empty() && node.entries().empty();
}

} // namespace

const Node* BlockReader::get(std::string_view key) const
{
  const auto* const found = m_block.get(key);
  return found != nullptr && found->kind != NodeKind::null ? found : nullptr;
}

std::string BlockReader::text(std::string_view key)
{
  const auto* const found = get(key);
  if (found == nullptr) {
    return {};
  }
  if (!found->is_string()) {
    error("wrong-type", fmt::format("`{}` must be text, not {}", key, describe(found->kind)), found);
    return {};
  }
  return found->text();
}

std::string BlockReader::needed_text(std::string_view key)
{
  const auto* const found = get(key);
  if (found == nullptr || (found->is_string() && found->text().empty())) {
    error("missing-key", fmt::format("`{}` of `{}` is missing", key, printable(m_name)), found,
          "is the file whole and as it was exported?");
    return {};
  }
  return text(key);
}

Diagnostic& BlockReader::error(DiagnosticCode code, std::string message, const Node* at, std::string hint)
{
  return m_reading.diagnostics.error(code, std::move(message), m_reading.files.locate(at != nullptr ? at->at : m_at),
                                     std::move(hint));
}

Diagnostic& BlockReader::warning(DiagnosticCode code, std::string message, const Node* at, std::string hint)
{
  return m_reading.diagnostics.warning(code, std::move(message), m_reading.files.locate(at != nullptr ? at->at : m_at),
                                       std::move(hint));
}

void BlockReader::warn_left_over(std::initializer_list<std::string_view> used)
{
  for (const auto& entry : m_block.entries()) {
    if (std::find(used.begin(), used.end(), entry.key) != used.end() || is_empty(*entry.value)) {
      continue;
    }
    if (std::binary_search(k_written_by_nexla.begin(), k_written_by_nexla.end(), entry.key)) {
      m_reading.by_nexla.insert(entry.key);
      continue;
    }
    m_reading.diagnostics.warning(
        "not-imported",
        fmt::format("`{}` of `{}` has no place in a spec and is not imported", printable(entry.key), printable(m_name)),
        m_reading.files.locate(entry.key_at, in_quotes(entry.key)));
  }
}

} // namespace flowsync::importer
