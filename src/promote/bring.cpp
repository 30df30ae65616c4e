#include "promote/bring.hpp"

#include "base/text.hpp"
#include "overlay/layers.hpp"
#include "promote/carry_changes.hpp"
#include "promote/move_document.hpp"
#include "promote/shared_uses.hpp"
#include "spec/base_pin.hpp"
#include "spec/flow_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

namespace flowsync::promote {

namespace {

class Bringing
{
public:
  Bringing(const std::filesystem::path& folder, const Promotion& request, const overlay::ProcessEnvironment& process,
           Diagnostics& diagnostics)
      : m_folder(folder),
        m_request(request),
        m_process(process),
        m_diagnostics(diagnostics)
  {
  }

  std::optional<Brought> run()
  {
    m_before = load_drafted(m_folder, m_request, m_process, {});
    if (m_before->problems.has_errors() || !m_before->rendered.contains(m_request.from) ||
        !m_before->rendered.contains(m_request.to)) {
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
    const bool done = let_in(*m_before, editor, brought) && bring_shared_documents(editor, brought) &&
                      bring_flow(editor, brought) && settle(editor, brought) && wait_for_pin(editor, brought);
    m_diagnostics.append(editor.problems());
    if (!done || m_diagnostics.has_errors()) {
      return std::nullopt;
    }
    brought.draft = editor.draft();
    brought.drafted = load(editor);
    return brought;
  }

private:
  // The project with what was edited. To load one takes reading all files: the first and the latest are kept.
  std::shared_ptr<const DraftedProject> load(const DraftEditor& editor)
  {
    if (editor.draft().empty()) {
      return m_before;
    }
    if (m_latest == nullptr || m_latest_draft != editor.draft()) {
      m_latest_draft = editor.draft();
      m_latest = load_drafted(m_folder, m_request, m_process, m_latest_draft);
    }
    return m_latest;
  }

  void report_unknown()
  {
    const auto& rendered = m_before->of(m_request.from);
    if (rendered.excluded.contains(m_request.flow)) {
      m_diagnostics.error("unknown-flow",
                          fmt::format("{} leaves the flow `{}` out (`flows:`)", m_request.from, m_request.flow), {},
                          "promote what runs there, or let it in first");
      return;
    }
    std::vector<std::string> names(rendered.flows.size());
    std::transform(rendered.flows.begin(), rendered.flows.end(), names.begin(),
                   [](const auto& one) { return one.name; });
    const auto meant = nearest(m_request.flow, names);
    m_diagnostics.error("unknown-flow", fmt::format("{} has no flow `{}`", m_request.from, m_request.flow), {},
                        meant ? fmt::format("did you mean `{}`?", *meant)
                              : fmt::format("`flowsync render -e {}` shows what it has", m_request.from));
  }

  // A `flows:` of the target that leaves the flow out by name.
  bool let_in(const DraftedProject& draft, DraftEditor& editor, Brought& brought)
  {
    if (!draft.of(m_request.to).excluded.contains(m_request.flow)) {
      return true;
    }
    const auto& document = draft.project.layers.at(m_request.to).environment;
    const auto* const spec = document->root->get("spec");
    const auto* const flows = spec != nullptr ? spec->get("flows") : nullptr;
    const auto* const exclude = flows != nullptr ? flows->get("exclude") : nullptr;
    const auto* const include = flows != nullptr ? flows->get("include") : nullptr;
    std::vector<spec::YamlEdit> edits;
    std::vector<std::string> what;
    for (std::size_t i = exclude != nullptr ? exclude->items().size() : 0; i > 0; --i) {
      if (exclude->items()[i - 1]->text() == m_request.flow) {
        edits.push_back(spec::remove_at({"spec", "flows", "exclude", i - 1}));
        what = {fmt::format("flows.exclude loses {}", m_request.flow)};
      }
    }
    const auto& patterns = draft.of(m_request.to).environment.include;
    if (include != nullptr && include->is_list() &&
        std::none_of(patterns.begin(), patterns.end(),
                     [&](const auto& pattern) { return matches_glob(m_request.flow, pattern); })) {
      edits.push_back(spec::append_item({"spec", "flows", "include"}, make_scalar(NodeKind::string, m_request.flow)));
      what.push_back(fmt::format("flows.include gets {}", m_request.flow));
    }
    const auto file = draft.project.files->path(document->root->at.file);
    if (edits.empty() || !editor.edit(file, {spec::Kind::environment, m_request.to}, edits) ||
        load(editor)->find(m_request.to, spec::Kind::flow, m_request.flow) == nullptr) {
      const auto* const at = exclude != nullptr ? exclude : flows;
      m_diagnostics.error("left-out",
                          fmt::format("{} leaves the flow `{}` out by a pattern", m_request.to, m_request.flow),
                          at != nullptr ? draft.project.files->locate(at->at) : Location{},
                          "change `flows:` so that it lets the flow in, then promote again");
      return false;
    }
    brought.changes.push_back({file, join_words(what)});
    return true;
  }

  // Whether a layer that both environments have says something about the flow.
  bool is_shared(const DraftedProject& draft) const
  {
    const auto& of_target = draft.layers.at(m_request.to);
    const auto& of_source = draft.layers.at(m_request.from);
    return std::any_of(of_target.begin(), of_target.end(), [&](const auto* layer) {
      return layer->find(spec::Kind::flow, m_request.flow) != nullptr &&
             std::any_of(of_source.begin(), of_source.end(), [&](const auto* one) { return one->name == layer->name; });
    });
  }

  // The flow itself, and then what further overlays of `from` say about it.
  bool bring_flow(DraftEditor& editor, Brought& brought)
  {
    auto draft = load(editor);
    if (!is_shared(*draft)) {
      const auto own = own_versions(*draft, m_request.from, m_request.to, spec::Kind::flow, m_request.flow);
      if (!same_structure(*draft) || !move_document(*draft, m_request, own.front(), editor, brought)) {
        return false;
      }
      draft = load(editor);
      const auto changes_before = brought.changes.size();
      if (!let_in(*draft, editor, brought)) {
        return false;
      }
      if (brought.changes.size() != changes_before) {
        draft = load(editor);
      }
    }
    const auto untouched = editor.draft();
    const auto changes = brought;
    if (carry_changes(*draft, m_request, Destination::base, editor, brought)) {
      m_after = load(editor);
      auto others = others_changed(*draft);
      // Whoever had no such flow before will leave it out.
      std::erase_if(others, [&](const auto& other) {
        return m_before->find(other.first, spec::Kind::flow, m_request.flow) == nullptr &&
               other.second == std::vector{"flow " + m_request.flow};
      });
      if (others.empty() && changed_documents(*draft, *m_after, m_request.from).empty()) {
        return true;
      }
    }
    if (editor.problems().has_errors()) {
      return false;
    }
    editor = DraftEditor(m_root, untouched);
    brought = changes;
    return carry_changes(*draft, m_request, Destination::overlay, editor, brought);
  }

  // A target that is pinned to a base without the flow leaves it out until its pin moves: its overlay would stand
  // alone.
  bool wait_for_pin(DraftEditor& editor, Brought& brought)
  {
    const auto& own_layers = m_before->layers.at(m_request.to);
    if (std::none_of(own_layers.begin(), own_layers.end(),
                     [](const auto* layer) { return spec::written_pin(*layer).has_value(); })) {
      return true;
    }
    auto pinned = m_request;
    pinned.by_pin = true;
    const auto draft = load_drafted(m_folder, pinned, m_process, editor.draft());
    if (!draft->project.pins.contains(m_request.to) || !draft->layers.contains(m_request.to)) {
      return true;
    }
    const auto& layers = draft->layers.at(m_request.to);
    const auto base = draft->project.layers.find("base");
    const bool comes_with_pin =
        base != draft->project.layers.end() && base->second.find(spec::Kind::flow, m_request.flow) != nullptr &&
        std::none_of(layers.begin(), layers.end(), [&](const auto* layer) {
          return layer->name != m_request.to && layer->find(spec::Kind::flow, m_request.flow) != nullptr;
        });
    if (!comes_with_pin) {
      return true;
    }
    brought.waits_for_pin = true;
    if (draft->find(m_request.to, spec::Kind::flow, m_request.flow) != nullptr &&
        !leave_out(*draft, m_request.to, "until its pin moves", editor, brought)) {
      return false;
    }
    const auto before = load_drafted(m_folder, pinned, m_process, {});
    const auto after = load_drafted(m_folder, pinned, m_process, editor.draft());
    report_changes({{m_request.to, changed_documents(*before, *after, m_request.to)}});
    return !m_diagnostics.has_errors();
  }

  // A list replaces the one that it inherits, so that one is written out before the flow joins it.
  bool leave_out(const DraftedProject& draft, const std::string& environment, const std::string& why,
                 DraftEditor& editor, Brought& brought)
  {
    const auto& document = draft.project.layers.at(environment).environment;
    const auto* const spec = document->root->get("spec");
    const auto* const flows = spec != nullptr ? spec->get("flows") : nullptr;
    const auto& inherited = draft.of(environment).environment.exclude;
    const auto flow = make_scalar(NodeKind::string, m_request.flow);
    auto edit = spec::append_item({"spec", "flows", "exclude"}, flow);
    if ((flows == nullptr || flows->get("exclude") == nullptr) && !inherited.empty()) {
      std::vector<NodePtr> names;
      for (const auto& pattern : inherited) {
        names.push_back(make_scalar(NodeKind::string, pattern));
      }
      names.push_back(flow);
      edit = spec::set_value({"spec", "flows", "exclude"}, make_list(std::move(names)));
    }
    const auto& file = draft.project.files->path(document->root->at.file);
    if (!editor.edit(file, {spec::Kind::environment, environment}, {edit})) {
      return false;
    }
    brought.changes.push_back({file, fmt::format("flows.exclude gets {}: {}", m_request.flow, why)});
    return true;
  }

  // Two flows of one name that were written apart must at least have the same parts.
  bool same_structure(const DraftedProject& draft)
  {
    const auto* const there = draft.find(m_request.to, spec::Kind::flow, m_request.flow);
    if (there == nullptr) {
      return true;
    }
    const auto* const here = draft.find(m_request.from, spec::Kind::flow, m_request.flow);
    std::vector<std::string> only;
    for (const auto kind : kinds_in_flow()) {
      const auto left = spec::keys_of_parts(*here->document, kind);
      for (const auto& key : spec::keys_of_parts(*there->document, kind)) {
        if (!left.contains(key)) {
          only.push_back(fmt::format("{}.{}", facts(kind).place, key));
        }
      }
    }
    if (only.empty()) {
      return true;
    }
    const auto versions = own_versions(draft, m_request.to, m_request.from, spec::Kind::flow, m_request.flow);
    m_diagnostics.error("other-keys",
                        fmt::format("{} has a flow `{}` of its own with {}, which {}'s has not", m_request.to,
                                    m_request.flow, join_words(only), m_request.from),
                        versions.empty() ? Location{} : draft.project.files->locate(versions.front().document->name_at),
                        "give the same parts the same keys first: a renamed one needs a `moved:` entry, or it would be "
                        "made a second time");
    return false;
  }

  // Lookups, transforms and code that the flow names and only layers of `from` have.
  bool bring_shared_documents(DraftEditor& editor, Brought& brought)
  {
    for (const auto& [kind, name] : shared_uses(*m_before, m_request.from, m_request.flow)) {
      const auto draft = load(editor); // what moved before may have stood in the same file
      const auto own = own_versions(*draft, m_request.from, m_request.to, kind, name);
      if (own.empty()) {
        continue;
      }
      if (draft->find(m_request.to, kind, name) == nullptr) {
        if (!move_document(*draft, m_request, own.front(), editor, brought)) {
          return false;
        }
      } else {
        m_diagnostics.warning("shared-overlay",
                              fmt::format("{} changes the {} `{}` that the flow uses: that is not carried over",
                                          m_request.from, lower(spec::kind_name(kind)), name),
                              draft->project.files->locate(own.back().document->name_at, name),
                              "move it to base by hand, if the other environments are to have it");
      }
    }
    return true;
  }

  // Documents of third environments that m_after has and the draft does not have, or not so: environment -> what.
  std::map<std::string, std::vector<std::string>> others_changed(const DraftedProject& draft) const
  {
    std::map<std::string, std::vector<std::string>> changed;
    for (const auto& [name, rendered] : m_after->rendered) {
      if (name != m_request.from && name != m_request.to) {
        if (auto documents = changed_documents(draft, *m_after, name); !documents.empty()) {
          changed[name] = std::move(documents);
        }
      }
    }
    return changed;
  }

  // Third environments leave out what came to base; then nothing but the target may have changed.
  bool settle(DraftEditor& editor, Brought& brought)
  {
    m_after = load(editor);
    for (const auto& [name, documents] : others_changed(*m_before)) {
      const bool gains_flow = m_before->find(name, spec::Kind::flow, m_request.flow) == nullptr &&
                              m_after->find(name, spec::Kind::flow, m_request.flow) != nullptr;
      if (!gains_flow) {
        continue;
      }
      if (!leave_out(*m_before, name, fmt::format("nothing changes in {}", name), editor, brought)) {
        return false;
      }
      brought.left_out_of.push_back(name);
    }
    if (!brought.left_out_of.empty()) {
      m_after = load(editor);
    }
    auto changed = others_changed(*m_before);
    for (auto& [name, documents] : changed) {
      // What base shares is made there too: it cannot be left out, only said.
      std::vector<std::string> shared;
      for (const auto& document : documents) {
        if (!document.starts_with("flow ")) {
          shared.push_back(document);
        }
      }
      if (!shared.empty() && m_before->find(name, spec::Kind::flow, m_request.flow) == nullptr) {
        std::erase_if(documents, [](const std::string& document) { return !document.starts_with("flow "); });
        brought.changes.push_back(
            {"environments/base", fmt::format("{} is made in {} too: base is everybody's", join_words(shared), name)});
      }
    }
    changed[m_request.from] = changed_documents(*m_before, *m_after, m_request.from);
    report_changes(changed);
    report_breaks();
    return !m_diagnostics.has_errors();
  }

  void report_changes(const std::map<std::string, std::vector<std::string>>& changed)
  {
    for (const auto& [name, documents] : changed) {
      if (!documents.empty()) {
        m_diagnostics.error("changes-others", fmt::format("this would change {} in {}", join_words(documents), name),
                            {}, "write the change by hand, or promote to that environment first");
      }
    }
  }

  // A third environment that had no such error before.
  void report_breaks()
  {
    for (const auto& [name, errors] : m_after->errors) {
      const auto before = m_before->errors.find(name);
      for (const auto& error : errors) {
        if (name != m_request.from && name != m_request.to &&
            (before == m_before->errors.end() || !before->second.contains(error))) {
          m_diagnostics.error("breaks-others", fmt::format("this would break {}: {}", name, error), {},
                              "give that environment what it is missing first");
        }
      }
    }
  }

  const std::filesystem::path& m_folder;
  const Promotion& m_request;
  const overlay::ProcessEnvironment& m_process;
  Diagnostics& m_diagnostics;
  std::filesystem::path m_root;
  std::shared_ptr<const DraftedProject> m_before;
  std::shared_ptr<const DraftedProject> m_after;
  std::shared_ptr<const DraftedProject> m_latest;
  spec::ProjectDraft m_latest_draft;
};

} // namespace

std::optional<Brought> bring(const std::filesystem::path& folder, const Promotion& request,
                             const overlay::ProcessEnvironment& process, Diagnostics& diagnostics)
{
  return Bringing(folder, request, process, diagnostics).run();
}

} // namespace flowsync::promote
