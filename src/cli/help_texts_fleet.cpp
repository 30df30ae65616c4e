#include "cli/help_texts_fleet.hpp"

#include <algorithm>
#include <array>

namespace flowsync::cli {

namespace {

constexpr std::array k_fleet_helps{
    Help{
        "unmanaged", "List what lives in the account and no project owns",
        R"(Lists flows, parts of flows, lookups, transforms, code and projects of Nexla that carry nobody's mark, are bound by no
state here and are adopted by no environment, each with the line that would take it into the specs. A copy made in the
UI is nobody's, whatever its description says. What hangs below something of another environment or project has no such line:
it is for that one to take in.
Resources of users whose flows this environment does not bind (`nexla.owners`) are counted, not listed, and
`nexla.access_role` decides what the lists show. Nothing is changed.

Examples:
  flowsync unmanaged -e prod
  flowsync unmanaged -e prod --format json

Exit codes: 0 done, whatever was found; 1 errors in usage or specs; 3 a list could not be read (it is named);
5 key, permission or organisation; 7 Nexla not reachable)"},
    Help{
        "status", "Tell whether data goes through the flows of an environment",
        R"(Asks Nexla, for each flow: what the specs want, the status of its source, when it ran last, how many records were read
and written in that run, and what was lost. A flow that should run and does not let data through is told with the step
where it stops, since when, and the newest errors of its log.

A step stops a flow when it is not there or does not run; a source when its last run read nothing and had errors, or when
it is active and has never read anything, or is late: its schedule was due and it has not run since; a sink when it wrote
none of the last run's records. A sink or schedule may be ten minutes behind, and a flow ten minutes old, before that
counts; a new flow whose schedule has not been due is waiting. With --max-age a flow without a schedule whose last run is
older stops, too: give it the longest pause between two runs. What waits for people or data (a webhook that nobody called) is told as waiting, and
what the service does not tell to this key as unknown; neither counts.

Examples:
  flowsync status -e prod
  flowsync status -e prod orders --format json
  flowsync status -e prod --max-age 26h
  flowsync status -e prod --watch --every 1m

Exit codes: 0 all that should flow does, as far as that can be told; 1 errors in usage or specs; 2 something should flow
and does not; 5 key, permission or organisation; 7 Nexla not reachable; 130 interrupted)"},
    Help{
        "reconcile", "Keep environments as git says, again and again",
        R"(Fetches a branch of git, plans each environment, applies what there is to do, waits, and begins again. The environments
go on side by side; one that fails does not stop the others. One line of the log a turn and environment.

The specs are read from the newest commit of the branch itself: neither the files in the folder nor what is checked out
matter, and they stay as they are. Without a git remote, or with --no-fetch, the files count as they lie there. A
commit with errors changes nothing. Who applies is decided by the lock of the state, which is taken only when there is
something to do, so several of these may run for one environment: one acts, the others stand by.

After failures the pause doubles, up to eight times --every and at most an hour. SIGHUP begins the next turn at once.
SIGTERM and Ctrl-C end it: what is in flight is finished and recorded.

Examples:
  flowsync reconcile -e dev -e prod --every 5m
  flowsync reconcile -e prod --once                    one turn, from cron
  flowsync reconcile -e prod --drift-only --every 1h   changes nothing

Exit codes: 0 ended, and with --once all is as git says, or another run is at it; 1 errors in usage, and with --once in
specs; 130 an apply was interrupted; with --once also 2 --drift-only found differences, and 3, 5, 6 and 7 as for apply)"},
    Help{
        "accept", "Take what was changed in Nexla into the specs",
        R"(Drift has two answers: `apply` undoes it, `accept` takes it. Everything that somebody changed at this address since the
last apply is written into its document in environments/ENV, so that no other environment changes; without one
there, an overlay is begun. Comments and layout stay. Before anything is written, the specs are checked, and that a plan
of them finds nothing to do for what was taken over.

Taken over are configurations, names, descriptions, statuses, credentials that have an alias, transforms and code (into a
file of the environment), rows of lookups, access, notifications and triggers that were removed. What cannot be is named:
secrets, whose new value belongs where they come from. The value of a variable is written out where it was used.

Examples:
  flowsync drift -e prod
  flowsync accept -e prod orders/sink/warehouse

Exit codes: 0 written, or nothing was changed; 1 errors in usage or specs, or nothing can be taken over; 3 written, less
what is named; 5 key, permission or organisation; 7 Nexla not reachable)"},
    Help{
        "run", "Let a source read once, now",
        R"(Asks Nexla to run the flow of a source once, besides its schedule. The source must be active. When the answer
is lost, flowsync says so and leaves it at that. Not every installation of Nexla has this.

Examples:
  flowsync run -e dev orders/source
  flowsync run -e dev orders

Exit codes: 0 asked for; 1 errors in usage or specs, not applied yet, not active, or this Nexla cannot do it; 3 the answer
was lost: it may run; 5 key, permission or organisation; 7 Nexla not reachable)"}};

} // namespace

const Help* find_fleet_help(std::string_view command)
{
  const auto* const found = std::find_if(k_fleet_helps.begin(), k_fleet_helps.end(),
                                         [&](const Help& help) { return help.command == command; });
  return found != k_fleet_helps.end() ? found : nullptr;
}

} // namespace flowsync::cli
