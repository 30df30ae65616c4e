#include "base/atomic_file.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "plan/adoption.hpp"
#include "usecase/plan/planning.hpp"
#include "usecase/project/environment_file.hpp"
#include "usecase/project/withheld_check.hpp"
#include "view/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

using Outcome = plan::Adoption::Outcome;

class Adopting
{
public:
  Adopting(const AdoptOptions& options, CommandContext& context)
      : m_options(options),
        m_context(context),
        m_environment(usecase::one_environment(context, "adopt")),
        m_workspace(usecase::load_workspace(context, m_environment)),
        m_desired(m_workspace.desired),
        m_state(usecase::load_state(m_workspace, context))
  {
    choose_format(context.global, "adopt");
    context.console.problems(m_workspace.warnings);
  }

  ExitCode run()
  {
    if (m_options.all) {
      return adopt_all();
    }
    const auto address = Address::parse(m_options.address);
    const auto* const desired = address ? m_desired.find(*address) : nullptr;
    if (desired == nullptr) {
      fail_unknown();
    }
    return adopt_one(*desired, *m_options.id);
  }

private:
  [[noreturn]] void fail_unknown() const
  {
    std::vector<std::string> known;
    for (const auto& resource : m_desired.resources) {
      known.push_back(resource.address.text());
    }
    const auto meant = nearest(m_options.address, known);
    throw Fatal(fmt::format("the specs of {} have no resource `{}`", m_environment, m_options.address), ExitCode::error,
                meant ? fmt::format("did you mean `{}`?", *meant)
                      : fmt::format("`flowsync render -e {}` shows what they have", m_environment));
  }

  ExitCode adopt_one(const DesiredResource& desired, ResourceId id)
  {
    const auto& address = desired.address;
    const auto entry = m_desired.environment.adopt.find(address);
    if (entry != m_desired.environment.adopt.end()) {
      if (entry->second.id == id) {
        m_context.console.result(fmt::format("{} has this `adopt` entry already: {}\n", address.text(), id));
        return ExitCode::ok;
      }
      throw Fatal(fmt::format("{} adopts {} already", address.text(), entry->second.id), ExitCode::error,
                  fmt::format("to adopt {} instead, change the entry under `adopt:` ({})", id,
                              m_workspace.project.files->origin(entry->second.at).file));
    }
    m_desired.environment.adopt[address] = {id, {}};
    look_at_account();
    const plan::LiveTree tree(m_survey.inventory);
    Diagnostics problems;
    const auto refusal = plan::check_adoption({m_desired, m_survey.inventory, tree, m_state, m_survey.identity},
                                              *m_desired.find(address), id, problems);
    m_context.console.problems(problems);
    if (!refusal.text.empty()) {
      throw Fatal(refusal.text, refusal.exit, refusal.hint);
    }
    if (refusal.is_bound) {
      m_context.console.result(fmt::format("{} is bound to {} already\n", address.text(), id));
      return ExitCode::ok;
    }
    write({{address, id}});
    show({m_survey.inventory.find(desired.type, id)}, {&desired});
    return ExitCode::ok;
  }

  ExitCode adopt_all()
  {
    std::map<Address, ResourceId> found;
    std::vector<plan::Adoption> adoptions;
    Diagnostics problems;
    for (bool goes_on = true; goes_on;) {
      look_at_account();
      m_tree.emplace(m_survey.inventory);
      problems = {};
      adoptions = plan::find_adoptions({m_desired, m_survey.inventory, *m_tree, m_state, m_survey.identity}, problems);
      goes_on = false;
      for (const auto& adoption : adoptions) {
        if (adoption.outcome == Outcome::found) {
          found[adoption.desired->address] = adoption.id;
          m_desired.environment.adopt[adoption.desired->address] = {adoption.id, {}};
        }
        // What a set holds is read only once its source is known.
        const auto& selector = adoption.desired->selector;
        goes_on =
            goes_on || (adoption.outcome != Outcome::listed && adoption.desired->detected && !selector.has.empty() &&
                        adoption.desired->parent && found.contains(*adoption.desired->parent) && !m_looked_twice);
      }
      m_looked_twice = true;
    }
    m_context.console.problems(problems);
    if (!found.empty()) {
      write(found);
    }
    return report(adoptions, found);
  }

