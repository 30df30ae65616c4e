#pragma once

#include "model/kinds.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// The kinds of document that a project may hold.
enum class Kind
{
  project,
  environment,
  flow,
  lookup,
  transform,
  code,
  nexla_project
};

inline constexpr std::string_view k_api_version = "flowsync/v1";

// "Project", "Environment", "Flow", ... as in `kind:`.
std::string_view kind_name(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);
// All of them, for messages.
std::vector<std::string> kind_names();
// The documents that define resources of a kind; nothing for kinds that are parts of other documents.
std::optional<Kind> document_of(ResourceKind kind);
// What a document of that kind defines; nothing for Project, Environment and Flow.
std::optional<ResourceKind> resource_of(Kind kind);
// A document from its `spec`, or without one; fresh, with no places.
NodePtr make_document(Kind kind, const std::string& name, NodePtr spec = nullptr);

// One recognised document: its `apiVersion` and `kind` are right and `metadata.name` is a valid name.
struct Document
{
  Kind kind = Kind::flow;
  std::string name; // metadata.name
  Position name_at;
  NodePtr root; // the whole document, a map
};

// Recognises a document by apiVersion, kind and metadata.name; nothing, with the reasons among the diagnostics, when
// it is none of ours. Nothing else about the document is checked (see schema/validate.hpp).
std::optional<Document> recognise(const NodePtr& root, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::spec
