#include "promote/bring.hpp"

#include "base/text.hpp"
#include "overlay/layers.hpp"
#include "promote/carry_changes.hpp"
#include "promote/move_document.hpp"
#include "promote/shared_uses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::promote {

namespace {

std::set<std::string> keys_in(const Node& document, const char* list)
{
  std::set<std::string> keys;
  const auto* const spec = document.get("spec");
  const auto* const items = spec != nullptr ? spec->get(list) : nullptr;
  for (const auto& item : items != nullptr ? items->items() : std::vector<NodePtr>{}) {
    if (const auto* const key = item->get("key")) {
      keys.insert(key->text());
    }
  }
  return keys;
}

class Bringing
{
public:
  Bringing(const std::filesystem::path& folder, const Request& request, const overlay::ProcessEnvironment& process,
           Diagnostics& diagnostics)
      : m_folder(folder),
        m_request(request),
        m_process(process),
        m_diagnostics(diagnostics)
  {
  }

  std::optional<Brought> run()
  {
    m_before = load_world(m_folder, m_request, m_process, {});
    if (!m_before->rendered.contains(m_request.from) || !m_before->rendered.contains(m_request.to)) {
      m_diagnostics.append(m_before->problems);
      for (const auto& name : {m_request.from, m_request.to}) {
        if (!m_before->rendered.contains(name) && !m_diagnostics.has_errors()) {
          overlay::layers_of(m_before->project, name, m_diagnostics);
        }
      }
      return std::nullopt;
    }
    if (m_before->find(m_request.from, spec::Kind::flow, m_request.flow) == nullptr) {
      report_unknown();
      return std::nullopt;
    }
    m_root = m_before->project.root;
    DraftEditor editor(m_root);
    Brought brought;
    if (!let_in(editor, brought)) {
      return std::nullopt;
    }
    auto world = brought.changes.empty() ? nullptr : load_world(m_folder, m_request, m_process, editor.draft());
    if (!bring_content(world != nullptr ? *world : *m_before, editor, brought)) {
      m_diagnostics.append(editor.problems());
      return std::nullopt;
    }
    return wait_for_pin(editor, brought) ? std::optional(std::move(brought)) : std::nullopt;
  }

private:
  void report_unknown()
  {
    const auto& rendered = m_before->of(m_request.from);
    if (rendered.excluded.contains(m_request.flow)) {
      m_diagnostics.error("unknown-flow",
                          fmt::format("{} leaves the flow `{}` out (`flows:`)", m_request.from, m_request.flow), {},
                          "promote what runs there, or let it in first");
      return;
    }
    std::vector<std::string> names;
    for (const auto& flow : rendered.flows) {
      names.push_back(flow.name);
    }
    const auto meant = nearest(m_request.flow, names);
    m_diagnostics.error("unknown-flow", fmt::format("{} has no flow `{}`", m_request.from, m_request.flow), {},
                        meant ? fmt::format("did you mean `{}`?", *meant)
                              : fmt::format("`flowsync render -e {}` shows what it has", m_request.from));
  }

  // A `flows:` of the target that leaves the flow out by name.
  bool let_in(DraftEditor& editor, Brought& brought)
  {
    if (!m_before->of(m_request.to).excluded.contains(m_request.flow)) {
      return true;
    }
    const auto& document = m_before->project.layers.at(m_request.to).environment;
    const auto* const spec = document->root->get("spec");
    const auto* const flows = spec != nullptr ? spec->get("flows") : nullptr;
    const auto* const exclude = flows != nullptr ? flows->get("exclude") : nullptr;
    const auto* const include = flows != nullptr ? flows->get("include") : nullptr;
    std::vector<spec::YamlEdit> edits;
    std::string what;
    const auto count = exclude != nullptr ? exclude->items().size() : 0;
    for (std::size_t i = count; i > 0; --i) {
      if (exclude->items()[i - 1]->text() == m_request.flow) {
        edits.push_back(spec::remove_at({"spec", "flows", "exclude", i - 1}));
        what = fmt::format("flows.exclude loses {}", m_request.flow);
      }
    }
    if (edits.empty() && include != nullptr && include->is_list()) {
      edits.push_back(spec::append_item({"spec", "flows", "include"}, make_scalar(NodeKind::string, m_request.flow)));
      what = fmt::format("flows.include gets {}", m_request.flow);
    }
    const auto file = m_before->project.files->path(document->root->at.file);
    if (edits.empty() || !editor.edit(file, {spec::Kind::environment, m_request.to}, edits) ||
        load_world(m_folder, m_request, m_process, editor.draft())
                ->find(m_request.to, spec::Kind::flow, m_request.flow) == nullptr) {
      const auto* const at = exclude != nullptr ? exclude : flows;
      m_diagnostics.error("left-out",
                          fmt::format("{} leaves the flow `{}` out by a pattern", m_request.to, m_request.flow),
                          at != nullptr ? m_before->project.files->locate(at->at) : Location{},
                          "change `flows:` so that it lets the flow in, then promote again");
      return false;
    }
    brought.changes.push_back({file, what});
    return true;
  }

