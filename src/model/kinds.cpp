#include "model/kinds.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

namespace {

// A switch, so that a kind without a row does not compile.
constexpr KindFacts row_of(ResourceKind kind)
{
  switch (kind) {
  case ResourceKind::source:
    return {.kind = kind,
            .word = "source",
            .api_type = "data_source",
            .api_path = "data_sources",
            .written = SpecPlace::once_in_flow,
            .place = "source",
            .runs = true,
            .decorated = true,
            .type_field = "source_type",
            .config_field = "source_config",
            .listed = Listed::always,
            .rank = 0};
  case ResourceKind::nexset:
    return {.kind = kind,
            .word = "nexset",
            .api_type = "data_set",
            .api_path = "data_sets",
            .written = SpecPlace::often_in_flow,
            .place = "nexsets",
            .runs = true,
            .decorated = true,
            .parent_id = "parent_data_set_id",
            .listed = Listed::always,
            .rank = 1};
  case ResourceKind::sink:
    return {.kind = kind,
            .word = "sink",
            .api_type = "data_sink",
            .api_path = "data_sinks",
            .written = SpecPlace::often_in_flow,
            .place = "sinks",
            .runs = true,
            .decorated = true,
            .parent_id = "data_set_id",
            .type_field = "sink_type",
            .config_field = "sink_config",
            .listed = Listed::always,
            .rank = 2};
  case ResourceKind::lookup:
    return {.kind = kind,
            .word = "lookup",
            .api_type = "data_map",
            .api_path = "data_maps",
            .document = "Lookup",
            .folder = "lookups",
            .decorated = true,
            .rank = 3};
  case ResourceKind::transform:
    return {.kind = kind,
            .word = "transform",
            .api_type = "transform",
            .api_path = "transforms",
            .document = "Transform",
            .folder = "transforms",
            .decorated = true,
            .is_code = true,
            .rank = 4};
  case ResourceKind::code:
    return {.kind = kind,
            .word = "code",
            .api_type = "code_container",
            .api_path = "code_containers",
            .document = "Code",
            .folder = "code",
            .is_code = true,
            .rank = 5};
  case ResourceKind::project:
    return {.kind = kind,
            .word = "project",
            .api_type = "project",
            .api_path = "projects",
            .document = "NexlaProject",
            .folder = "projects",
            .decorated = true,
            .sought = false,
            .rank = 6};
  case ResourceKind::credential:
    return {.kind = kind,
            .word = "credential",
            .api_type = "data_credential",
            .api_path = "data_credentials",
            .written = SpecPlace::in_environment,
            .type_field = "credentials_type",
            .listed = Listed::for_aliases,
            .rank = 7};
  }
  return {};
}

constexpr std::size_t count_kinds()
{
  std::size_t count = 0;
  while (!row_of(static_cast<ResourceKind>(count)).word.empty()) {
    ++count;
  }
  return count;
}

constexpr auto k_kinds = [] {
  std::array<KindFacts, count_kinds()> rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] = row_of(static_cast<ResourceKind>(i));
  }
  return rows;
}();

constexpr auto k_ranked = [] {
  auto rows = k_kinds;
  std::sort(rows.begin(), rows.end(), [](const KindFacts& a, const KindFacts& b) { return a.rank < b.rank; });
  return rows;
}();

static_assert(std::adjacent_find(k_ranked.begin(), k_ranked.end(),
                                 [](const KindFacts& a, const KindFacts& b) { return a.rank == b.rank; }) ==
                  k_ranked.end(),
              "two kinds have the same rank");

constexpr bool is_in_flow(const KindFacts& row)
{
  return row.written == SpecPlace::once_in_flow || row.written == SpecPlace::often_in_flow;
}

constexpr auto k_flow_kinds = [] {
  std::array<ResourceKind, static_cast<std::size_t>(std::count_if(k_ranked.begin(), k_ranked.end(), is_in_flow))> kinds;
  auto next = kinds.begin();
  for (const auto& row : k_ranked) {
    if (is_in_flow(row)) {
      *next++ = row.kind;
    }
  }
  return kinds;
}();

const KindFacts* find_row(std::string_view KindFacts::*column, std::string_view text)
{
  const auto* const found =
      std::find_if(k_kinds.begin(), k_kinds.end(), [&](const KindFacts& row) { return row.*column == text; });
  return found != k_kinds.end() ? found : nullptr;
}

} // namespace

const KindFacts& facts(ResourceKind kind)
{
  return k_kinds.at(static_cast<std::size_t>(kind));
}

std::span<const KindFacts> all_kinds()
{
  return k_ranked;
}

std::span<const ResourceKind> kinds_in_flow()
{
  return k_flow_kinds;
}

std::string_view type_name(ResourceKind kind)
{
  return facts(kind).api_type;
}

std::string_view type_path(ResourceKind kind)
{
  return facts(kind).api_path;
}

std::optional<ResourceKind> parse_type(std::string_view name)
{
  const auto* const row = find_row(&KindFacts::api_type, name);
  return row != nullptr ? std::optional(row->kind) : std::nullopt;
}

std::string_view kind_word(ResourceKind kind)
{
  return facts(kind).word;
}

std::optional<ResourceKind> parse_kind_word(std::string_view word)
{
  const auto* const row = find_row(&KindFacts::word, word);
  return row != nullptr ? std::optional(row->kind) : std::nullopt;
}

std::optional<ResourceKind> kind_of_document(std::string_view document)
{
  const auto* const row = document.empty() ? nullptr : find_row(&KindFacts::document, document);
  return row != nullptr ? std::optional(row->kind) : std::nullopt;
}

bool has_status(ResourceKind kind)
{
  return facts(kind).runs;
}

bool in_flow(ResourceKind kind)
{
  return is_in_flow(facts(kind));
}

bool is_shared(ResourceKind kind)
{
  return facts(kind).written == SpecPlace::own_document;
}

std::strong_ordering order_of(ResourceKind a, ResourceKind b)
{
  return facts(a).rank <=> facts(b).rank;
}

} // namespace flowsync
