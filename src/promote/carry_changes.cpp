#include "promote/carry_changes.hpp"

#include "compare/environment_keys.hpp"
#include "promote/move_document.hpp"
#include "promote/own_values.hpp"
#include "promote/used_files.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::promote {

namespace {

using spec::YamlPath;

// The edit that gives `path` a value in a document, elements of lists included: an element that is not there is added
// with its key. `like`: a document that has all of the path, which tells lists from maps.
spec::YamlEdit edit_for(const Node& document, const Node& like, const YamlPath& path, const NodePtr& value)
{
  const auto is_element = [&](std::size_t step) {
    const YamlPath parent(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(step));
    const auto holder = value_at(like, parent);
    return holder != nullptr && holder->is_list();
  };
  std::size_t there = 0;
  while (there < path.size() &&
         value_at(document, YamlPath(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(there + 1))) != nullptr) {
    ++there;
  }
  if (there == path.size()) {
    return spec::set_value(path, value);
  }
  // What is missing, from the end of the path up.
  auto missing = value;
  for (auto step = path.size() - 1; step > there; --step) {
    const auto& key = std::get<std::string>(path[step]);
    if (is_element(step)) {
      auto entries = missing->entries();
      if (missing->find("key") == nullptr) {
        entries.insert(entries.begin(), Entry{"key", {}, make_scalar(NodeKind::string, key)});
      }
      missing = make_list({make_map(std::move(entries))});
    } else {
      missing = make_map({{key, {}, missing}});
    }
  }
  const YamlPath at(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(there + 1));
  if (!is_element(there)) {
    return spec::set_value(at, missing);
  }
  auto entries = missing->entries();
  if (missing->find("key") == nullptr) {
    entries.insert(entries.begin(),
                   Entry{"key", {}, make_scalar(NodeKind::string, std::get<std::string>(path[there]))});
  }
  return spec::append_item(YamlPath(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(there)),
                           make_map(std::move(entries)));
}

const spec::Document* base_document(const DraftedProject& drafted, const std::string& flow)
{
  const auto base = drafted.project.layers.find("base");
  return base != drafted.project.layers.end() ? base->second.find(spec::Kind::flow, flow) : nullptr;
}

class Carrier
{
public:
  Carrier(const DraftedProject& drafted, const Promotion& request, Destination destination, DraftEditor& editor,
          Brought& brought)
      : m_drafted(drafted),
        m_request(request),
        m_into_base(destination == Destination::base && base_document(drafted, request.flow) != nullptr),
        m_editor(editor),
        m_brought(brought),
        m_choice{spec::Kind::flow, request.flow},
        m_own(own_versions(drafted, request.from, request.to, spec::Kind::flow, request.flow))
  {
  }

  bool run()
  {
    const compare::Side left{m_drafted.of(m_request.from), m_drafted.layers.at(m_request.from)};
    const compare::Side right{m_drafted.of(m_request.to), m_drafted.layers.at(m_request.to)};
    const auto comparison = compare::compare_environments(left, right, m_drafted.project);
    const auto pair = std::find_if(comparison.documents.begin(), comparison.documents.end(), [&](const auto& document) {
      return document.kind == spec::Kind::flow && document.name == m_request.flow;
    });
    if (pair == comparison.documents.end()) {
      return true;
    }
    return start_overlay(pair->differences) &&
           std::all_of(pair->differences.begin(), pair->differences.end(),
                       [&](const auto& difference) { return !is_carried(difference) || carry(difference); }) &&
           take_out();
  }

private:
  static bool is_carried(const compare::Difference& difference)
  {
    return difference.left.from == compare::From::own && difference.right.from != compare::From::own &&
           !difference.one_text && !compare::is_place(difference.path) && !compare::is_schedule(difference.path) &&
           !compare::is_run_state(difference.path);
  }

