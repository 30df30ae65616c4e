#pragma once

#include "compare/comparison.hpp"
#include "spec/project.hpp"

#include <set>
#include <string>
#include <vector>

namespace flowsync::compare {

// The layers of one environment as seen beside those of another one.
class LayerView
{
public:
  // `own` and `other` are what overlay::layers_of() returns for the two; they and `files` must outlive the view.
  LayerView(const std::vector<const spec::Layer*>& own, const std::vector<const spec::Layer*>& other,
            const SourceFiles& files);

  // Whose layer wrote what stands there; nobody for an unknown place.
  From from(Position at) const;
  // The layer of that place by its name; "" for an unknown place.
  std::string layer_name(Position at) const;

  // The keys that own layers set in a document, as paths of leaves; removals count.
  std::set<spec::YamlPath> written_keys(spec::Kind kind, const std::string& name) const;

  // Where an own layer takes out what stands at `path` without leaving a tombstone: `$delete`, `$replace`, or the value
  // of another kind that came instead. Unknown when none does.
  Position removal(spec::Kind kind, const std::string& name, const spec::YamlPath& path) const;

private:
  const SourceFiles& m_files;
  std::vector<const spec::Layer*> m_own; // that the other side does not have
  std::set<std::string> m_shared;
  std::set<std::string> m_pinned;
};

} // namespace flowsync::compare
