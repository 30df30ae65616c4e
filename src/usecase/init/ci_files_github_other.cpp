#include "usecase/init/ci_files_github.hpp"
#include "usecase/init/template_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace flowsync::usecase {

namespace {

constexpr std::string_view k_nightly =
    R"yaml(# yaml-language-server: $schema=https://json.schemastore.org/github-workflow.json
# Each night: what changed in Nexla since the last apply is told in one issue an environment, which closes when nothing
# differs any more. Where nothing drifted and something that was merged only waits to be added, because Nexla had not
# detected all data, it is added. Keys as for @STEM@.yml.
name: @STEM@ nightly
on:
  schedule:
    - cron: "23 3 * * *"
  workflow_dispatch:
permissions: {}
@DEFAULTS@
jobs:@JOBS@)yaml";

constexpr std::string_view k_night_jobs = R"yaml(
  drift-@ENV@:
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    permissions: {contents: read, issues: write}
    outputs:
      unfinished: ${{ steps.look.outputs.unfinished }}
    steps:
@SETUP@      - name: Look
        id: look
        env:
          @KEY@_PLAN_KEY: ${{ secrets.@KEY@_PLAN_KEY }}
          GITHUB_TOKEN: ${{ github.token }} # reads the state
        run: |
          code=0
          flowsync drift -e @ENV@ --write json=drift.json --write "markdown=$GITHUB_STEP_SUMMARY" || code=$?
          case $code in
            0) ;;
            2) exit 0 ;; # the issue tells
            *) exit "$code" ;;
          esac
          flowsync plan -e @ENV@ > plan.txt
          if grep -qE '^Plan: [1-9][0-9]* to add, 0 to change, 0 to destroy\.' plan.txt; then
            echo "unfinished=$(sed -n 's/^Digest: //p' plan.txt)" >> "$GITHUB_OUTPUT"
          fi
      - name: Keep the issue
        if: always() && steps.look.outcome != 'skipped'
        env:
          GITHUB_TOKEN: ${{ github.token }}
        run: flowsync issue drift.json

  resume-@ENV@:
    needs: drift-@ENV@
    if: needs.drift-@ENV@.outputs.unfinished != ''
    runs-on: ubuntu-latest
    environment: @ENV@
    concurrency: {group: @PROJECT@-apply, cancel-in-progress: false}
    permissions: {contents: write} # the state is a ref of its own
    steps:
@SETUP@      - name: Go on with what is unfinished, and nothing else
        env:
          @KEY@_SERVICE_KEY: ${{ secrets.@KEY@_SERVICE_KEY }}
          GITHUB_TOKEN: ${{ github.token }}
          DIGEST: ${{ needs.drift-@ENV@.outputs.unfinished }}
        run: |
          code=0
          flowsync apply -e @ENV@ --auto-approve --lock-timeout 10m --expect "$DIGEST" || code=$?
@PENDING@)yaml";

constexpr std::string_view k_prune =
    R"yaml(# yaml-language-server: $schema=https://json.schemastore.org/github-workflow.json
# Deletes in Nexla what was removed from the specs, started by hand: the first job shows what would go, the second does
# just that, once the reviewers of the GitHub environment have approved it. Keys as for @STEM@.yml.
name: @STEM@ prune
on:
  workflow_dispatch:
    inputs:
      environment:
        description: Where to delete what the specs have no more
        type: choice
        required: true
        options: [@ENVIRONMENTS@]
permissions: {}
concurrency: {group: @PROJECT@-apply, cancel-in-progress: false}
@DEFAULTS@
jobs:@JOBS@)yaml";

constexpr std::string_view k_prune_jobs = R"yaml(
  plan-@ENV@:
    if: inputs.environment == '@ENV@' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    permissions: {contents: read}
    outputs:
      digest: ${{ steps.plan.outputs.digest }}
    steps:
@SETUP@      - name: Plan
        id: plan
        env:
          @KEY@_PLAN_KEY: ${{ secrets.@KEY@_PLAN_KEY }}
          GITHUB_TOKEN: ${{ github.token }} # reads the state
        run: |
          flowsync plan -e @ENV@ --prune --write text=plan.txt --write "markdown=$GITHUB_STEP_SUMMARY"
          echo "digest=$(sed -n 's/^Digest: //p' plan.txt)" >> "$GITHUB_OUTPUT"

  prune-@ENV@:
    needs: plan-@ENV@
    runs-on: ubuntu-latest
    environment: @ENV@
    permissions: {contents: write} # the state is a ref of its own
    steps:
@SETUP@      - name: Delete what the plan shows, and nothing else
        env:
          @KEY@_SERVICE_KEY: ${{ secrets.@KEY@_SERVICE_KEY }}
          GITHUB_TOKEN: ${{ github.token }}
          DIGEST: ${{ needs.plan-@ENV@.outputs.digest }}
        run: |
          code=0
          flowsync apply -e @ENV@ --prune --auto-approve --lock-timeout 10m --expect "$DIGEST" || code=$?
@PENDING@)yaml";

// The workflow with the jobs of every environment.
std::string workflow_of(std::string_view text, std::string_view jobs, const CiFacts& facts)
{
  std::string all;
  for (const auto& name : facts.environments) {
    all += filled(jobs, {{"@PENDING@", github_pending(name)}, {"@ENV@", name}, {"@KEY@", key_stem(name)}});
  }
  return filled(text, {{"@JOBS@", all},
                       {"@SETUP@", github_setup()},
                       {"@DEFAULTS@", github_defaults(facts)},
                       {"@ENVIRONMENTS@", fmt::format("{}", fmt::join(facts.environments, ", "))},
                       {"@STEM@", ci_stem(facts.folder)},
                       {"@PROJECT@", facts.project}});
}

} // namespace

std::vector<InitFile> github_other_files(const CiFacts& facts)
{
  const auto begin = ".github/workflows/" + ci_stem(facts.folder);
  return {{begin + "-nightly.yml", workflow_of(k_nightly, k_night_jobs, facts)},
          {begin + "-prune.yml", workflow_of(k_prune, k_prune_jobs, facts)}};
}

} // namespace flowsync::usecase
