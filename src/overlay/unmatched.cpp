#include "overlay/unmatched.hpp"

#include "base/text.hpp"
#include "model/address.hpp"
#include "model/alias.hpp"
#include "overlay/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::overlay {

namespace {

const Node* child(const Node* node, std::string_view key)
{
  return node != nullptr ? node->get(key) : nullptr;
}

bool begins_flow(const Node& spec)
{
  return spec.get("origin") != nullptr || child(spec.get("source"), "type") != nullptr ||
         child(spec.get("source"), "$replace") != nullptr;
}

struct ListOfFlow
{
  const char* key;
  const char* word;                    // for one of them
  std::vector<std::string_view> makes; // one of these is there where it is defined
};

const std::vector<ListOfFlow>& lists_of_flow()
{
  static const std::vector<ListOfFlow> k_lists{{"nexsets", "nexset", {"detected", "from"}},
                                               {"sinks", "sink", {"type", "from"}}};
  return k_lists;
}

class Matcher
{
public:
  Matcher(const SourceFiles& files, std::string base, Diagnostics& diagnostics)
      : m_files(files),
        m_base(std::move(base)),
        m_diagnostics(diagnostics)
  {
  }

  void check_list(const ListOfFlow& list, const std::vector<LayerVersion>& versions)
  {
    std::set<std::string> known;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const auto* const items = child(versions[i].document->get("spec"), list.key);
      for (const auto& item : items != nullptr ? items->items() : std::vector<NodePtr>{}) {
        const auto* const key = item->get("key");
        if (key == nullptr || !key->is_string() || item->get("$delete") != nullptr) {
          continue;
        }
        const bool defines =
            std::any_of(list.makes.begin(), list.makes.end(), [&](auto word) { return item->get(word) != nullptr; });
        if (i > 0 && !defines && !known.contains(key->text())) {
          report(fmt::format("this changes the {} `{}`, which no layer before it has", list.word, key->text()), *key,
                 {known.begin(), known.end()});
        }
        known.insert(key->text());
      }
    }
  }

  void report(const std::string& what, const Node& at, const std::vector<std::string>& names)
  {
    const auto meant = nearest(at.text(), names);
    m_diagnostics.error(
        "unmatched-overlay", what, m_files.locate(at.at, at.text()),
        meant ? fmt::format("did you mean `{}`?", *meant)
              : fmt::format("{} may have gone on without it: rename it here too, or remove this", m_base));
  }

private:
  const SourceFiles& m_files;
  std::string m_base;
  Diagnostics& m_diagnostics;
};

} // namespace

bool check_unmatched(const std::vector<LayerVersion>& versions, const std::vector<std::string>& names,
                     const std::string& base, const SourceFiles& files, Diagnostics& diagnostics)
{
  Matcher matcher(files, base, diagnostics);
  const auto* const spec = versions.front().document->get("spec");
  const auto* const name = child(versions.front().document->get("metadata"), "name");
  if (versions.front().layer->name != k_base_layer && name != nullptr && spec != nullptr && !begins_flow(*spec)) {
    const bool misspelt = std::any_of(names.begin(), names.end(), [&](const std::string& other) {
      return !is_name(other, k_longest_flow) && make_alias(other, k_longest_flow, "") == name->text();
    });
    if (!misspelt) {
      matcher.report(fmt::format("this overlay changes the flow `{}`, which {} does not have", name->text(), base),
                     *name, names);
    }
    return false;
  }
  for (const auto& list : lists_of_flow()) {
    matcher.check_list(list, versions);
  }
  return true;
}

} // namespace flowsync::overlay
