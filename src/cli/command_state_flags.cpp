#include "cli/command_state_flags.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace flowsync::cli {

namespace {

constexpr auto k_state_help = R"(
The state remembers what marks in Nexla cannot: what was applied last, what was observed, what is still open. It lives
where `state:` of the environment says: in .flowsync/state/ENV of this machine, or shared by all machines in git, behind
an http address or in S3. It is read and changed only here and by plan, apply and drift. Whose a resource is, its mark says:
the line [flowsync PROJECT/ENV ADDRESS] in its description. So the commands that change the state change the mark along
with it, and nothing else in Nexla.

Examples:
  flowsync state list -e prod
  flowsync state show -e prod orders/source
  flowsync state rm -e prod orders             keep the flow in Nexla, but let flowsync forget it

Exit codes: 0 done; 1 errors in usage or settings; 3 partly done; 5 key, permission or organisation; 6 refused (locked,
damaged or newer state, an address that is taken); 7 Nexla not reachable)";

constexpr auto k_list_help = R"(
Prints the addresses, sorted, one a line. Needs neither key nor network, and no valid specs.

Examples:
  flowsync state list -e prod
  flowsync state list -e prod orders --wide        one flow, with types, ids and names
  flowsync state list -e prod --target team=sales --format json

Exit codes: 0 listed; 1 no such environment or resource; 6 damaged or newer state)";

constexpr auto k_show_help = R"(
With an ADDRESS, or a flow for all of its resources: id, the document as last applied, as last observed, what this server did not keep, and what is open.
Without: serial, lineage, who applied which commit and when, how much there is. Secrets are references or (sensitive).

Examples:
  flowsync state show -e prod
  flowsync state show -e prod orders
  flowsync state show -e prod orders/sink/warehouse --format json

Exit codes: 0 shown; 1 no such environment or resource; 6 damaged or newer state)";

constexpr auto k_mv_help = R"(
Gives a resource, or all of a flow, another address: in the state and in its mark in Nexla. Nothing else is changed or
paused. Rename it in the specs as well, before the next apply. A `moved:` entry in the specs does the same in every
environment and is reviewed with the change; this command is for what no such entry fits.

Examples:
  flowsync state mv -e dev orders/sink/wh orders/sink/warehouse
  flowsync state mv -e dev orders orders-to-warehouse

Exit codes: 0 moved; 1 unknown or impossible; 3 a part was moved; 5, 7 as for apply; 6 the new address is taken)";

constexpr auto k_rm_help = R"(
Lets go of resources without deleting them: takes the mark out of the description in Nexla and forgets the record. They
run on as they are, and plan, apply and --prune do not see them any more. Remove them from the specs as well: while
those name one, plan takes it for somebody else's and refuses to make another of the same name.
With --keep-mark only the record is forgotten, offline; the next plan finds the resource again by its mark.

Examples:
  flowsync state rm -e prod orders                          a whole flow
  flowsync state rm -e prod orders/sink/archive people/source

Exit codes: 0 let go; 1 no such resource; 3 some of them; 5, 7 as for apply; 6 refused)";

constexpr auto k_rebuild_help = R"(
Makes a new state from the marks in Nexla, when the old one is lost, damaged, too old or too new. What is there is kept
beside it under a name with the time in it. Nothing in Nexla is changed. The new state knows ids and what is live, and
not what was applied last; what was open in an old state that can still be read is carried over. Saved plans of the old
state do not apply to it.

Examples:
  flowsync state rebuild -e prod

Exit codes: 0 made; 1 errors in the specs; 3 made, but some marks are not clear; 5, 7 as for apply; 6 locked)";

constexpr auto k_unlock_help = R"(
Says who holds the lock of the state. The lock of a shared state is taken away from its holder: only do that when that
run is dead, or two write at once. (One that was not renewed for three minutes is taken over by the next apply anyway.)
The lock of a state on this machine is the operating system's: it ends with the process that holds it, however that
ends, and is never taken away.

Examples:
  flowsync state unlock -e prod

Exit codes: 0 not locked, or taken away; 6 locked by a process of this machine; 5, 7 the shared state is not reachable)";

constexpr auto k_pull_help = R"(
Prints the state as it is kept, wherever it lives: JSON with one resource a line. It holds no secrets.

Examples:
  flowsync state pull -e prod > prod.json

Exit codes: 0 printed; 1 there is none; 5, 7 the shared state is not reachable; 6 damaged or newer state)";

constexpr auto k_push_help = R"(
Puts a state from a file in the place of the shared one: what `state pull` printed, or what an apply kept on its machine
because it could not save it at its end. Refused when the shared one is newer or has another origin.

