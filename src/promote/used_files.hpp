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

// Where files that a document names go when it goes to another layer.
struct FileMove
{
  std::string from_layer;
  std::string to_layer;
  std::string from_file; // of the document
  std::string to_file;
  bool copies = false; // the document stays where it is, too
};

// For a document, or a part of it, that goes to another layer: files that it names and that lie in the folder of its
// layer go along to the same place of the other one (a copy stays when a document still names it; `-2` when something
// else is there). Returns the edits that make its names right again.
std::vector<spec::YamlEdit> move_used_files(const spec::Project& project, const FileMove& move, const Node& node,
                                            const spec::YamlPath& path, DraftEditor& editor);

} // namespace flowsync::promote
