#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/record.hpp"
#include "plan/plan.hpp"

#include <functional>
#include <optional>
#include <string>

namespace flowsync::plan {

// Gives the value of a template such as "${secret.hook}" or "id ${ref.lookup/x.id}"; nothing when a part of it is not
// known (a resource that does not exist yet, a secret that this run was not given).
using Resolver = std::function<std::optional<std::string>(const std::string& text)>;

// The desired document with parent and credential ids put in from `bindings` (absent while unknown): what a create
// sends, less mark; deferred strings still unresolved.
nlohmann::json full_document(const DesiredResource& desired, const Bindings& bindings);

// Replaces deferred strings by their values. Paths that `resolve` cannot answer are returned in `unknown` and removed
// from the result. A string that is only `${ref.….id}` becomes a number.
nlohmann::json resolve_document(const nlohmann::json& document, const PathSet& deferred, const Resolver& resolve,
                                std::set<std::string>& unknown);

// The same for the part of a document that stands at `path`; paths in `deferred` are those of the whole document.
nlohmann::json resolve_at(const std::string& path, const nlohmann::json& value, const PathSet& deferred,
                          const Resolver& resolve, std::set<std::string>& unknown);

// The same fields as full_document() read from a live resource: name, description without mark, parent and credential
// ids, configs and bodies as far as they were readable (absent otherwise).
nlohmann::json live_document(const LiveResource& live);

// The desired document with the live value at every path of `ignored` (absent where it is absent live): what is left to
// the service then never differs and is written as it is.
nlohmann::json left_to_service(nlohmann::json desired, const PathSet& ignored, const nlohmann::json& live);

// The body of a PUT that brings a live resource to `desired`: only top-level fields of which something in `paths`
// (RFC 6901) differs; config objects are live + desired - removed keys (applied before, not desired now, or
// tombstoned). `live` must come from a fresh GET; `desired` is resolved.
nlohmann::json update_body(const DesiredResource& shape, const nlohmann::json& desired, const nlohmann::json& live,
                           const nlohmann::json& applied, const std::vector<FieldChange>& changes);

// What of `written` (a body that was sent) is missing or different in `live`: paths; empty means it was kept.
std::vector<std::string> not_kept(const nlohmann::json& written, const nlohmann::json& live);

// What a record keeps of an applied document: sensitive values as references, status in words.
nlohmann::json recorded_document(const DesiredResource& desired, const nlohmann::json& full);

} // namespace flowsync::plan
