#include "view/annotation.hpp"

#include "base/digest.hpp"
#include "model/position.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::view {

std::vector<Annotation> annotations_of(const Diagnostics& diagnostics)
{
  std::vector<Annotation> annotations;
  for (const auto& item : diagnostics.items()) {
    annotations.push_back({item.severity,
                           std::string(item.code.text()),
                           {},
                           item.message,
                           item.hint,
                           item.where,
                           item.where.file + " " + item.message,
                           item.related});
  }
  return annotations;
}

Location anchored(const Annotation& annotation)
{
  constexpr auto k_always_there = "flowsync.yaml";
  auto where = annotation.where;
  if (const auto revision = revision_of(where.file); !revision.empty()) {
    where.file.erase(0, revision.size() + 1); // the file of today: the message names the revision
  }
  if (where.file.empty()) {
    where = {k_always_there, 1, 0, 1, {}};
  }
  where.line = std::max(1, where.line);
  return where;
}

std::vector<std::string> fingerprints_of(const std::vector<Annotation>& annotations)
{
  std::map<std::string, int> seen;
  std::vector<std::string> fingerprints;
  for (const auto& annotation : annotations) {
    auto text = annotation.rule + "\n" + annotation.identity;
    const auto nth = ++seen[text];
    fingerprints.push_back(sha256_hex(nth == 1 ? text : fmt::format("{}\n{}", text, nth)));
  }
  return fingerprints;
}

} // namespace flowsync::view
