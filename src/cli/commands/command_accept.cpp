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
    const auto exported = usecase::exported_words(target(planned.plan), planned.survey.inventory, planned.plan.bindings,
                                                  m_address, *live);
    auto accepted = usecase::accepted_edits(desired, *drift, *live, m_workspace.desired.environment,
                                            planned.plan.bindings, exported, rendered());
    if (accepted.edits.empty()) {
      throw Fatal(fmt::format("nothing that was changed at {} can be taken into the specs: {}", m_address.text(),
                              printable(join_words(accepted.left))),
                  ExitCode::error);
    }
    for (;;) {
      promote::DraftEditor editor(m_workspace.project.root);
      const auto file = edit(accepted, exported.files, editor);
      if (leave_unsaid(accepted, editor.draft())) {
        continue;
      }
      usecase::write_draft(m_workspace.project.root, editor.draft());
      tell(accepted, file, planned.plan);
      return accepted.left.empty() ? ExitCode::ok : ExitCode::partial;
    }
  }

private:
  Address address_of(const std::string& word) const
  {
    const auto address = Address::parse(word);
    if (!address || m_workspace.desired.find(*address) == nullptr) {
      throw Fatal(fmt::format("`{}` is not the address of a resource of {}", printable(word), m_environment),
                  ExitCode::error, fmt::format("`flowsync drift -e {}` names what was changed", m_environment));
    }
    return *address;
  }

  usecase::Planned plan(const usecase::Workspace& workspace)
  {
    return usecase::make_plan(workspace, m_service->api(), m_state,
                              usecase::resolve_secrets(workspace, m_context, false), {}, m_context);
  }

  // The document that says the resource, and the folder of such.
  spec::YamlDocumentChoice choice() const
  {
    return is_shared(m_address.kind)
               ? spec::YamlDocumentChoice{spec::document_of(m_address.kind).value(), m_address.key}
               : spec::YamlDocumentChoice{spec::Kind::flow, m_address.flow};
  }
  std::string folder() const
  {
    return is_shared(m_address.kind) ? std::string(facts(m_address.kind).folder) : std::string("flows");
  }

  // What a document says of the resource; null when nothing.
  NodePtr part_in(const Node& document) const
  {
    if (!is_shared(m_address.kind)) {
      return spec::find_part(document, m_address);
    }
    const auto* const spec = document.find("spec");
    return spec != nullptr ? spec->value : nullptr;
  }

  const Node* rendered() const
  {
    const auto wanted = choice();
    const auto& documents = is_shared(m_address.kind) ? m_workspace.rendered.shared : m_workspace.rendered.flows;
    const auto found = std::find_if(documents.begin(), documents.end(), [&](const auto& document) {
      return document.kind == wanted.kind && document.name == wanted.name;
    });
    return found != documents.end() ? part_in(*found->document).get() : nullptr;
  }

  exporter::Target target(const plan::Plan& plan) const
  {
    std::map<Address, plan::LiveKey> bound;
    for (const auto& [address, id] : plan.bindings.ids) {
      bound.emplace(address, plan::LiveKey{address.kind, id});
    }
    return {m_workspace.project, m_workspace.desired.environment,
            [this](const std::string& path) { return std::filesystem::exists(m_workspace.project.root / path); },
            usecase::known_secrets(m_workspace.project, m_workspace.desired.environment, m_context), std::move(bound)};
  }

  // The document in the environment's own layer; null when it only inherits it.
  const spec::Document* own_document() const
  {
    const auto layer = m_workspace.project.layers.find(m_environment);
    if (layer == m_workspace.project.layers.end()) {
      return nullptr;
    }
    const auto wanted = choice();
    const auto& documents = layer->second.documents;
    const auto found = std::find_if(documents.begin(), documents.end(), [&](const spec::Document& document) {
      return document.kind == wanted.kind && document.name == wanted.name;
    });
    return found != documents.end() ? &*found : nullptr;
  }

  // Edits the environment's own document, or begins one; returns its file.
  std::string edit(usecase::AcceptedEdits& accepted, const std::vector<exporter::CodeFile>& files,
                   promote::DraftEditor& editor)
  {
    const auto* const document = own_document();
    const auto wanted = choice();
    std::string file;
    if (document != nullptr) {
      file = m_workspace.project.files->path(document->root->at.file);
    } else {
      file = editor.free_path(fmt::format("environments/{}/{}/{}.yaml", m_environment, folder(), wanted.name));
      const auto word = is_shared(m_address.kind) ? std::string(kind_word(m_address.kind)) : std::string("flow");
      const exporter::Target plain{
          m_workspace.project,
          m_workspace.desired.environment,
          [&](const std::string& path) { return std::filesystem::exists(m_workspace.project.root / path); },
          {},
          {}};
      editor.put(file, exporter::document_text(*spec::make_document(wanted.kind, wanted.name), {}, word, plain));
    }
    const auto own = document != nullptr ? part_in(*document->root) : nullptr;
    write_files(accepted, files, own.get(), std::filesystem::path(file).parent_path(), editor);
    std::vector<spec::YamlEdit> edits;
    if (facts(m_address.kind).written == SpecPlace::often_in_flow && own == nullptr) {
      edits.push_back(spec::append_item({std::string("spec"), std::string(facts(m_address.kind).place)},
                                        make_map({{"key", {}, make_scalar(NodeKind::string, m_address.key)}})));
    }
    for (const auto& one : accepted.edits) {
      edits.push_back(
          spec::set_value(one.path, one.value != nullptr ? one.value : make_scalar(NodeKind::null, "null")));
      edits.back().at_end = spec::part_at(m_address.flow, one.path) && own == nullptr; // behind its `key`
    }
    if (!editor.edit(file, wanted, edits)) {
      throw Rejected(editor.problems());
    }
    return file;
  }

  // Writes the files that the edits name: the one that the environment's own document has, or a new one.
  void write_files(usecase::AcceptedEdits& accepted, const std::vector<exporter::CodeFile>& files, const Node* own,
                   const std::filesystem::path& folder, promote::DraftEditor& editor) const
  {
    for (auto& edit : accepted.edits) {
      const auto word = std::get<std::string>(edit.path.back());
      const auto file_of = [&](const Node* value) {
        return value != nullptr && value->is_map() ? value->get("file") : word == "file" ? value : nullptr;
      };
      const auto* const named = file_of(edit.value.get());
      if (named == nullptr) {
        continue;
      }
      const auto name = std::filesystem::path(named->text()).filename();
      const auto content = std::find_if(files.begin(), files.end(), [&](const exporter::CodeFile& one) {
        return std::filesystem::path(one.path).filename() == name;
      });
      if (content == files.end()) {
        continue;
      }
      const auto* const before = file_of(own != nullptr ? own->get(word) : nullptr);
      const auto known = before != nullptr && before->is_string()
                             ? (folder / before->text()).lexically_normal().generic_string()
                             : std::string();
      if (known.starts_with(fmt::format("environments/{}/", m_environment))) {
        editor.put(known, content->text);
        edit.value = word == "file" ? make_scalar(NodeKind::string, before->text())
                                    : with_entry(*edit.value, "file", before->text());
      } else {
        editor.put(content->path, content->text);
      }
    }
  }

  static NodePtr with_entry(const Node& map, const std::string& key, const std::string& text)
  {
    auto entries = map.entries();
    for (auto& entry : entries) {
      if (entry.key == key) {
        entry.value = make_scalar(NodeKind::string, text);
      }
    }
    return make_map(std::move(entries));
  }

  // With the draft nothing of what was taken over may differ any more. Leaves out what does, as what a flow gives all
  // its resources does; whether there was such. Throws Fatal when nothing is left.
  bool leave_unsaid(usecase::AcceptedEdits& accepted, const spec::ProjectDraft& draft)
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
    const auto differs = [&](const usecase::AcceptedEdit& edit) {
      return change == nullptr || std::any_of(change->fields.begin(), change->fields.end(), [&](const auto& field) {
               return field.path == edit.field || field.path.starts_with(edit.field + "/");
             });
    };
    const auto unsaid = std::stable_partition(accepted.edits.begin(), accepted.edits.end(),
                                              [&](const auto& edit) { return !differs(edit); });
    if (unsaid == accepted.edits.end()) {
      return false;
    }
    const auto origin = m_workspace.desired.find(m_address)->defined_at;
    if (unsaid == accepted.edits.begin()) {
      throw Fatal(fmt::format("{} of {} cannot be said by a change in the layer {}; nothing was written", unsaid->field,
                              m_address.text(), m_environment),
                  ExitCode::error,
                  fmt::format("write it by hand: the resource stands at {}:{}", origin.file.text(), origin.line));
    }
    std::transform(unsaid, accepted.edits.end(), std::back_inserter(accepted.left), [&](const auto& edit) {
      return fmt::format("{}: it cannot be said by a change in the layer {}; write it by hand, the resource stands at "
                         "{}:{}",
                         edit.field, m_environment, origin.file.text(), origin.line);
    });
    accepted.edits.erase(unsaid, accepted.edits.end());
    return true;
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