  // A new overlay of `to` begins as the text of the one of `from`, so that comments come along, less what is not
  // carried. Values that two overlays of `from` say, or that a flow has which `to` has too, are written one by one.
  bool start_overlay(const std::vector<compare::Difference>& differences)
  {
    const auto* const existing = m_drafted.project.layers.at(m_request.to).find(spec::Kind::flow, m_request.flow);
    if (m_into_base || existing != nullptr || m_own.size() != 1) {
      return true;
    }
    const auto& root = *m_own.front().document->root;
    std::vector<YamlPath> paths;
    for (const auto& difference : differences) {
      if (is_carried(difference) && value_at(root, difference.path) != nullptr) {
        paths.push_back(difference.path);
      }
    }
    const auto text = m_editor.document_text(m_drafted.project.files->path(root.at.file), m_choice);
    if (paths.empty() || !text) {
      return true;
    }
    m_made_overlay = m_editor.free_path(fmt::format("environments/{}/flows/{}.yaml", m_request.to, m_request.flow));
    m_editor.put(m_made_overlay, *text);
    m_overlay_is_copy = true;
    return m_editor.edit(m_made_overlay, m_choice, edits_keeping(root, {}, paths));
  }

  // The one own version that says something at the path; nullptr, with a problem, when that cannot be told.
  const WrittenDocument* version_with(const compare::Difference& difference)
  {
    const WrittenDocument* found = nullptr;
    for (const auto& version : m_own) {
      if (value_at(*version.document->root, difference.path) != nullptr) {
        if (found != nullptr && difference.left.value != nullptr && !difference.left.value->is_scalar()) {
          refuse(difference, "two overlays say it together");
          return nullptr;
        }
        found = &version;
      }
    }
    if (found == nullptr) {
      refuse(difference, "a `$replace`, a `$delete` or an anchor above it says it");
    }
    return found;
  }

  bool carry(const compare::Difference& difference)
  {
    const auto* const version = version_with(difference);
    if (version == nullptr) {
      return false;
    }
    const auto& root = *version->document->root;
    const auto written = value_at(root, difference.path);
    const auto own = difference.left.value == nullptr ? std::vector<YamlPath>{} : own_values(*written, difference.path);
    const auto target = target_file();
    const bool removes = difference.left.value == nullptr;
    if (m_into_base && removes) {
      if (!m_editor.edit(target, m_choice, {spec::remove_at(difference.path)})) {
        return false;
      }
    } else if (!write(target, {difference.path, written, own, *version})) {
      return false;
    }
    if (m_into_base) {
      auto& taken = m_taken[version];
      const auto gone = all_but(*written, difference.path, own);
      taken.insert(taken.end(), gone.begin(), gone.end());
    }
    m_brought.changes.push_back({target, fmt::format("{} {}", shown(difference.path),
                                                     removes                             ? "is removed"
                                                     : difference.right.value != nullptr ? "changes"
                                                                                         : "is added")});
    return true;
  }

  // What base says now goes out of the overlays that said it.
  bool take_out()
  {
    for (const auto& [version, paths] : m_taken) {
      const auto& root = *version->document->root;
      const auto& file = m_drafted.project.files->path(root.at.file);
      if (says_nothing_else(root, paths)) {
        m_editor.remove_document(file, m_choice);
        m_brought.changes.push_back({file, "nothing is left of the overlay: base says it now"});
        continue;
      }
      if (!m_editor.edit(file, m_choice, edits_without(root, {}, paths))) {
        return false;
      }
      m_brought.changes.push_back({file, fmt::format("base says now: {}", names_of(paths))});
    }
    return true;
  }

  // Whether an overlay holds these values and what says which document it is, and nothing else.
  static bool says_nothing_else(const Node& root, const std::vector<YamlPath>& paths)
  {
    const auto* const metadata = root.get("metadata");
    const auto spec = value_at(root, {"spec"});
    constexpr std::size_t k_words = 4; // apiVersion, kind, metadata, spec
    return spec != nullptr && root.entries().size() == k_words && metadata != nullptr &&
           metadata->entries().size() == 1 && holds_nothing_else(*spec, {"spec"}, paths);
  }

