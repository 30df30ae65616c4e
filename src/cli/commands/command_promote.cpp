#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "promote/bring.hpp"
#include "promote/move_document.hpp"
#include "usecase/promote/promote_answers.hpp"
#include "usecase/promote/promoting.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

class Promoting
{
public:
  Promoting(const PromoteOptions& options, CommandContext& context)
      : m_options(options),
        m_context(context),
        m_request{options.flow, options.from, options.to, false,
                  context.global.no_cache ? spec::Cached::no : spec::Cached::yes},
        m_process(process_environment(context.around))
  {
  }

  ExitCode run()
  {
    Diagnostics problems;
    auto brought = promote::bring(usecase::working_directory(m_context), m_request, m_process, problems);
    problems.sort();
    if (!brought || problems.has_errors()) {
      throw Rejected(std::move(problems));
    }
    m_context.console.problems(problems);
    m_brought = std::move(*brought);
    const auto drafted = m_brought.drafted;
    const auto needs = promote::find_needs(*drafted, m_request, {m_options.flow});
    if (m_options.check) {
      return check(needs);
    }
    const auto answers = usecase::answer(needs, m_options, m_options.to, m_context);
    promote::DraftEditor editor(drafted->project.root, m_brought.draft);
    const auto file = usecase::environment_file_of(*drafted, m_options.to);
    if (!editor.edit(file, {spec::Kind::environment, m_options.to}, answers.edits)) {
      throw Rejected(editor.problems());
    }
    const auto workspace = load_draft(editor.draft(), needs.flows);
    m_context.console.problems(workspace.warnings);
    const auto plan = usecase::plan_of(workspace, m_context);
    refuse_blocked(plan);
    usecase::write_draft(workspace.project.root, editor.draft());
    m_context.console.result(report(answers, file));
    const auto exit = usecase::show_plan(plan, m_context);
    if (!editor.draft().empty()) {
      m_context.console.result(fmt::format("\nNext: commit it, then flowsync apply -e {}\n",
                                           m_brought.waits_for_pin ? m_options.from : m_options.to));
    }
    return exit;
  }

private:
  // `absent`: flows that it names and the target does not have.
  usecase::Workspace load_draft(const spec::ProjectDraft& draft, const std::vector<std::string>& absent)
  {
    try {
      return usecase::load_workspace(m_context, m_options.to, draft);
    } catch (const Rejected&) {
      if (!absent.empty()) {
        m_context.console.news(fmt::format("{} has no {} {}: promote {} first.", m_options.to,
                                           absent.size() == 1 ? "flow" : "flows", join_words(absent),
                                           absent.size() == 1 ? "it" : "them"));
      }
      m_context.console.news(
          "Nothing was written: promoted, the specs would have these errors (places are those then).");
      throw;
    }
  }

  // What could not be applied is not written: the flow itself may not be planned, or nothing can.
  void refuse_blocked(const plan::Plan& plan)
  {
    const bool own = std::any_of(plan.blocked.begin(), plan.blocked.end(),
                                 [&](const Address& address) { return address.flow == m_options.flow; });
    if (plan.diagnostics.has_errors() && (own || !plan.has_differences())) {
      m_context.console.news(
          fmt::format("Nothing was written: promoted, {} could not be planned in {} (places are those then).",
                      m_options.flow, m_options.to));
      throw Rejected(plan.diagnostics);
    }
  }

  ExitCode check(const promote::Needs& needs)
  {
    const auto missing = usecase::describe(needs, m_options.from);
    if (missing.empty() && m_brought.changes.empty()) {
      m_context.console.result(fmt::format("{} already has everything of {}.\n", m_options.to, m_options.flow));
      return ExitCode::ok;
    }
    std::string text =
        fmt::format("To have {} as {} has it, {} needs:\n", m_options.flow, m_options.from, m_options.to);
    for (const auto& line : missing) {
      text += fmt::format("  {}\n", line);
    }
    text += changes_text();
    m_context.console.result(text + taken_over_text());
    return ExitCode::differences;
  }

  std::string changes_text() const
  {
    std::string text;
    for (const auto& change : m_brought.changes) {
      text += fmt::format("  {}: {}\n", printable(change.file), printable(change.what));
    }
    return text;
  }

  std::string taken_over_text() const
  {
    std::string text;
    for (const auto& value : m_brought.taken_over) {
      text += fmt::format("  {}: {} is {}\n", printable(value.file), printable(promote::shown(value.path)),
                          printable(value.value));
    }
    return text.empty() ? text : fmt::format("As in {} until you change it:\n{}", m_options.from, text);
  }

  std::string report(const usecase::Answers& answers, const std::string& file) const
  {
    auto text = changes_text();
    for (const auto& line : answers.lines) {
      text += fmt::format("  {}: {}\n", printable(file), line);
    }
    if (text.empty()) {
      return fmt::format("{} already has everything of {}; nothing was written.\n\n", m_options.to, m_options.flow);
    }
    text = fmt::format("Promoted {} from {} to {}:\n{}{}", m_options.flow, m_options.from, m_options.to, text,
                       taken_over_text());
    for (const auto& remark : answers.remarks) {
      text += remark + "\n";
    }
    return text + pinned_text() + "\n";
  }

  // A change of base reaches a pinned environment with its pin.
  std::string pinned_text() const
  {
    Diagnostics ignored; // reported by the plan
    const auto project = usecase::load_project(m_context, ignored, {m_options.to});
    const auto pin = project.pins.find(m_options.to);
    if (pin == project.pins.end()) {
      return {};
    }
    const auto then = m_brought.waits_for_pin ? fmt::format(", and once more\n`flowsync promote {} --from {} --to {}`",
                                                            m_options.flow, m_options.from, m_options.to)
                                              : std::string();
    return fmt::format("{} reads base from {}: commit this, tag it, apply it to {}, then\n"
                       "`flowsync promote --ref TAG --to {}`{}.\n",
                       m_options.to, printable(pin->second.ref), m_options.from, m_options.to, then);
  }

  const PromoteOptions& m_options;
  CommandContext& m_context;
  promote::Promotion m_request;
  overlay::ProcessEnvironment m_process;
  promote::Brought m_brought;
};

} // namespace

ExitCode run_command(const PromoteOptions& options, CommandContext& context)
{
  choose_format(context.global, "promote");
  return options.ref.empty() ? Promoting(options, context).run() : usecase::promote_revision(options, context);
}

} // namespace flowsync::cli
