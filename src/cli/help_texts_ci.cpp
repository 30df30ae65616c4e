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
any more; a plan of an older push never replaces that of a newer one. Where nothing changes no comment is made.

In GitHub Actions it needs GITHUB_TOKEN with `pull-requests: write`; in GitLab CI a GITLAB_TOKEN of a project access
token with the scope `api`. The token is sent to the API of the forge that runs the job, and to nobody else. A pull
request from a fork may not comment: that is said, and is not an error.

Examples:
  flowsync comment dev.plan prod.plan
  flowsync comment plan.json
  flowsync comment plan.json --dry-run     print it

Exit codes: 0 written, or nothing to say; 1 no plan, no pull request, or refused by the forge; 5 the token is not good
for this; 7 the forge is not reachable)"},
};

} // namespace

const Help* find_ci_help(std::string_view command)
{
  const auto* const found =
      std::find_if(k_ci_helps.begin(), k_ci_helps.end(), [&](const Help& help) { return help.command == command; });
  return found != k_ci_helps.end() ? found : nullptr;
}

} // namespace flowsync::cli