Examples:
  flowsync state push -e prod .flowsync/shared/prod/state.json

Exit codes: 0 done; 1 not a state; 5, 7 the shared state is not reachable; 6 refused, or locked)";

constexpr auto k_migrate_help = R"(
Copies the state to another place, reads it back, and says which line to commit. The old one stays as it is.

Examples:
  flowsync state migrate -e prod --to git
  flowsync state migrate -e prod --to http --with address=https://gitlab.example.org/api/v4/projects/7/terraform/state/prod
  flowsync state migrate -e prod --to s3 --with bucket=acme-flowsync --with region=eu-central-1

Exit codes: 0 copied; 1 nothing to copy, or settings are missing; 5, 7 a place is not reachable; 6 the new place has a
state already, or one of the two is locked)";

CLI::App* add(CLI::App& state, const std::string& name, const std::string& summary, const std::string& footer)
{
  auto* command = state.add_subcommand(name, summary);
  command->footer(footer);
  command->group("Commands");
  return command;
}

void add_lock_timeout(CLI::App& command, RawStateOptions& raw)
{
  command.add_option("--lock-timeout", raw.lock_timeout, "How long to wait for an apply, like 30s or 5m")
      ->type_name("TIME");
}

} // namespace

void add_state_commands(CLI::App& app, RawStateOptions& raw)
{
  auto* state = add(app, "state", "Look at and repair what is remembered of an environment", k_state_help);
  state->require_subcommand(0, 1);

  auto* list = add(*state, "list", "List the addresses that the state has", k_list_help);
  list->add_option("ADDRESS", raw.state.words, "Only these resources or flows");
  list->add_flag("--wide", raw.state.wide, "A table with types, ids and names");

  auto* show = add(*state, "show", "Show what the state has of one resource, or the state itself", k_show_help);
  show->add_option("ADDRESS", raw.from, "The resource or flow; without it the state's head");

  auto* mv = add(*state, "mv", "Give a resource or flow another address", k_mv_help);
  mv->add_option("FROM", raw.from, "Address or flow")->required();
  mv->add_option("TO", raw.to, "Its new address or flow")->required();
  add_lock_timeout(*mv, raw);

  auto* rm = add(*state, "rm", "Let go of resources without deleting them", k_rm_help);
  rm->add_option("ADDRESS", raw.state.words, "Resources or flows")->required();
  rm->add_flag("--keep-mark", raw.state.keep_mark, "Only forget the record; change nothing in Nexla");
  add_lock_timeout(*rm, raw);

  auto* rebuild = add(*state, "rebuild", "Make a new state from the marks in Nexla", k_rebuild_help);
  add_lock_timeout(*rebuild, raw);

  add(*state, "unlock", "Say who holds the lock, and take it away", k_unlock_help);
  add(*state, "pull", "Print the state as it is kept", k_pull_help);

  auto* push = add(*state, "push", "Put a state from a file in its place", k_push_help);
  push->add_option("FILE", raw.file, "The state")->required();
  push->add_flag("--force", raw.state.force, "Also one that is older or has another origin");

  auto* migrate = add(*state, "migrate", "Copy the state to another place", k_migrate_help);
  migrate->add_option("--to", raw.state.to, "file, git, http or s3")->required()->type_name("BACKEND");
  migrate->add_option("--with", raw.state.with, "A key of that backend; repeatable")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

const std::vector<std::string>& state_command_names()
{
  static const std::vector<std::string> k_names{"list",   "show", "mv",   "rm",     "rebuild",
                                                "unlock", "pull", "push", "migrate"};
  return k_names;
}

StateOptions state_options(const CLI::App& chosen, const RawStateOptions& raw)
{
  using Action = StateOptions::Action;
  auto state = raw.state;
  const auto& name = chosen.get_name();
  state.action = name == "show"      ? Action::show
                 : name == "mv"      ? Action::mv
                 : name == "rm"      ? Action::rm
                 : name == "rebuild" ? Action::rebuild
                 : name == "unlock"  ? Action::unlock
                 : name == "pull"    ? Action::pull
                 : name == "push"    ? Action::push
                 : name == "migrate" ? Action::migrate
                                     : Action::list;
  if (state.action == Action::show && !raw.from.empty()) {
    state.words = {raw.from};
  } else if (state.action == Action::mv) {
    state.words = {raw.from, raw.to};
  } else if (state.action == Action::push) {
    state.words = {raw.file};
  }
  return state;
}

} // namespace flowsync::cli
