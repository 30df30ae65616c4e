#pragma once

#include "promote/draft_editor.hpp"
#include "spec/project.hpp"

#include <string>
#include <utility>
#include <vector>

namespace flowsync::promote {

// The scalars behind `file:` in a written document or a part of it, with their paths.
std::vector<std::pair<spec::YamlPath, NodePtr>> used_files(const Node& node, const spec::YamlPath& path = {});

// Where the file lies that a document names, relative to the root.
std::string resolve_file(const std::string& document, const std::string& name);

// For a document, or a part of it, that moves from one file to another one in `base`: files that it names and that lie
// in the folder of the layer `layer` move along to the same place in `base` (a copy stays when another document of the
// project names it too; `-2` when something else is there). Returns the edits that make its names right again.
std::vector<spec::YamlEdit> move_used_files(const spec::Project& project, const std::string& layer, const Node& node,
                                            const spec::YamlPath& path, const std::string& from_file,
                                            const std::string& to_file, DraftEditor& editor);

} // namespace flowsync::promote
