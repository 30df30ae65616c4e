#include "usecase/init/ci_files_github.hpp"
#include "usecase/init/ci_files.hpp"
#include "usecase/init/template_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace flowsync::usecase {

namespace {

constexpr std::string_view k_action =
    R"yaml(# yaml-language-server: $schema=https://json.schemastore.org/github-action.json
# Puts flowsync into the PATH of the steps that follow. Nothing of the archive runs before its check sum is known to be
# right. The workflows say where FLOWSYNC_URL and FLOWSYNC_SHA256 come from.
name: Install flowsync
description: Downloads flowsync, checks it, and puts it into the PATH
runs:
  using: composite
  steps:
    - shell: bash
      run: |
        if [ -z "$FLOWSYNC_URL" ] || [ -z "$FLOWSYNC_SHA256" ]; then
          echo "::error title=flowsync::FLOWSYNC_URL and FLOWSYNC_SHA256 are not set: the workflow's first lines say how"
          exit 1
        fi
        cd "$RUNNER_TEMP"
        curl -fsSL --proto '=https' "$FLOWSYNC_URL" -o flowsync.tar.gz
        echo "$FLOWSYNC_SHA256  flowsync.tar.gz" | sha256sum --check
        mkdir -p flowsync && tar -xzf flowsync.tar.gz -C flowsync --strip-components=1
        echo "$RUNNER_TEMP/flowsync/bin" >> "$GITHUB_PATH"
)yaml";

constexpr std::string_view k_main =
    R"yaml(# yaml-language-server: $schema=https://json.schemastore.org/github-workflow.json
# A pull request is validated, and planned for each environment that it touches, with a key that may only read; one comment
# shows all plans. A merge to main is applied, one environment after the other. `flowsync init --upgrade` renews this file as
# long as nobody edits it.
#
# To be set in the repository (Settings > Secrets and variables > Actions):
# - the variables FLOWSYNC_URL, the address of a release's flowsync-VERSION-linux-x86_64.tar.gz, and FLOWSYNC_SHA256, its
#   check sum as SHA256SUMS of that release says it;
# - two secrets for each environment with a real account: NEXLA_..._PLAN_KEY, a key that may only read, and
#   NEXLA_..._SERVICE_KEY, best as a secret of the GitHub environment of the same name, whose reviewers then approve applies.
# Let the checks `validate` and `plans` be required before a merge.
name: @STEM@
on:
  pull_request:@PATHS@
  push:
    branches: [main]@PATHS@
  workflow_dispatch: # applies main as it is, whatever was reviewed; so does running a job again
permissions: {}
concurrency: # of one pull request only the newest push is planned; applies wait for one another
  group: @PROJECT@-${{ github.event_name == 'pull_request' && github.ref || 'apply' }}
  cancel-in-progress: ${{ github.event_name == 'pull_request' }}
@DEFAULTS@
jobs:
  validate: # all that pull requests from forks get: no key is there for them
    runs-on: ubuntu-latest
    permissions: {contents: read}
    steps:
@SETUP@      - name: Say what a fork gets
        if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name != github.repository
        run: |
          said="This pull request comes from a fork: it is only validated. No key is there for it, so nothing is planned."
          echo "::notice title=flowsync::$said"
          echo "$said" >> "$GITHUB_STEP_SUMMARY"
      - run: flowsync validate --write github

  affected:
    if: @OWN@
    runs-on: ubuntu-latest
    permissions: {contents: read}
    outputs:
      environments: ${{ steps.affected.outputs.environments }}
    steps:
@SETUP@      - name: List the environments that this change touches
        id: affected
        run: |
          environments=$(flowsync affected --base HEAD^1 --format json)
          echo "environments=$(tr -d ' \n' <<< "$environments")" >> "$GITHUB_OUTPUT"
@PLANS@
  plans: # fails where a plan could not be made; the comment says why
    needs: [affected, @PLAN_JOBS@]
    if: >-
      always() && @OWN@
    runs-on: ubuntu-latest
    permissions: {contents: read, pull-requests: write}
    steps:
