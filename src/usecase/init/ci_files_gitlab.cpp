#include "usecase/init/ci_files.hpp"
#include "usecase/init/template_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace flowsync::usecase {

namespace {

constexpr std::string_view k_list =
    R"yaml(# yaml-language-server: $schema=https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json
include:
  - local: @FILE@
stages: [test, deploy]
)yaml";

constexpr std::string_view k_head =
    R"yaml(# yaml-language-server: $schema=https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json
# A merge request is validated, and planned for each environment that it touches, with a key that may only read; one comment
# shows all plans. A merge to the default branch is applied, one environment after the other. A pipeline schedule looks for
# what changed in Nexla. `flowsync init --upgrade` renews this file as long as nobody edits it.
#
# To be set in the project (Settings > CI/CD > Variables):
# - FLOWSYNC_IMAGE, the container image of a release by its digest: registry.example.com/flowsync@sha256:...;
# - two masked variables for each environment with a real account: NEXLA_..._PLAN_KEY, a key that may only read, for all
#   branches, and NEXLA_..._SERVICE_KEY, protected and for the GitLab environment of the same name alone;
# - GITLAB_TOKEN, masked, of a project access token with the scopes api and write_repository and the role Developer: for
#   the comment, for issues, and for the state (`state: {backend: git}`).
# Protect the GitLab environments, with approvals where applies need them, and add a nightly pipeline schedule.
.@STEM@:
  image:
    name: $FLOWSYNC_IMAGE
    entrypoint: [""]
  variables:
    GIT_DEPTH: "0" # what a change touches, and that nothing older is applied, needs the history
  before_script:
    - |
      if [ -n "$GITLAB_TOKEN" ]; then
        git config remote.origin.pushurl "https://oauth2:$GITLAB_TOKEN@$CI_SERVER_HOST:$CI_SERVER_PORT/$CI_PROJECT_PATH.git"
      fi@ENTER@

# Merge requests of this project. Those of forks are only validated: no key is there for them.
.@STEM@ own request:
  extends: .@STEM@
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID@CHANGES@

# What the default branch holds is applied, when it is pushed or a pipeline is started by hand.
.@STEM@ default branch:
  extends: .@STEM@
  stage: deploy
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "push"@CHANGES@
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "web"
  interruptible: false

.@STEM@ schedule:
  extends: .@STEM@
  stage: test
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "schedule"

@STEM@ validate:
  extends: .@STEM@
  stage: test
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"@CHANGES@
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE != "schedule"
  script:
    - |
      if [ "${CI_MERGE_REQUEST_SOURCE_PROJECT_ID:-$CI_PROJECT_ID}" != "$CI_PROJECT_ID" ]; then
        echo "This merge request comes from a fork: it is only validated. No key is there for it, so nothing is planned."
      fi
    - flowsync validate --write codequality=quality.json
  artifacts:
    when: always
    reports:
      codequality: @FOLDER@quality.json
)yaml";

constexpr std::string_view k_plan_job = R"yaml(
@STEM@ plan @ENV@:
  extends: .@STEM@ own request
  interruptible: true
  script:
    - |
      if ! flowsync affected --base "$CI_MERGE_REQUEST_DIFF_BASE_SHA" | grep -qx @ENV@; then
        echo "This change does not touch @ENV@."
        exit 0
      fi
    - flowsync plan -e @ENV@ --write json=plan-@ENV@.json --write html=plan-@ENV@.html --write terraform-report=tfplan-@ENV@.json
  artifacts:
    when: always
    paths: [@FOLDER@plan-@ENV@.json, @FOLDER@plan-@ENV@.html]
    reports:
      terraform: @FOLDER@tfplan-@ENV@.json
)yaml";

constexpr std::string_view k_comment_job = R"yaml(
@STEM@ comment:
  extends: .@STEM@ own request
  stage: deploy
  needs: [@PLAN_JOBS@]
  when: always
  script:
    - flowsync comment $(ls plan-*.json 2>/dev/null)
)yaml";

