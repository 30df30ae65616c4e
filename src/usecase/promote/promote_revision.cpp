#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "git/revision.hpp"
#include "overlay/layers.hpp"
#include "promote/draft_editor.hpp"
#include "promote/used_files.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/promote/promote_answers.hpp"
#include "usecase/promote/promoting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::usecase {

namespace {

constexpr const char* k_base_folder = "environments/base";

class RevisionPromotion
{
public:
  RevisionPromotion(const PromoteOptions& options, CommandContext& context)
      : m_options(options),
        m_context(context),
        m_process(process_environment(context.around)),
        m_root(spec::find_root(working_directory(context)))
  {
  }

  ExitCode run()
  {
    const promote::Promotion request{"", m_options.from, m_options.to, true};
    const auto before = promote::load_drafted(working_directory(m_context), request, m_process, {});
    check_environments(*before);
    const auto file = environment_file_of(*before, m_options.to);
    promote::DraftEditor editor(m_root);
    edit(editor, file, {pin_edit(*before)});
    const auto after = promote::load_drafted(working_directory(m_context), request, m_process, editor.draft());
    if (!after->rendered.contains(m_options.to)) {
      throw Rejected(after->problems);
    }
    const auto needs = promote::find_needs(*after, request, flows_of(*after));
    if (m_options.check) {
      return check(*before, *after, needs);
    }
    auto refusals = proof(*after);
    refusals.append(removals(*before, *after));
    if (refusals.has_errors()) {
      throw Rejected(std::move(refusals));
    }
    const auto answers = answer(needs, m_options, m_options.to, m_context);
    edit(editor, file, answers.edits);
    const auto workspace = load_workspace(m_context, m_options.to, editor.draft());
    m_context.console.problems(workspace.warnings);
    const auto exit = show_plan(plan_of(workspace, m_context), m_context);
    if (exit != ExitCode::ok) {
      m_context.console.news(fmt::format("The pin of {} was not moved.", m_options.to));
      return exit;
    }
    write_draft(m_root, editor.draft());
    m_context.console.result(report(*before, answers, file));
    return exit;
  }

private:
  void check_environments(const promote::DraftedProject& drafted)
  {
    Diagnostics problems;
    for (const auto& name : {m_options.to, m_options.from}) {
      if (!name.empty()) {
        overlay::layers_of(drafted.project, name, problems);
      }
    }
    // A target whose present pin cannot be read may still get another one.
    if (problems.has_errors()) {
      throw Rejected(std::move(problems));
    }
  }

  spec::YamlEdit pin_edit(const promote::DraftedProject& drafted) const
  {
    const auto& document = drafted.project.layers.at(m_options.to).environment;
    const auto* const spec = document->root->get("spec");
    const auto* const base = spec != nullptr ? spec->get("base") : nullptr;
    const auto ref = make_scalar(NodeKind::string, m_options.ref);
    if (base != nullptr && base->is_map()) {
      return spec::set_value({"spec", "base", "ref"}, ref);
    }
    auto edit = spec::set_value({"spec", "base"}, make_map({{"ref", {}, ref}}));
    edit.one_line = true;
    if (spec != nullptr && spec->get("extends") != nullptr) {
      edit.after = "extends";
    }
    return edit;
  }

  void edit(promote::DraftEditor& editor, const std::string& file, const std::vector<spec::YamlEdit>& edits) const
  {
    if (!editor.edit(file, {spec::Kind::environment, m_options.to}, edits)) {
      throw Rejected(editor.problems());
    }
  }

  std::vector<std::string> flows_of(const promote::DraftedProject& drafted) const
  {
    std::vector<std::string> names;
    const auto found = drafted.rendered.find(m_options.to);
    if (found != drafted.rendered.end()) {
      for (const auto& flow : found->second.flows) {
        names.push_back(flow.name);
      }
    }
    return names;
  }

  std::vector<std::string> removed_flows(const promote::DraftedProject& before,
                                         const promote::DraftedProject& after) const
  {
    const auto now = flows_of(after);
    auto gone = flows_of(before);
    std::erase_if(gone, [&](const auto& name) { return std::find(now.begin(), now.end(), name) != now.end(); });
    return gone;
  }

  Diagnostics removals(const promote::DraftedProject& before, const promote::DraftedProject& after) const
  {
    Diagnostics problems;
    const auto gone = removed_flows(before, after);
    if (!gone.empty() && !m_options.allow_removals) {
      problems.refuse("pin-removes-flows",
                      fmt::format("`base` of {} has no {} {}, which {} has now", printable(m_options.ref),
                                  gone.size() == 1 ? "flow" : "flows", join_words(gone), m_options.to),
                      {}, "with --allow-removals they leave the specs; in Nexla they stay until `apply --prune`");
    }
    return problems;
  }

  // The environment that must have applied the revision first.
  std::string proving_environment() const
  {
    if (!m_options.from.empty()) {
      return m_options.from;
    }
    Diagnostics ignored;
    auto names = overlay::environment_names(load_project(m_context, ignored, {m_options.to}));
    std::erase(names, m_options.to);
    if (names.size() == 1) {
      return names.front();
    }
    if (std::find(names.begin(), names.end(), "dev") != names.end()) {
      return "dev";
    }
    throw Fatal("which environment must have applied the revision first cannot be told", ExitCode::error,
                names.empty() ? "say --allow-unproven: there is no other environment"
                              : fmt::format("add --from NAME; there is {}", join_words(names)));
  }