  // The value without what is the environment's own goes to `target`; its own values go to the overlay of `to`.
  struct Carried
  {
    const YamlPath& path;
    const NodePtr& value;
    const std::vector<YamlPath>& own; // paths of what is the environment's
    const WrittenDocument& version;   // where it comes from
  };

  bool write(const std::string& target, const Carried& carried)
  {
    const auto& [path, value, own, version] = carried;
    const auto& like = *version.document->root;
    const auto from_file = m_drafted.project.files->path(like.at.file);
    if (!m_overlay_is_copy && !set(target, like, path, value)) {
      return false;
    }
    const auto files = move_used_files(
        m_drafted.project, {version.layer->name, m_into_base ? "base" : m_request.to, from_file, target, !m_into_base},
        *value, path, m_editor);
    if (!m_editor.edit(target, m_choice, files)) {
      return false;
    }
    if (own.empty()) {
      return true;
    }
    const auto overlay = overlay_file();
    if (target != overlay && !m_editor.edit(target, m_choice, edits_without(*value, path, own))) {
      return false;
    }
    for (const auto& one : own) {
      const auto own_value = value_at(like, one);
      if (target != overlay && !set(overlay, like, one, own_value)) {
        return false;
      }
      m_brought.taken_over.push_back({overlay, one, spec::write_yaml_line(*own_value)});
    }
    return true;
  }

  bool set(const std::string& file, const Node& like, const YamlPath& path, const NodePtr& value)
  {
    const auto document = read(file);
    return m_editor.edit(file, m_choice,
                         {edit_for(document != nullptr ? *document : *make_map({}), like, path, value)});
  }

  // The flow's document in a file as it is now.
  NodePtr read(const std::string& file)
  {
    SourceFiles files;
    Diagnostics unused;
    const auto yaml = spec::read_yaml(files, files.add(file, m_editor.text(file).value_or(""), ""), unused);
    for (const auto& root : yaml.documents) {
      const auto document = spec::recognise(root, files, unused);
      if (document && document->kind == spec::Kind::flow && document->name == m_request.flow) {
        return root;
      }
    }
    return nullptr;
  }

  std::string target_file()
  {
    return m_into_base ? m_drafted.project.files->path(base_document(m_drafted, m_request.flow)->root->at.file)
                       : overlay_file();
  }

  // The file of the target's own document; made when there is none.
  std::string overlay_file()
  {
    const auto* const own = m_drafted.project.layers.at(m_request.to).find(spec::Kind::flow, m_request.flow);
    if (own != nullptr) {
      return m_drafted.project.files->path(own->root->at.file);
    }
    if (m_made_overlay.empty()) {
      m_made_overlay = m_editor.free_path(fmt::format("environments/{}/flows/{}.yaml", m_request.to, m_request.flow));
      m_editor.put(m_made_overlay, fmt::format("apiVersion: {}\nkind: Flow\nmetadata:\n  name: {}\n",
                                               spec::k_api_version, m_request.flow));
    }
    return m_made_overlay;
  }

  void refuse(const compare::Difference& difference, const std::string& why)
  {
    m_editor.problems().error("not-carried",
                              fmt::format("`{}` cannot be carried over: {}", shown(difference.path), why),
                              m_drafted.project.files->locate(difference.left.at), "move it by hand");
  }

  const DraftedProject& m_drafted;
  const Promotion& m_request;
  bool m_into_base; // where base has the flow; a layer between may say it
  DraftEditor& m_editor;
  Brought& m_brought;
  spec::YamlDocumentChoice m_choice;
  std::vector<WrittenDocument> m_own;
  std::map<const WrittenDocument*, std::vector<YamlPath>> m_taken; // by version, which stay where they are
  std::string m_made_overlay;
  bool m_overlay_is_copy = false; // it holds all that is carried
};

} // namespace

bool carry_changes(const DraftedProject& drafted, const Promotion& request, Destination destination,
                   DraftEditor& editor, Brought& brought)
{
  return Carrier(drafted, request, destination, editor, brought).run();
}

} // namespace flowsync::promote