  bool bring_content(const World& world, DraftEditor& editor, Brought& brought)
  {
    const auto own = own_versions(world, m_request.from, m_request.to, spec::Kind::flow, m_request.flow);
    const auto& of_target = world.layers.at(m_request.to);
    const bool shared = std::any_of(of_target.begin(), of_target.end(), [&](const auto* layer) {
      const auto& of_source = world.layers.at(m_request.from);
      return layer->find(spec::Kind::flow, m_request.flow) != nullptr &&
             std::any_of(of_source.begin(), of_source.end(), [&](const auto* one) { return one->name == layer->name; });
    });
    if (!shared) {
      return same_structure(world) && bring_shared_documents(world, editor, brought) &&
             move_document(world, m_request, own.front(), editor, brought) && settle(world, editor, brought);
    }
    if (!bring_shared_documents(world, editor, brought)) {
      return false;
    }
    const auto draft = editor.draft();
    const auto changes = brought;
    if (!carry_changes(world, m_request, Destination::base, editor, brought)) {
      return false;
    }
    if (others_changed(world, editor.draft()).empty()) {
      return settle(world, editor, brought);
    }
    editor = DraftEditor(m_root, draft);
    brought = changes;
    return carry_changes(world, m_request, Destination::overlay, editor, brought) && settle(world, editor, brought);
  }

  // A target that is pinned to a base without the flow leaves it out until its pin moves: its overlay would stand
  // alone.
  bool wait_for_pin(DraftEditor& editor, Brought& brought)
  {
    auto pinned = m_request;
    pinned.by_pin = true;
    const auto world = load_world(m_folder, pinned, m_process, editor.draft());
    if (!world->project.pins.contains(m_request.to) || !world->layers.contains(m_request.to)) {
      return true;
    }
    const auto& layers = world->layers.at(m_request.to);
    const auto base = world->project.layers.find("base");
    const bool comes_with_pin =
        base != world->project.layers.end() && base->second.find(spec::Kind::flow, m_request.flow) != nullptr &&
        std::none_of(layers.begin(), layers.end(), [&](const auto* layer) {
          return layer->name != m_request.to && layer->find(spec::Kind::flow, m_request.flow) != nullptr;
        });
    if (!comes_with_pin) {
      return true;
    }
    brought.waits_for_pin = true;
    if (world->find(m_request.to, spec::Kind::flow, m_request.flow) != nullptr &&
        !leave_out(*world, m_request.to, "until its pin moves", editor, brought)) {
      m_diagnostics.append(editor.problems());
      return false;
    }
    brought.draft = editor.draft();
    return true;
  }

  bool leave_out(const World& world, const std::string& environment, const std::string& why, DraftEditor& editor,
                 Brought& brought)
  {
    const auto& file = world.project.files->path(world.project.layers.at(environment).environment->root->at.file);
    if (!editor.edit(
            file, {spec::Kind::environment, environment},
            {spec::append_item({"spec", "flows", "exclude"}, make_scalar(NodeKind::string, m_request.flow))})) {
      return false;
    }
    brought.changes.push_back({file, fmt::format("flows.exclude gets {}: {}", m_request.flow, why)});
    return true;
  }

