#pragma once

#include "overlay/text_resolver.hpp"

namespace flowsync::overlay {

// Puts references into every text of a merged document, except where none may stand (metadata, moved, and the
// words `key`, `from`, `file`, `ref` of the format; keys of maps), where one is an error. `x-…` parts are left alone.
// Inside `config`, `api`, `annotations`, entries, inline transforms, code and schemas every text is free. Parts without
// references are shared with the input.
NodePtr substitute_document(const NodePtr& document, TextResolver& resolver, const SourceFiles& files,
                            Diagnostics& diagnostics);

// The same for a merged Environment document: ${var.…} and ${env.…} in its settings. `variables`, `secrets` and
// `nexla.auth` stay as they are: they have rules of their own.
NodePtr substitute_environment(const NodePtr& document, TextResolver& resolver, const SourceFiles& files,
                               Diagnostics& diagnostics);

// The same for a value in which every text is free: the value of a variable.
NodePtr substitute_value(const NodePtr& value, TextResolver& resolver, const SourceFiles& files,
                         Diagnostics& diagnostics);

} // namespace flowsync::overlay