@SETUP@      - uses: @DOWNLOAD@
        with:
          pattern: @PROJECT@-plan-*
          path: @FOLDER@plans
          merge-multiple: true
      - name: Comment
        env:
          GITHUB_TOKEN: ${{ github.token }}
        run: |
          shopt -s nullglob
          flowsync comment plans/*.json
      - if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')
        run: exit 1
@APPLIES@)yaml";

constexpr std::string_view k_plan = R"yaml(
  plan-@ENV@:
    needs: affected
    if: contains(fromJSON(needs.affected.outputs.environments).environment, '@ENV@')
    runs-on: ubuntu-latest
    permissions: {contents: read}
    steps:
@SETUP@      - name: Plan
        env:
          @KEY@_PLAN_KEY: ${{ secrets.@KEY@_PLAN_KEY }}
          GITHUB_TOKEN: ${{ github.token }} # reads the state
        run: >-
          flowsync plan -e @ENV@ --write json=plan-@ENV@.json --write html=plan-@ENV@.html
          --write "markdown=$GITHUB_STEP_SUMMARY" --write github
      - uses: @UPLOAD@
        if: always() # a plan that failed is told as well
        with:
          name: @PROJECT@-plan-@ENV@
          path: |
            @FOLDER@plan-@ENV@.json
            @FOLDER@plan-@ENV@.html
)yaml";

constexpr std::string_view k_apply = R"yaml(
  apply-@ENV@:
    needs: @BEFORE@
    if: github.event_name != 'pull_request' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: @ENV@
    permissions: {contents: write, pull-requests: read} # the state is a ref of its own; what was reviewed is in a comment
    steps:
@SETUP@      - name: Apply # what was reviewed, if these are the specs that were planned there
        env:
          @KEY@_SERVICE_KEY: ${{ secrets.@KEY@_SERVICE_KEY }}
          GITHUB_TOKEN: ${{ github.token }}
        run: |
          digest=
          if [ "$GITHUB_EVENT_NAME" = push ] && [ "$GITHUB_RUN_ATTEMPT" = 1 ]; then # not when people start it again
            digest=$(flowsync reviewed -e @ENV@)
          fi
          code=0
          flowsync apply -e @ENV@ --auto-approve --lock-timeout 10m ${digest:+--expect "$digest"} || code=$?
@PENDING@)yaml";

} // namespace

std::string github_setup()
{
  return fmt::format(R"yaml(      - uses: {}
        with:
          persist-credentials: false # git's token is there for the steps that have GITHUB_TOKEN alone
          fetch-depth: 0 # what a change touches, and that nothing older is applied, needs the history
      - uses: ./.github/actions/flowsync
)yaml",
                     k_checkout);
}

std::string github_defaults(const CiFacts& facts)
{
  return filled(R"yaml(@FOLDER_DEFAULT@env:
  # A pull request from a fork may see no variables: written here, it can be validated.
  FLOWSYNC_URL: ${{ vars.FLOWSYNC_URL }}
  FLOWSYNC_SHA256: ${{ vars.FLOWSYNC_SHA256 }}
  # How git gets at the state (`state: {backend: git}`) in the steps that have GITHUB_TOKEN.
  GIT_CONFIG_COUNT: 1
  GIT_CONFIG_KEY_0: credential.${{ github.server_url }}.helper
  GIT_CONFIG_VALUE_0: '!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f'
)yaml",
                {{"@FOLDER_DEFAULT@",
                  facts.folder.empty()
                      ? std::string("defaults:\n  run:\n    shell: bash\n")
                      : fmt::format("defaults:\n  run:\n    shell: bash\n    working-directory: {}\n", facts.folder)}});
}

std::string github_pending(const std::string& environment)
{
  return filled(R"yaml(          if [ "$code" = 4 ]; then
            echo "::warning title=flowsync::@ENV@: Nexla has not detected all data yet; the nightly run goes on from here"
            code=0
          fi
          exit "$code"
)yaml",
                {{"@ENV@", environment}});
}

std::vector<InitFile> github_files(const CiFacts& facts)
{
  const auto stem = ci_stem(facts.folder);
  std::string plans;
  std::string applies;
  std::vector<std::string> plan_jobs;
  std::string before = "validate";
  for (const auto& name : facts.environments) {
    plans += filled(k_plan, {{"@ENV@", name}, {"@KEY@", key_stem(name)}});
    applies +=
        filled(k_apply,
               {{"@PENDING@", github_pending(name)}, {"@ENV@", name}, {"@KEY@", key_stem(name)}, {"@BEFORE@", before}});
    plan_jobs.push_back("plan-" + name);
    before = "apply-" + name;
  }
  const auto paths = facts.folder.empty()
                         ? std::string()
                         : fmt::format("\n    paths: ['{}**', .github/workflows/{}.yml]", facts.folder, stem);
  const auto text = filled(
      k_main, {{"@PLANS@", plans},
               {"@APPLIES@", applies},
               {"@PLAN_JOBS@", fmt::format("{}", fmt::join(plan_jobs, ", "))},
               {"@OWN@", "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == "
                         "github.repository"},
               {"@SETUP@", github_setup()},
               {"@DEFAULTS@", github_defaults(facts)},
               {"@PATHS@", paths},
               {"@UPLOAD@", k_upload},
               {"@DOWNLOAD@", k_download},
               {"@STEM@", stem},
               {"@FOLDER@", facts.folder},
               {"@PROJECT@", facts.project}});
  auto files = github_other_files(facts);
  files.insert(files.begin(), {ci_apply_file(CiForge::github, facts.folder), text});
  files.push_back({k_install_action, std::string(k_action)});
  return files;
}

} // namespace flowsync::usecase
