#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string_view>

namespace flowsync {

// Every kind of resource that flowsync knows. What is known about a kind stands in its row (kinds.cpp) and nowhere
// else; the order of these words says nothing.
enum class ResourceKind
{
  source,
  nexset,
  sink,
  lookup,
  transform,
  code,
  project,
  credential
};

// Where the specs write a resource of a kind.
enum class SpecPlace
{
  once_in_flow,   // `spec.source` of a flow; its address is FLOW/source
  often_in_flow,  // items of a list with a `key`; FLOW/sink/KEY
  own_document,   // a document of its own; lookup/NAME
  in_environment, // an entry of an environment; credential/ALIAS
};

// When the list of a kind is asked for.
enum class Listed
{
  always,      // every plan needs it
  if_named,    // only when specs, records or adoptions speak of it; an account may refuse it
  for_aliases, // every plan needs it; held apart from what is managed
};

struct KindFacts
{
  ResourceKind kind = ResourceKind::source;
  std::string_view word{};     // of specs and addresses: "nexset"
  std::string_view api_type{}; // "data_set", as in JSON plans
  std::string_view api_path{}; // "data_sets", as in request paths and as the key of lists in replies (API notes B)

  SpecPlace written = SpecPlace::own_document;
  std::string_view place{};    // below `spec` of a flow: "source", "nexsets", "sinks"; "" outside flows
  std::string_view document{}; // `kind:` of its own document: "Lookup"; "" without
  std::string_view folder{};   // of such documents and their files in a layer: "lookups"

  bool runs = false;               // is activated and paused; the rest is just there
  bool decorated = false;          // its name gets the prefix and suffix of the environment
  bool is_code = false;            // a code container to the service, whichever list shows it (API notes B8)
  std::string_view parent_id{};    // the field with the id of the set above it; "" when nothing is above it
  std::string_view type_field{};   // the field that names its connector: "source_type"; "" without
  std::string_view config_field{}; // the field with the settings of that connector: "source_config"; "" without
  Listed listed = Listed::if_named;
  bool sought = true; // without any record, its marks are looked for even if nothing speaks of it

  // What has a smaller one stands before the other: in a flow from source to sink, which is also how parts of it are
  // started again; then what is shared.
  int rank = 0;
};

// The row of a kind.
const KindFacts& facts(ResourceKind kind);
// All rows, by rank.
std::span<const KindFacts> all_kinds();
// The kinds of what flows are made of, from source to sink.
std::span<const ResourceKind> kinds_in_flow();

// "data_source", "data_set", ... as in JSON plans.
std::string_view type_name(ResourceKind kind);
// "data_sources", "data_sets", ... as in request paths.
std::string_view type_path(ResourceKind kind);
std::optional<ResourceKind> parse_type(std::string_view name);
// "source", "nexset", ... as in specs and addresses.
std::string_view kind_word(ResourceKind kind);
std::optional<ResourceKind> parse_kind_word(std::string_view word);
// The kind that documents of this `kind:` ("Lookup") define; nothing for Project, Environment and Flow.
std::optional<ResourceKind> kind_of_document(std::string_view document);
bool has_status(ResourceKind kind);
// Whether it is a part of a flow: a source, a nexset or a sink.
bool in_flow(ResourceKind kind);
// Whether it is a document of its own, which several flows may use.
bool is_shared(ResourceKind kind);

// Which of two stands first, by rank.
std::strong_ordering order_of(ResourceKind a, ResourceKind b);

} // namespace flowsync
