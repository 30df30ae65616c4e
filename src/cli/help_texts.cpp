#include "cli/help_texts.hpp"

#include "cli/help_texts_ci.hpp"
#include "cli/help_texts_fleet.hpp"

#include <array>

namespace flowsync::cli {

namespace {

constexpr std::array k_helps{
    Help{"init", "Write a working project: three environments on built-in simulators",
         R"(Writes flowsync.yaml, a sample flow and the environments dev, qa and prod, which live on simulators inside
flowsync, so that everything can be tried without a Nexla account. Existing files are never overwritten. With --bare there is no
sample: it is for flows that exist already, to be brought in by `flowsync export`.
It also writes what CI needs, for each environment: workflows for GitHub Actions, a file for GitLab, or what --ci says;
inside a git repository they go to its root, and know the folder of the project. --upgrade writes schemas and CI files of
a project anew as this version has them, with jobs for environments that were added; what somebody edited, as
schemas/SHA256SUMS shows, stays and is shown as a patch to what this version would write.

Examples:
  flowsync init my-flows           in a new folder
  flowsync init --name acme-data   in this folder; a random end is added to the name
  flowsync init crm --bare -e dev -e prod
  flowsync init --upgrade          after an update of flowsync, or `flowsync env add`

Exit codes: 0 written; 1 a file is in the way or the name is not allowed)"},
    Help{"env", "Add environments",
         R"(Adds an environment to the project.

Examples:
  flowsync env add staging --like prod

Exit codes: 0 written; 1 there is no such environment, or a file is in the way)"},
    Help{
        "env add", "Write the settings of a new environment, made like another one",
        R"(Writes environments/NAME/environment.yaml like that of the other environment, with its comments. Bindings are not
taken over: `adopt` is left out, and `credentials` become comments to fill in. Variables for keys that have the other
one's name in theirs (NEXLA_PROD_SERVICE_KEY) get the new one's. It says what is left to do. Flows and overlays in the
other environment's folder stay there.

Examples:
  flowsync env add staging --like prod

Exit codes: 0 written; 1 there is no such environment, or a file is in the way)"},
    Help{"validate", "Check the specs without contacting Nexla",
         R"(Reads all YAML files, puts the layers of every environment on top of one another and reports all problems at
once, each with file:line:column. Needs no key and no network.

Examples:
  flowsync validate                              all environments
  flowsync validate -e prod                      only prod
  flowsync validate --format github              annotations on a pull request
  flowsync validate --write sarif=flows.sarif    also for code scanning

Exit codes: 0 no errors (there may be warnings); 1 errors)"},
    Help{"render", "Show the specs of one environment as they are after merging",
         R"(Prints every flow of the environment with all layers merged and variables put in. With --explain it
prints each value with the file:line:column that set it and the values it replaced.
Secrets stay references (${secret.NAME}).

Examples:
  flowsync render -e prod
  flowsync render -e prod --target orders --explain

Exit codes: 0 rendered; 1 errors in the specs)"},
    Help{"plan", "Show what apply would change in Nexla, field by field",
         R"(Compares the specs with Nexla and with what was applied last, and shows each field that would change, with
the line of YAML that asks for it. Changes nothing in Nexla.
The most dangerous comes first: what apply would refuse (limits of `safety`, a lock, an older commit) as blocked, what is
deleted or replaced, what reads all its data again, whose change in Nexla is undone. Then one line a flow, and the
details. What changes alike in three places or more is told once, with the variable or line behind it; a new resource is
one line. --full shows every field of everything. Text is as wide as the terminal, or as $COLUMNS says.
With --out the plan is also saved for `flowsync apply FILE` and `flowsync show FILE`. The file holds no secret, and what
changes, so only you may read it. A plan with errors, or of which a part could not be made, is not saved.
The digest at the end stands for all that apply would do: `flowsync apply --expect DIGEST` does just that, or nothing.
Several -e are planned side by side into one document, in their order; the worst exit code counts.
github, sarif, rdjson and codequality are for the lines that cause changes, terraform-report and junit for CI services.
--write FORMAT=FILE writes any of the formats besides, also when the plan fails, so that no old report stays;
`--write github` alone gives the annotations to the job that runs it.

Examples:
  flowsync plan -e prod
  flowsync plan -e prod --target orders           only that flow
  flowsync plan -e prod --full                    every field, also of what is new
  flowsync plan -e prod --format markdown         for a pull request
  flowsync plan -e dev -e prod --write markdown=plan.md --write json=plan.json --write github
  flowsync plan -e prod --detailed-exitcode       exit 2 when there are changes
  flowsync plan -e prod --target 'orders-*' --exclude '*/sink/archive'
  flowsync plan -e prod --out prod.plan           look at it now, apply just that later
  flowsync plan -e dev --destroy                  what `destroy` would delete; with --out, `apply FILE` does it
  flowsync plan -e prod --policy policies         conftest judges the plan: what it denies blocks it (exit 6)

Exit codes: 0 planned; 1 errors in usage or specs; 2 changes, adoptions or moves (with --detailed-exitcode); 3 a part
could not be planned; 5 key, permission or organisation; 6 refused (duplicate or foreign mark), or apply would refuse it
(with --detailed-exitcode); 7 Nexla not reachable)"},
    Help{"show", "Show a plan that was saved by `plan --out`",
         R"(Prints it as `plan` did, in any of its formats; values that were masked stay so. Contacts nobody.

Examples:
  flowsync show prod.plan
  flowsync show prod.plan --format markdown
  flowsync show prod.plan --write html=plan.html

Exit codes: 0 shown; 1 no such file, or no saved plan)"},
    Help{
        "apply", "Make Nexla equal to the specs, after showing the plan",
        R"(Plans, shows the plan (not with -q and --auto-approve), asks, and carries it out: creates what is missing and
changes what differs. Nothing is created twice: each resource carries a mark in its description, and every step is
recorded as it happens, so an interrupted apply is simply repeated. Without a terminal it needs --auto-approve.
Inside git, a commit older than the one applied last is refused (--allow-older), and so is deleting (--prune) from a
work tree that is not as committed (--allow-dirty).
With a FILE of `plan --out`, environment, targets and --prune come from it. The plan is made again and compared; when
it would do anything else, because the specs or Nexla changed, nothing is done, and each difference is named. So it
applies once. Another commit that asks for the same, another key of the organisation, and changes elsewhere are fine.

What is no longer in the specs stays, unless --prune is given: then it is paused and deleted, sinks first, and a spec
of it is kept in .flowsync/state/ENV/trash. Replacing is deleting and creating. Both obey `safety` of the environment;
--confirm-deletes N, with the number that the plan shows, allows exactly N deletes.

Examples:
  flowsync apply -e dev
  flowsync apply -e prod --auto-approve                in CI
  flowsync apply -e prod --target orders/sink/wh       one resource and what it needs
  flowsync apply -e prod --prune --confirm-deletes 5   also delete what the specs no longer name
  flowsync apply prod.plan                             a plan saved by `plan --out`
  flowsync apply -e prod --expect sha256:0220b04183f0  just the plan that was reviewed

Exit codes: 0 done; 1 errors in usage or specs; 3 partly done; 4 done, but Nexla has not detected all data yet;
5 key, permission or organisation; 6 refused before any write; 7 Nexla not reachable; 130 interrupted)"},
    Help{"drift", "Show what changed in Nexla since the last apply",
         R"(Compares Nexla with what was applied last: edits in the UI, changed statuses and credentials, deleted and
re-created resources, lost marks. What the specs do not set (keys that only Nexla writes, further detected sets) is
listed until the next apply or --accept and does not count, except with --strict. Without a record of what was
applied last it says so and exits with 3. Changes nothing in Nexla; the next apply repairs what the specs own.
--write works as for plan.

Examples:
  flowsync drift -e prod
  flowsync drift -e prod --write junit=drift.xml
  flowsync drift -e prod --format json      the plan document; see resource_drift
  flowsync drift -e prod --accept           what only Nexla sets is known from now on

Exit codes: 0 no drift; 1 errors in usage or specs; 2 drift; 3, 5, 6 and 7 as for plan)"},
    Help{"destroy", "Delete everything that an environment owns",
         R"(Deletes what carries this environment's marks: sinks, then nexsets, then sources, each paused first. Nothing
else is touched; what somebody else hung below stops the deletion of what it hangs from. A spec of every flow is kept
beside the state (.flowsync/state/ENV/trash). The environment's `safety` holds: prevent_delete refuses, max_deletes asks
for --confirm-deletes.

Examples:
  flowsync destroy -e dev                   shows the plan and asks
  flowsync destroy -e dev --confirm dev     in scripts

Exit codes: 0 done; 1 errors in usage or not confirmed; 3 partly done; 5, 6, 7 and 130 as for apply)"},
    Help{"export", "Write flows that exist in Nexla as YAML",
         R"(Shows the pipelines of a source, one row for each branch, and asks which to export. Writes one flow to
environments/ENV/flows/ with the chosen branches, and adds aliases of credentials and `adopt` entries to the
environment's environment.yaml, whose text is kept. The next plan changes nothing and counts the adoptions. Lookups,
reusable transforms and code that the flow uses are written beside it. Secrets become ${secret.NAME}. Exporting again
changes nothing; exporting further branches adds them to the flow that is there. Nothing is changed in Nexla.
A flow joins the Nexla project that it is in by its name; with --projects the project becomes a document as well.
That, and `triggers` of a flow that was exported later, are added to a document that says nothing of them.

All of it goes into the folder of that environment, because its paths, schedules and addresses are in it: other
environments do not change. `flowsync promote FLOW --from ENV --to OTHER` brings the flow to the next one.

Examples:
  flowsync export -e dev --source 6862                 the table, then a question
  flowsync export -e dev --source 6862 --pipeline 2    that row
  flowsync export -e dev --source 6862 --sink 6520     the branch that ends there
  flowsync export -e dev --source 6862 --all
  flowsync export -e dev --all-sources                 the whole account

Exit codes: 0 written, or nothing to do; 1 errors in usage or specs, no such source, or no choice was made; 3 written,
but something could not be read (it is named); 5 key, permission or organisation; 6 another project owns it; 7 Nexla
not reachable)"},
    Help{"import", "Turn a file exported by the classic Nexla CLI into YAML",
         R"(Reads a file of `nexla flows export` and writes a flow to environments/ENV/flows/, or without -e to
environments/base/flows/. Credentials become aliases; with -e they are looked up by name in that environment's account
(or taken from --credential or the properties file) and added to its environment.yaml; at a terminal it asks where a name
is unknown or several have it. ALIAS is the name in lower case with hyphens; the key of a block (sink_2) does as well.

Derived nexsets, lookups, reusable transforms and code are read by the shapes that the API has, because nobody has
published theirs. What was inferred, and what has no place in a spec, is named; only what cannot be placed is refused.
Resources that the properties file wants to update (source_id_to_update and its siblings) become `adopt` entries.

Examples:
  flowsync import flow481798.json
  flowsync import flow481798.json --properties _properties_dev.json -e dev
  flowsync import flow481799.json -e dev --name users-2 --credential crm-files=6027

Exit codes: 0 written; 1 the file cannot be imported, or a name is ambiguous; 5 and 7 as for plan)"},
    Help{"adopt", "Take over resources that exist already: write `adopt` entries",
         R"(Binds addresses of the specs to resources of the account, durably: an entry `ADDRESS: ID` under `adopt:` in
environments/ENV/environment.yaml, whose text is kept otherwise. Nexla is only read; the next apply writes the marks,
without a pause.
With --all, every address that is not bound yet adopts the one resource of its type, name and parent that nobody
manages, from sources down to sinks. Where several fit they are listed, and nothing is written for that address.

Examples:
  flowsync adopt -e dev orders/source --id 6862
  flowsync adopt -e dev --all

Exit codes: 0 written, or nothing to do; 1 errors in usage or specs, the resource does not fit, or --all found several
for each; 3 --all wrote some, but not all; 5 key, permission or organisation; 6 marked by somebody else; 7 Nexla not
reachable)"},
    Help{
        "compare", "Show what differs between two environments, and what looks forgotten",
        R"(Renders both environments and puts them side by side, flow by flow: every value that differs, with the places that
set it on both sides and the variables in it. LEFT is where changes come from, RIGHT is where they go.

What an environment says about itself is told from what looks forgotten: a key that only one of two overlays changes
although both change another key of the same flow, and a schedule that RIGHT only inherits while LEFT has its own.
Places that both read or write, through one credential or in one bucket, are named, too: `safety: {shared_places:
[...]}` of either environment says where that is meant.
Needs no key and no network, and works before RIGHT has all its credentials (they are named).

With --live it compares what runs in Nexla: the resources that each environment is bound to, credentials and lookups by
their names, without what only Nexla writes. Each difference comes with its ids, and stands out when the specs have none
there: somebody changed it in the UI, or a side is not applied yet.

Examples:
  flowsync compare dev prod
  flowsync compare dev prod --target orders
  flowsync compare dev prod --check                  in CI: exit 2 when something should be looked at
  flowsync compare dev prod --format markdown        for a pull request
  flowsync compare dev prod --live

Exit codes: 0 compared; 1 errors in usage or specs; 2 with --check: something looks forgotten, runs without being in the
specs, or is the same place twice; with --live also 5 key, permission or organisation, and 7 Nexla not reachable)"},
    Help{
        "promote", "Bring a flow, or a change of it, from one environment to the next",
        R"(Writes what the target is missing so that it renders FLOW as the other environment does: aliases of credentials,
variables, secrets by name, an entry of `flows:`. A flow that only the other environment's folder holds moves to base,
with its comments, scripts and shared documents; its own places, schedules and run states stay behind in that
environment's overlay, and the target gets an overlay that starts from them. A change that only the other environment's overlay makes moves to
base as well, or into the target's overlay when it would change a third environment. No other environment changes.

It is an ordinary edit of YAML files, for you to review: it validates first, says what it wrote where, and shows the
plan. For an alias without a credential it lists the credentials of that type in the target's account and asks.

With --ref the target's `base: {ref: ...}` moves to another revision, after the plan was shown. Refused: a revision that
the environment before (--from; else the only other one, or `dev`) has not applied completely, and one without flows
that the target has now.

Examples:
  flowsync promote orders --from dev --to prod
  flowsync promote orders --from dev --to prod --credential orders-s3=6027 --var bucket=acme-prod
  flowsync promote orders --from dev --to prod --check
  flowsync promote --ref v1.4.0 --to prod

Exit codes: 0 written, or nothing is missing; 1 errors in usage or specs, nothing was written; 2 something is missing
(with --check); 5 key, permission or organisation; 6 refused (--ref); 7 Nexla not reachable)"},
    Help{
        "credentials", "List the credentials of an environment's account",
        R"(Shows id, name, type, owner, whether Nexla has verified it, the alias that stands for it in the specs and the
resources that use it. Secrets are never read.

Examples:
  flowsync credentials -e dev
  flowsync credentials -e prod --type s3 --format json

Exit codes: 0 listed; 1 errors in usage or specs; 5 key or permission; 7 Nexla not reachable)"},
    Help{"graph", "Show what the flows of an environment are made of, as a picture",
         R"(Shows where data comes from, the nexsets it runs through and the sinks where it ends; credentials, paused
parts, flows that begin from another flow's nexset, and the lookups, transforms and code that are used. It shows what
the specs say: needs no key and no network. With --plan it shows the resources that a saved plan speaks of instead, and
marks what is made, changed, replaced and deleted, what restarts, and what stops although nobody here looks after it.
text is a tree for each flow; GitHub and GitLab draw mermaid in Markdown; dot is for Graphviz.

Examples:
  flowsync graph -e prod
  flowsync graph -e prod orders customers
  flowsync graph -e prod --format mermaid > flows.mmd
  flowsync graph -e prod --format dot | dot -Tsvg > flows.svg
  flowsync graph --plan prod.plan orders

Exit codes: 0 shown; 1 errors in usage or specs)"},
    Help{
        "fmt", "Write YAML files in one style, with their comments",
        R"(Formats flowsync.yaml and all YAML files in environments/, or the files and folders given: two blanks a level, lists
inside maps indented as well, quotes only where some YAML reader needs them, at most one blank line in a row, no trailing
blanks. Comments, the order of keys, anchors and blocks of text stay. Prints the names of the files that it changed. A
file that is not YAML that flowsync reads is left as it is, and said why; the others are formatted all the same.
With - it formats what stands on stdin to stdout, as editors want it.

Examples:
  flowsync fmt
  flowsync fmt environments/prod
  flowsync fmt --diff              what would change, as a patch
  flowsync fmt - < orders.yaml     to stdout
  flowsync fmt --check             in CI, or before a commit

Exit codes: 0 formatted, or nothing to do; 1 some file cannot be read or formatted; 2 files are not formatted (--check,
--diff))"},
    Help{
        "completion", "Print a script that completes commands, flags and names in a shell",
        R"(The script asks flowsync itself, which looks for environments, flows and addresses in the YAML files of the project,
broken ones included. It contacts nobody and writes nothing.

Examples:
  source <(flowsync completion bash)                                       in ~/.bashrc
  source <(flowsync completion zsh)                                        in ~/.zshrc, after compinit
  flowsync completion fish > ~/.config/fish/completions/flowsync.fish

Exit codes: 0 printed; 1 no such shell)"},
    Help{
        "history", "List what was applied, when and by whom",
        R"(Reads the history that the state keeps of every apply that changed something, from every machine when the state is
shared. With a SERIAL: what that apply did, field by field. Secrets are masked.

Examples:
  flowsync history -e prod
  flowsync history -e prod 42
  flowsync history -e prod --format json

Exit codes: 0 listed; 1 no such environment or apply; 5, 7 the shared state is not reachable; 6 damaged or newer state)"},
    Help{"doctor", "Look at an environment piece by piece, and say what would stop an apply",
         R"(Looks at the specs, the state and its lock, the key and whose it is, the service and its clock, and makes a
plan; then tells what this server was seen to do where Nexla's documentation leaves it open. Changes nothing.

Examples:
  flowsync doctor -e prod
  flowsync doctor -e prod --format json

Exit codes: 0 nothing would stop an apply; 1 errors in usage or specs; 5 key or permission; 6 an apply would be
refused; 7 Nexla not reachable)"},
    Help{"sim", "Run a simulator of Nexla's API on this machine",
         R"(Serves a small demo account until Ctrl-C. Where Nexla's behaviour is not certain there is a switch; see
--list-switches. An environment with `url: sim:NAME` needs no such server: it brings its own, and
`url: sim:NAME?account=empty` says what that one holds when it is new.

Examples:
  flowsync sim --port 8080 --data sim.json
  flowsync sim --switch config_in_lists=on --switch page_size=2

Exit codes: 0 ended by Ctrl-C; 1 the port or the data file cannot be used)"},
    Help{"schema", "Print the JSON Schema of a kind of document",
         R"(Editors use these schemas to complete and check specs. Without KIND it lists the names.

Examples:
  flowsync schema flow > flow.schema.json
  flowsync schema plan
  flowsync schema --format markdown      every key of every kind, to read

Exit codes: 0 printed; 1 no such kind)"},
    Help{"version", "Print the version", R"(Examples:
  flowsync version
  flowsync version --format json

Exit codes: 0)"},
};

const Help* find(std::string_view command)
{
  for (const auto& help : k_helps) {
    if (help.command == command) {
      return &help;
    }
  }
  const auto* const help = find_ci_help(command);
  return help != nullptr ? help : find_fleet_help(command);
}

} // namespace

std::string_view program_summary()
{
  return "flowsync keeps Nexla data flows equal to YAML files in git: edit, plan, review, apply.";
}

std::string_view program_footer()
{
  return R"(A first session, without any account:
  flowsync init my-flows && cd my-flows
  flowsync plan -e dev
  flowsync apply -e dev

Exit codes: 0 done; 1 error in usage or specs; 2 differences (plan --detailed-exitcode, drift, --check); 3 partly done; 4 detection
still pending; 5 authentication, permission or organisation; 6 refused before any write; 7 service unreachable;
130 interrupted.
`flowsync COMMAND --help` explains each command.)";
}

std::string_view command_summary(std::string_view command)
{
  const auto* help = find(command);
  return help != nullptr ? help->summary : std::string_view{};
}

std::string_view command_footer(std::string_view command)
{
  const auto* help = find(command);
  return help != nullptr ? help->footer : std::string_view{};
}

} // namespace flowsync::cli