  ExitCode report(const std::vector<plan::Adoption>& adoptions, const std::map<Address, ResourceId>& found)
  {
    std::vector<const LiveResource*> live;
    std::vector<const DesiredResource*> desired;
    std::vector<std::vector<std::string>> unclear;
    std::vector<std::string> missing;
    std::size_t settled = 0;
    bool blocked = false;
    for (const auto& adoption : adoptions) {
      const auto& address = adoption.desired->address;
      if (const auto id = found.find(address); id != found.end()) {
        live.push_back(m_survey.inventory.find(adoption.desired->type, id->second));
        desired.push_back(adoption.desired);
      } else if (adoption.outcome == Outcome::unclear) {
        for (const auto* const candidate : adoption.candidates) {
          unclear.push_back({address.text(), std::to_string(candidate->id), candidate->name, candidate->kind,
                             candidate->status, candidate->owner_id ? std::to_string(*candidate->owner_id) : "",
                             candidate->updated_at, adoption.why});
        }
      } else if (adoption.outcome == Outcome::missing) {
        missing.push_back(address.text());
      } else {
        settled += adoption.outcome == Outcome::blocked ? 0U : 1U;
        blocked = blocked || adoption.outcome == Outcome::blocked;
      }
    }
    if (!found.empty()) {
      show(live, desired);
    } else {
      m_context.console.result("Nothing new to adopt.\n");
    }
    const auto& paint = m_context.console.out_paint();
    std::string text;
    if (!unclear.empty()) {
      text += "\nNot adopted; choose with `flowsync adopt -e " + m_environment + " ADDRESS --id N`:\n" +
              view::table_text({"ADDRESS", "ID", "NAME", "TYPE", "STATUS", "OWNER", "UPDATED", "WHY"}, unclear, paint);
    }
    if (!missing.empty()) {
      text += fmt::format("\nNot there; the next apply creates or awaits them: {}\n", join_words(missing));
    }
    if (settled > 0) {
      text += fmt::format("\n{} bound or listed already.\n", settled == 1 ? "1 is" : fmt::format("{} are", settled));
    }
    m_context.console.result(text);
    if (unclear.empty() && !blocked) {
      return ExitCode::ok;
    }
    return found.empty() ? ExitCode::error : ExitCode::partial;
  }

  void look_at_account()
  {
    if (!m_service) {
      m_service = usecase::open_service(m_workspace, m_context);
    }
    m_survey = usecase::value_or_fail(
        exec::survey(m_service->api(), m_desired, m_state, {}, m_context.around.clock, m_context.around.stop),
        fmt::format("the account of {} could not be read", m_environment));
  }

  void write(const std::map<Address, ResourceId>& found)
  {
    std::vector<spec::YamlEdit> edits;
    for (const auto& [address, id] : found) {
      edits.push_back(
          spec::set_value({"spec", "adopt", address.text()}, make_scalar(NodeKind::integer, std::to_string(id))));
    }
    const auto edit = usecase::edit_environment(m_workspace.project, m_environment, edits);
    usecase::refuse_withheld(edit.path, edit.text, read_file(m_workspace.project.root / edit.path));
    write_file_atomically(m_workspace.project.root / edit.path, edit.text);
    m_written = edit.path;
  }

  void show(const std::vector<const LiveResource*>& live, const std::vector<const DesiredResource*>& desired)
  {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < live.size(); ++i) {
      rows.push_back({desired[i]->address.text(), std::string(type_name(desired[i]->type)), std::to_string(live[i]->id),
                      live[i]->name, live[i]->status});
    }
    m_context.console.result(
        view::table_text({"ADDRESS", "TYPE", "ID", "NAME", "STATUS"}, rows, m_context.console.out_paint()) +
        fmt::format("\n{} written to {}.\nNext: flowsync plan -e {}\n",
                    rows.size() == 1 ? "1 entry" : fmt::format("{} entries", rows.size()), m_written, m_environment));
  }

  const AdoptOptions& m_options;
  CommandContext& m_context;
  std::string m_environment;
  usecase::Workspace m_workspace;
  Desired m_desired; // with the entries that are about to be written
  StateData m_state;
  std::unique_ptr<usecase::Service> m_service;
  exec::Survey m_survey;
  std::optional<plan::LiveTree> m_tree;
  bool m_looked_twice = false;
  std::string m_written;
};

} // namespace

ExitCode run_command(const AdoptOptions& options, CommandContext& context)
{
  return Adopting(options, context).run();
}

} // namespace flowsync::cli
