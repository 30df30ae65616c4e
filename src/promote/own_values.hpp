#pragma once

#include "model/node.hpp"
#include "spec/yaml_edit.hpp"

#include <string>
#include <vector>

namespace flowsync::promote {

// Values of a written Flow document, or of the part of it at `path`, that are an environment's own affair: places,
// schedules and run states (compare/environment_keys.hpp) written out. One with a variable is not: the variable makes
// the difference.
std::vector<spec::YamlPath> own_values(const Node& node, const spec::YamlPath& path = {});

// Whether there is nothing at `path` but these values and what says which document or element it is.
bool holds_nothing_else(const Node& node, const spec::YamlPath& path, const std::vector<spec::YamlPath>& values);

// The paths of everything at `path` that is none of these values and leads to none.
std::vector<spec::YamlPath> all_but(const Node& node, const spec::YamlPath& path,
                                    const std::vector<spec::YamlPath>& values);

// The edits that take these values out of `node`, which stands at `path`, with the maps that hold nothing else.
std::vector<spec::YamlEdit> edits_without(const Node& node, const spec::YamlPath& path,
                                          const std::vector<spec::YamlPath>& values);

// The edits that leave nothing but these values (at least one) and what leads to them: the keys of elements, and of a
// whole document what says which one it is.
std::vector<spec::YamlEdit> edits_keeping(const Node& node, const spec::YamlPath& path,
                                          const std::vector<spec::YamlPath>& values);

// The value at a path below the root of a document; nullptr when there is none.
NodePtr value_at(const Node& root, const spec::YamlPath& path);

} // namespace flowsync::promote
