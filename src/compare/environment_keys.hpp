#pragma once

#include "spec/yaml_edit.hpp"

namespace flowsync::compare {

// Keys whose values are an environment's own affair by nature, so that they stay in an overlay when a flow moves from
// one environment to the next. Paths begin at the root of a Flow document.

// When something runs: `start.cron`, `end.cron`, ... of a config (API notes E1).
bool is_schedule(const spec::YamlPath& path);

// Where data lies: path, table, topic, url.template, ... of a config (API notes D1); not the paths into replies and not
// the attributes of a mapping. And in which Nexla project the flow lies, by its id.
bool is_place(const spec::YamlPath& path);

// Which account opens it: `credential` of a source or sink.
bool is_credential(const spec::YamlPath& path);

// Whether it runs: `state` of a flow, source, nexset or sink.
bool is_run_state(const spec::YamlPath& path);

// Any of them.
bool is_environments_own(const spec::YamlPath& path);

} // namespace flowsync::compare
