#pragma once

#include "model/desired.hpp"
#include "model/node.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::desired {

// A ${ref.….id} inside a value: which address, and the scalar it stands in (alive as long as the rendered documents).
struct FoundReference
{
  std::string address;
  std::string written;
  const Node* scalar = nullptr;
};

// Puts rendered values into the API document of one resource and keeps the books: origin of every leaf, list and map,
// tombstones, deferred and sensitive paths, references to other resources.
class DocumentWriter
{
public:
  DocumentWriter(DesiredResource& resource, const SourceFiles& files) : m_resource(resource), m_files(files) {}

  // Sets a top-level API field to a rendered value.
  void put(const std::string& field, const Node& value);
  // Sets a top-level API field to a value that the specs imply; `from` is what implies it.
  void put(const std::string& field, nlohmann::json value, const Node& from);
  // Sets a top-level API field to the id that a resource will have; `name` is the scalar that names it.
  void put_reference(const std::string& field, const Address& address, const Node& name);
  // Notes that the resource needs another one, which `name` names.
  void point_at(const Address& address, const Node& name);
  // Records where something came from that is not a field of the document ("/status").
  void note_origin(const std::string& path, const Node& from);
  void note_origin(const std::string& path, Position at);
  // Records origin, deferral and sensitivity of a single text that was put elsewhere into the document.
  void note_text(const std::string& path, const Node& text);

  std::vector<FoundReference> take_references() { return std::move(m_references); }
  // Gives the resource the origins and tombstones that were noted, once all is.
  void hand_over();

private:
  nlohmann::json convert(const Node& node, const std::string& path, bool sensitive);
  nlohmann::json convert_map(const Node& node, const std::string& path, bool sensitive);
  FieldOrigin origin_of(const Node& node) const;

  DesiredResource& m_resource;
  const SourceFiles& m_files;
  std::vector<FoundReference> m_references;
  std::vector<std::pair<std::string, FieldOrigin>> m_origins;
  std::vector<std::pair<std::string, FieldOrigin>> m_tombstones;
};

} // namespace flowsync::desired
