#pragma once

#include "desired/build_flow.hpp"

#include <map>
#include <optional>
#include <string>

namespace flowsync::desired {

// The parts that all resources of a flow share.
struct FlowContext
{
  const BuildContext& build;
  std::string flow;
  std::map<std::string, std::string> labels;
  RunState state = RunState::active;
  const Node* state_from = nullptr; // what says so: `state:` or metadata.name
  Diagnostics& diagnostics;
  const Node* spec = nullptr; // of a flow: what it says for all its resources
};

// metadata.labels of a document.
void read_labels(const Node& document, FlowContext& flow);

std::optional<RunState> parse_state(std::string_view word);

// Builds one resource from its part of the document.
class ResourceBuilder
{
public:
  ResourceBuilder(const FlowContext& flow, Address address, const Node& part, Position defined_at);

  // `name`, with the environment's prefix and suffix when `decorated`; `fallback` stands in when the part has none.
  void set_name(const std::string& fallback, Position fallback_at, bool decorated);
  void set_description();
  // The tags of the flow and its own.
  void set_tags();
  // Text of `word` as an API field.
  void set_plain(const char* word, const char* field);
  // The map of `word` as an API field; `{}` when absent.
  void set_config(const char* word, const char* field);
  void set_api();
  void set_state();
  void set_credential();
  void set_flags();
  // `verify`.
  void set_verify();
  // A field that holds the id of a shared resource: `name` is the scalar after `ref:`.
  void set_reference(const char* field, ResourceKind kind, const Node& name);
  // The project of the specs that its flow joins: `name` is the scalar after `ref:`.
  void set_own_project(const Node& name);
  // The parent, and where `from` says so.
  void set_parent(const Address& parent, const char* path, Position at);

  // A parent in another flow: it has to exist among the resources (reported at `name` otherwise).
  void set_parent_elsewhere(const Address& parent, const Node& name);

  // A text that must be known now: nothing when absent, no text, or holding a secret or an id (reported).
  std::optional<std::string> word(const char* key);

  const Node* get(const char* key) const { return m_part.get(key); }
  DesiredResource& resource() { return m_built.resource; }
  DocumentWriter& writer() { return m_writer; }
  const FlowContext& flow() const { return m_flow; }
  BuiltResource take();

private:
  // Of a shared resource by the scalar that names it; nothing when it is not a name (reported).
  std::optional<Address> shared_address(ResourceKind kind, const Node& name);

  const FlowContext& m_flow;
  const Node& m_part;
  BuiltResource m_built;
  DocumentWriter m_writer;
};

} // namespace flowsync::desired
