#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "exporter/document_text.hpp"
#include "exporter/names.hpp"
#include "promote/draft_editor.hpp"
#include "spec/flow_parts.hpp"
#include "spec/yaml_writer.hpp"
#include "usecase/promote/accepted_edits.hpp"
#include "usecase/promote/promoting.hpp"
#include "view/touch_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace flowsync::cli {

namespace {

// Takes what somebody changed in Nexla into the environment's own layer, so that no other environment changes.
class Accepting
{
public:
  Accepting(const AcceptOptions& options, CommandContext& context)
      : m_context(context),
        m_environment(usecase::one_environment(context, "accept")),
        m_workspace(usecase::load_workspace(context, m_environment)),
        m_state(usecase::load_state(m_workspace, context)),
        m_service(usecase::open_service(m_workspace, context)),
        m_address(address_of(options.address))
  {
  }

  ExitCode run()
  {
    const auto planned = plan(m_workspace);
    const auto& drifts = planned.plan.drift;
    const auto drift = std::find_if(drifts.begin(), drifts.end(),
                                    [&](const plan::ResourceDrift& one) { return one.address == m_address; });
    if (drift == drifts.end() || !drift->is_owned()) {
      m_context.console.result(
          fmt::format("Nothing of {} was changed in Nexla since the last apply.\n", m_address.text()));
      return ExitCode::ok;
    }
    const auto& desired = *m_workspace.desired.find(m_address);
    const auto* const live = drift->id ? planned.survey.inventory.find(drift->type, *drift->id) : nullptr;
    if (drift->gone || live == nullptr) {
      throw Fatal(fmt::format("{} was deleted in Nexla", m_address.text()), ExitCode::error,
                  "take it out of the specs, or apply to make it again");
    }
    const auto accepted =
        usecase::accepted_edits(desired, *drift, *live, m_workspace.desired.environment, planned.plan.bindings);
    if (accepted.edits.empty()) {
      throw Fatal(fmt::format("nothing that was changed at {} can be taken into the specs: {}", m_address.text(),
                              printable(join_words(accepted.left))),
                  ExitCode::error);
    }
    promote::DraftEditor editor(m_workspace.project.root);
    const auto file = edit(accepted, editor);
    check(accepted, editor.draft());
    usecase::write_draft(m_workspace.project.root, editor.draft());
    tell(accepted, file, planned.plan);
    return accepted.left.empty() ? ExitCode::ok : ExitCode::partial;
  }

private:
  Address address_of(const std::string& word) const
  {
    const auto address = Address::parse(word);
    if (!address || m_workspace.desired.find(*address) == nullptr || address->flow.empty()) {
      throw Fatal(fmt::format("`{}` is not a source, nexset or sink of {}", printable(word), m_environment),
                  ExitCode::error, fmt::format("`flowsync drift -e {}` names what was changed", m_environment));
    }
    return *address;
  }

  usecase::Planned plan(const usecase::Workspace& workspace)
  {
    return usecase::make_plan(workspace, m_service->api(), m_state,
                              usecase::resolve_secrets(workspace, m_context, false), {}, m_context);
  }

  // The document of the flow in the environment's own layer; null when it only inherits it.
  const spec::Document* own_document() const
  {
    const auto layer = m_workspace.project.layers.find(m_environment);
    if (layer == m_workspace.project.layers.end()) {
      return nullptr;
    }
    const auto& documents = layer->second.documents;
    const auto found = std::find_if(documents.begin(), documents.end(), [&](const spec::Document& document) {
      return document.kind == spec::Kind::flow && document.name == m_address.flow;
    });
    return found != documents.end() ? &*found : nullptr;
  }

  // Edits the flow's own document, or begins one; returns its file.
  std::string edit(const usecase::AcceptedEdits& accepted, promote::DraftEditor& editor)
  {
    const auto* const document = own_document();
    std::string file;
    if (document != nullptr) {
      file = m_workspace.project.files->path(document->root->at.file);
    } else {
      file = editor.free_path(fmt::format("environments/{}/flows/{}.yaml", m_environment, m_address.flow));
      const exporter::Target target{
          m_workspace.project,
          m_workspace.desired.environment,
          [&](const std::string& path) { return std::filesystem::exists(m_workspace.project.root / path); },
          {},
          {}};
      editor.put(file,
                 exporter::document_text(*spec::make_document(spec::Kind::flow, m_address.flow), {}, "flow", target));
    }
    std::vector<spec::YamlEdit> edits;
    const bool has_part = document != nullptr && spec::find_part(*document->root, m_address) != nullptr;
    if (facts(m_address.role).written == SpecPlace::often_in_flow && !has_part) {
      edits.push_back(spec::append_item({std::string("spec"), std::string(facts(m_address.role).place)},
                                        make_map({{"key", {}, make_scalar(NodeKind::string, m_address.key)}})));
    }
    for (const auto& one : accepted.edits) {
      edits.push_back(
          spec::set_value(one.path, one.value != nullptr ? one.value : make_scalar(NodeKind::null, "null")));
    }
    if (!editor.edit(file, {spec::Kind::flow, m_address.flow}, edits)) {
      throw Rejected(editor.problems());
    }
    return file;
  }

  // With the draft nothing of what was taken over may differ any more.
  void check(const usecase::AcceptedEdits& accepted, const spec::ProjectDraft& draft)
  {
    usecase::Workspace after;
    try {
      after = usecase::load_workspace(m_context, m_environment, draft);
    } catch (const Rejected&) {
      m_context.console.news(
          "Nothing was written: accepted, the specs would have these errors (places are those then).");
      throw;
    }
    const auto planned = plan(after);
    const auto* const change = planned.plan.find(m_address);
    for (const auto& edit : accepted.edits) {
      const bool differs =
          change == nullptr || std::any_of(change->fields.begin(), change->fields.end(), [&](const auto& field) {
            return field.path == edit.field || field.path.starts_with(edit.field + "/");
          });
      if (differs) {
        const auto origin = m_workspace.desired.find(m_address)->defined_at;
        throw Fatal(fmt::format("{} of {} cannot be said by a change in the layer {}; nothing was written", edit.field,
                                m_address.text(), m_environment),
                    ExitCode::error,
                    fmt::format("write it by hand: the resource stands at {}:{}", origin.file, origin.line));
      }
    }
  }

  void tell(const usecase::AcceptedEdits& accepted, const std::string& file, const plan::Plan& before)
  {
    auto text = fmt::format("{}{} is now in {}:\n", m_address.text(),
                            view::touch_words(before, m_address, ", as changed "), printable(file));
    for (const auto& edit : accepted.edits) {
      text += fmt::format("  {}: {}\n", printable(spec::describe_path(edit.path)),
                          printable(edit.value != nullptr ? spec::write_yaml_line(*edit.value) : "null"));
    }
    for (const auto& left : accepted.left) {
      text += fmt::format("  not taken over: {}\n", printable(left));
    }
    m_context.console.result(text + fmt::format("\nNext: commit it, then flowsync apply -e {}\n", m_environment));
  }

  CommandContext& m_context;
  std::string m_environment;
  usecase::Workspace m_workspace;
  StateData m_state;
  std::unique_ptr<usecase::Service> m_service;
  Address m_address;
};

} // namespace

ExitCode run_command(const AcceptOptions& options, CommandContext& context)
{
  choose_format(context.global, "accept");
  return Accepting(options, context).run();
}

} // namespace flowsync::cli
