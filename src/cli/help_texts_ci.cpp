#include "cli/help_texts_ci.hpp"

#include <algorithm>
#include <array>

namespace flowsync::cli {

namespace {

constexpr std::array k_ci_helps{
    Help{
        "affected", "List the environments that a change of the specs touches",
        R"(Renders every environment twice, as the git revision --base has it and as the files are here (or as --head has
them), and lists those whose documents, settings or scripts differ. What does not validate counts as affected, so that a
plan tells why; so does an environment that is new. Nothing but the specs of the project counts. Needs no key and no
network, but a clone with both revisions (fetch-depth: 0 in CI).
With --format json it prints what a matrix of GitHub Actions takes: {"environment": ["dev", "prod"]}.

Examples:
  flowsync affected --base origin/main
  flowsync affected --base v1.4.0 --head v1.5.0
  flowsync affected --base origin/main --format json

Exit codes: 0 listed, also when there is none; 1 a revision that is not there, or no project)"},
    Help{
        "comment", "Write the plans as one comment on the pull or merge request",
        R"(Takes plans saved by `plan --out` or written by `plan --write json=FILE`, also of plans that failed, and writes
one comment for all of them: a table of the environments with what is dangerous, each deletion by its name, then every
plan folded. It stays below 65,536 bytes. The same comment is updated when it is run again, also when nothing changes
any more; a plan of an older push never replaces that of a newer one. Where nothing changes no comment is made. Without a
plan it says so of a change that affects no environment.

In GitHub Actions it needs GITHUB_TOKEN with `pull-requests: write`; in GitLab CI a GITLAB_TOKEN of a project access
token with the scope `api`. The token is sent to the API of the forge that runs the job, and to nobody else. A pull
request from a fork may not comment: that is said, and is not an error.

Examples:
  flowsync comment dev.plan prod.plan
  flowsync comment plan.json
  flowsync comment plan.json --dry-run     print it

Exit codes: 0 written, or nothing to say; 1 no plan, no pull request, or refused by the forge; 5 the token is not good
for this; 7 the forge is not reachable)"},
    Help{
        "issue", "Keep one issue open for each environment that drifted",
        R"(Takes what `drift --write json=FILE` wrote, and keeps one issue of the repository for each environment: opened when
something that the specs own was changed in Nexla, updated while that is so, closed when nothing differs any more. The
issue is found by its first line and by its author, the user of the token. Where drift could not be told, the issue stays
as it is.

In GitHub Actions it needs GITHUB_TOKEN with `issues: write`; in GitLab CI a GITLAB_TOKEN of a project access token with
the scope `api`. The token is sent to the API of the forge that runs the job, and to nobody else.

Examples:
  flowsync drift -e prod --write json=drift.json; flowsync issue drift.json
  flowsync issue drift.json --dry-run     print it

Exit codes: 0 written, or nothing to say; 1 no such file, or refused by the forge; 5 the token is not good for this;
7 the forge is not reachable)"},
    Help{
        "reviewed", "Print the digest of the plan that was reviewed for what is merged here",
        R"(Finds the pull or merge request that brought the checked-out commit, and in it the comment of `flowsync comment`. If
the specs of the environment are those that were planned there, it prints the digest of that plan, for `apply --expect`.
If other changes were merged meanwhile, or nothing was reviewed, it prints nothing and says so on the standard error.

It needs the same token as `comment`, which may be one that only reads: in GitHub Actions `pull-requests: read`.

Examples:
  digest=$(flowsync reviewed -e prod)
  flowsync apply -e prod --auto-approve ${digest:+--expect "$digest"}

Exit codes: 0 looked up; 1 errors in the specs, or no repository; 5 the token is not good for this; 7 the forge is not
reachable)"},
};

} // namespace

const Help* find_ci_help(std::string_view command)
{
  const auto* const found =
      std::find_if(k_ci_helps.begin(), k_ci_helps.end(), [&](const Help& help) { return help.command == command; });
  return found != k_ci_helps.end() ? found : nullptr;
}

} // namespace flowsync::cli