  Diagnostics proof(const promote::DraftedProject& after) const
  {
    Diagnostics problems;
    if (m_options.allow_unproven) {
      return problems;
    }
    const auto revision = git::Revision::open(m_root, m_options.ref);
    if (!revision) {
      return problems; // reported with the pin
    }
    if (is_proven(*revision, after, completed_by(m_options.to))) {
      return problems; // it goes back to what it has applied itself
    }
    const auto environment = proving_environment();
    if (!is_proven(*revision, after, completed_by(environment))) {
      problems.refuse(
          "unproven-revision",
          fmt::format("{} has not applied `base` of {} completely", environment, printable(m_options.ref)), {},
          fmt::format("with {} checked out and nothing changed since, run `flowsync apply -e {}` first; or say "
                      "--allow-unproven",
                      printable(m_options.ref), environment));
    }
    return problems;
  }

  std::map<std::string, std::string> completed_by(const std::string& environment) const
  {
    const auto settings = load_settings(m_context, environment);
    return read_state(state_place(settings.project, settings.environment, m_context), m_context.console).completed;
  }

  // Whether some commit that was applied completely has the same base, and the same files that base names outside of
  // its folder.
  bool is_proven(const git::Revision& revision, const promote::DraftedProject& after,
                 const std::map<std::string, std::string>& completed) const
  {
    if (completed.contains(revision.commit())) {
      return true;
    }
    const auto paths = paths_of_base(revision, after);
    return std::any_of(completed.begin(), completed.end(), [&](const auto& one) {
      const auto applied = git::Revision::open(m_root, one.first);
      return applied.ok() && std::all_of(paths.begin(), paths.end(), [&](const auto& path) {
               const auto wanted = revision.folder_id(path);
               return !wanted.empty() && applied->folder_id(path) == wanted;
             });
    });
  }

  static std::set<std::string> paths_of_base(const git::Revision& revision, const promote::DraftedProject& after)
  {
    std::set<std::string> paths{k_base_folder};
    const auto layer = after.project.revisions.find(revision.commit());
    if (layer == after.project.revisions.end()) {
      return paths;
    }
    for (const auto& document : layer->second.documents) {
      for (const auto& [where, scalar] : promote::used_files(*document.root)) {
        const auto& shown = after.project.files->path(scalar->at.file);
        const auto revision_name = revision_of(shown);
        const auto file = shown.substr(revision_name.empty() ? 0 : revision_name.size() + 1);
        const auto path = promote::resolve_file(file, scalar->text());
        if (!path.starts_with(std::string(k_base_folder) + "/")) {
          paths.insert(path);
        }
      }
    }
    return paths;
  }

  ExitCode check(const promote::DraftedProject& before, const promote::DraftedProject& after,
                 const promote::Needs& needs) const
  {
    auto lines = describe(needs, m_options.from);
    auto refusals = proof(after);
    refusals.append(removals(before, after));
    for (const auto& item : refusals.items()) {
      lines.push_back(item.message);
    }
    const auto was = written_ref(before);
    if (was != m_options.ref) {
      lines.push_back(
          fmt::format("the pin: base is {} now", was.empty() ? "what the folder holds" : "at " + printable(was)));
    }
    if (lines.empty()) {
      m_context.console.result(
          fmt::format("{} already has everything of {}.\n", m_options.to, printable(m_options.ref)));
      return ExitCode::ok;
    }
    std::string text = fmt::format("To read base from {}, {} needs:\n", printable(m_options.ref), m_options.to);
    for (const auto& line : lines) {
      text += fmt::format("  {}\n", line);
    }
    m_context.console.result(text);
    return ExitCode::differences;
  }

  std::string written_ref(const promote::DraftedProject& drafted) const
  {
    const auto pin = drafted.project.pins.find(m_options.to);
    return pin != drafted.project.pins.end() ? pin->second.ref : std::string();
  }

  std::string report(const promote::DraftedProject& before, const Answers& answers, const std::string& file) const
  {
    const auto was = written_ref(before);
    if (was == m_options.ref && answers.lines.empty()) {
      return fmt::format("\n{} reads base from {} already; nothing was written.\n", m_options.to, printable(was));
    }
    auto text = fmt::format("\n{}: base is read from {} (before: {})\n", printable(file), printable(m_options.ref),
                            was.empty() ? "the folder" : printable(was));
    for (const auto& line : answers.lines) {
      text += fmt::format("{}: {}\n", printable(file), line);
    }
    for (const auto& remark : answers.remarks) {
      text += remark + "\n";
    }
    return text + fmt::format("Next: commit it, then flowsync apply -e {}\n", m_options.to);
  }

  const PromoteOptions& m_options;
  CommandContext& m_context;
  overlay::ProcessEnvironment m_process;
  std::filesystem::path m_root;
};

} // namespace

ExitCode promote_revision(const PromoteOptions& options, CommandContext& context)
{
  return RevisionPromotion(options, context).run();
}

} // namespace flowsync::usecase