constexpr std::string_view k_apply_job = R"yaml(
@STEM@ apply @ENV@:
  extends: .@STEM@ default branch
  needs: ["@STEM@ @BEFORE@"]
  resource_group: @PROJECT@-apply # one apply at a time
  environment:
    name: @ENV@
  script: # what was reviewed, if these are the specs that were planned there
    - |
      digest=
      if [ "$CI_PIPELINE_SOURCE" = push ] && [ -n "$GITLAB_TOKEN" ]; then
        digest=$(flowsync reviewed -e @ENV@)
      fi
      flowsync apply -e @ENV@ --auto-approve --lock-timeout 10m ${digest:+--expect "$digest"}
  allow_failure:
    exit_codes: 4 # Nexla has not detected all data yet: the schedule goes on from there

@STEM@ drift @ENV@:
  extends: .@STEM@ schedule
  script:
    - |
      code=0
      flowsync drift -e @ENV@ --write json=drift-@ENV@.json || code=$?
      flowsync issue drift-@ENV@.json
      case $code in
        0) ;;
        2) exit 0 ;; # the issue tells
        *) exit "$code" ;;
      esac
      flowsync plan -e @ENV@ > plan.txt
      if grep -qE '^Plan: [1-9][0-9]* to add, 0 to change, 0 to destroy\.' plan.txt; then
        sed -n 's/^Digest: //p' plan.txt > unfinished-@ENV@
      fi
  artifacts:
    paths: [@FOLDER@unfinished-@ENV@]

@STEM@ resume @ENV@: # adds what was merged and only waits to be added, and nothing else
  extends: .@STEM@ schedule
  stage: deploy
  needs: ["@STEM@ drift @ENV@"]
  resource_group: @PROJECT@-apply
  environment:
    name: @ENV@
  script:
    - |
      if [ ! -s unfinished-@ENV@ ]; then
        echo "Nothing is unfinished in @ENV@."
        exit 0
      fi
      flowsync apply -e @ENV@ --auto-approve --lock-timeout 10m --expect "$(cat unfinished-@ENV@)"
  allow_failure:
    exit_codes: 4

# By hand: the first shows what would be deleted, the second deletes just that.
@STEM@ prune plan @ENV@:
  extends: .@STEM@ default branch
  needs: []
  when: manual
  allow_failure: true
  script:
    - flowsync plan -e @ENV@ --prune --write text=prune-@ENV@.txt
  artifacts:
    paths: [@FOLDER@prune-@ENV@.txt]

@STEM@ prune @ENV@:
  extends: .@STEM@ default branch
  needs: ["@STEM@ prune plan @ENV@"]
  resource_group: @PROJECT@-apply
  when: manual
  allow_failure: true
  environment:
    name: @ENV@
  script:
    - |
      flowsync apply -e @ENV@ --prune --auto-approve --lock-timeout 10m --expect "$(sed -n 's/^Digest: //p' prune-@ENV@.txt)"
)yaml";

} // namespace

std::vector<InitFile> gitlab_files(const CiFacts& facts)
{
  const auto file = ci_apply_file(CiForge::gitlab, facts.folder);
  std::string text(k_head);
  std::string later;
  std::vector<std::string> plan_jobs;
  std::string before = "validate";
  for (const auto& name : facts.environments) {
    text += filled(k_plan_job, {{"@ENV@", name}});
    later += filled(k_apply_job, {{"@ENV@", name}, {"@BEFORE@", before}});
    plan_jobs.push_back("\"@STEM@ plan " + name + "\"");
    before = "apply " + name;
  }
  text += filled(k_comment_job, {{"@PLAN_JOBS@", fmt::format("{}", fmt::join(plan_jobs, ", "))}});
  const bool whole = facts.folder.empty();
  text = filled(text + later,
                {{"@ENTER@", whole ? "" : fmt::format("\n    - cd {}", facts.folder)},
                 {"@CHANGES@", whole ? "" : fmt::format("\n      changes: [\"{}**/*\", {}]", facts.folder, file)},
                 {"@STEM@", ci_stem(facts.folder)},
                 {"@PROJECT@", facts.project},
                 {"@FOLDER@", facts.folder}});
  return {{file, text}, {k_gitlab_list, filled(k_list, {{"@FILE@", file}})}};
}

} // namespace flowsync::usecase
