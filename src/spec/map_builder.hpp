#pragma once

#include "model/node.hpp"

#include <string>
#include <vector>

namespace flowsync::spec {

// Builds a map of a new document, key after key.
class MapBuilder
{
public:
  MapBuilder& put(std::string key, NodePtr value)
  {
    m_entries.push_back({std::move(key), {}, std::move(value)});
    return *this;
  }
  MapBuilder& put(std::string key, std::string text)
  {
    return put(std::move(key), make_scalar(NodeKind::string, std::move(text)));
  }
  bool empty() const { return m_entries.empty(); }
  NodePtr build() { return make_map(std::move(m_entries)); }

private:
  std::vector<Entry> m_entries;
};

} // namespace flowsync::spec
