#include "spec/yaml_splices.hpp"

#include <algorithm>

namespace flowsync::spec {

std::optional<std::string> YamlSplices::apply(std::string_view text) const
{
  auto splices = m_splices;
  std::stable_sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) {
    return a.at != b.at ? a.at < b.at : a.removed == 0 && b.removed > 0;
  });
  std::string result;
  std::size_t done = 0;
  for (const auto& splice : splices) {
    if (splice.at < done || splice.at + splice.removed > text.size()) {
      return std::nullopt;
    }
    result += text.substr(done, splice.at - done);
    result += splice.inserted;
    done = splice.at + splice.removed;
  }
  result += text.substr(done);
  return result;
}

} // namespace flowsync::spec