  // Two flows of one name that were written apart must at least have the same parts.
  bool same_structure(const World& world)
  {
    const auto* const there = world.find(m_request.to, spec::Kind::flow, m_request.flow);
    if (there == nullptr) {
      return true;
    }
    const auto* const here = world.find(m_request.from, spec::Kind::flow, m_request.flow);
    std::vector<std::string> only;
    for (const auto* const list : {"nexsets", "sinks"}) {
      const auto left = keys_in(*here->document, list);
      for (const auto& key : keys_in(*there->document, list)) {
        if (!left.contains(key)) {
          only.push_back(fmt::format("{}.{}", list, key));
        }
      }
    }
    if (only.empty()) {
      return true;
    }
    const auto versions = own_versions(world, m_request.to, m_request.from, spec::Kind::flow, m_request.flow);
    m_diagnostics.error("other-keys",
                        fmt::format("{} has a flow `{}` of its own with {}, which {}'s has not", m_request.to,
                                    m_request.flow, join_words(only), m_request.from),
                        versions.empty() ? Location{} : world.project.files->locate(versions.front().document->name_at),
                        "give the same parts the same keys first: a renamed one needs a `moved:` entry, or it would be "
                        "made a second time");
    return false;
  }

  // Lookups, transforms and code that the flow names and only layers of `from` have.
  bool bring_shared_documents(const World& world, DraftEditor& editor, Brought& brought)
  {
    for (const auto& [kind, name] : shared_uses(world, m_request.from, m_request.flow)) {
      if (world.find(m_request.to, kind, name) != nullptr) {
        continue;
      }
      const auto own = own_versions(world, m_request.from, m_request.to, kind, name);
      if (!own.empty() && !move_document(world, m_request, own.front(), editor, brought)) {
        return false;
      }
    }
    return true;
  }

  // Documents of third environments that a draft changes: environment -> what.
  std::map<std::string, std::vector<std::string>> others_changed(const World& world, const spec::ProjectDraft& draft)
  {
    m_after = load_world(m_folder, m_request, m_process, draft);
    std::map<std::string, std::vector<std::string>> changed;
    for (const auto& [name, rendered] : m_after->rendered) {
      if (name != m_request.from && name != m_request.to) {
        if (auto documents = changed_documents(world, *m_after, name); !documents.empty()) {
          changed[name] = std::move(documents);
        }
      }
    }
    return changed;
  }

  // Third environments leave out what came to base; then nothing but the target may have changed.
  bool settle(const World& world, DraftEditor& editor, Brought& brought)
  {
    for (const auto& [name, documents] : others_changed(world, editor.draft())) {
      const bool gains_flow = world.find(name, spec::Kind::flow, m_request.flow) == nullptr &&
                              m_after->find(name, spec::Kind::flow, m_request.flow) != nullptr;
      if (!gains_flow) {
        continue;
      }
      if (!leave_out(world, name, fmt::format("nothing changes in {}", name), editor, brought)) {
        return false;
      }
      brought.left_out_of.push_back(name);
    }
    auto changed = others_changed(world, editor.draft());
    for (auto& [name, documents] : changed) {
      // What base shares is made there too: it cannot be left out, only said.
      std::vector<std::string> shared;
      for (const auto& document : documents) {
        if (!document.starts_with("flow ")) {
          shared.push_back(document);
        }
      }
      if (!shared.empty() && world.find(name, spec::Kind::flow, m_request.flow) == nullptr) {
        std::erase_if(documents, [](const std::string& document) { return !document.starts_with("flow "); });
        brought.changes.push_back(
            {"environments/base", fmt::format("{} is made in {} too: base is everybody's", join_words(shared), name)});
      }
    }
    if (auto own = changed_documents(world, *m_after, m_request.from); !own.empty()) {
      changed[m_request.from] = std::move(own);
    }
    for (const auto& [name, documents] : changed) {
      if (!documents.empty()) {
        m_diagnostics.error("changes-others", fmt::format("this would change {} in {}", join_words(documents), name),
                            {}, "write the change by hand, or promote to that environment first");
      }
    }
    brought.draft = editor.draft();
    return !m_diagnostics.has_errors();
  }

  const std::filesystem::path& m_folder;
  const Request& m_request;
  const overlay::ProcessEnvironment& m_process;
  Diagnostics& m_diagnostics;
  std::filesystem::path m_root;
  std::unique_ptr<World> m_before;
  std::unique_ptr<World> m_after;
};

} // namespace

std::optional<Brought> bring(const std::filesystem::path& folder, const Request& request,
                             const overlay::ProcessEnvironment& process, Diagnostics& diagnostics)
{
  return Bringing(folder, request, process, diagnostics).run();
}

} // namespace flowsync::promote
