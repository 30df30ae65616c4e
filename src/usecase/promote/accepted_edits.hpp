#pragma once

#include "model/desired.hpp"
#include "plan/plan.hpp"
#include "spec/yaml_edit.hpp"
#include "usecase/promote/exported_words.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// What somebody changed in Nexla, in the words of the specs.
struct AcceptedEdit
{
  spec::YamlPath path; // from the document on
  NodePtr value;       // null: the key is gone
  std::string field;   // RFC 6901 path over API names
};

struct AcceptedEdits
{
  std::vector<AcceptedEdit> edits;
  std::vector<std::string> left; // what has no place of its own in the specs, and why, for people
};

// Makes specs of what drifted in one resource. `live` is the resource as it is, `exported` how an export would write
// it, `rendered` how the specs do now: its part of a flow, or the `spec` of its document; `bindings` tells which alias
// stands for a credential. Secrets are never taken over.
AcceptedEdits accepted_edits(const DesiredResource& desired, const plan::ResourceDrift& drift, const LiveResource& live,
                             const Environment& environment, const plan::Bindings& bindings,
                             const ExportedWords& exported, const Node* rendered);

} // namespace flowsync::usecase
