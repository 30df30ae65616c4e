#include "usecase/plan/policies.hpp"

#include "base/concealing_stream.hpp"
#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "base/program.hpp"
#include "base/text.hpp"
#include "git/ask.hpp"
#include "view/json_text.hpp"
#include "view/plan_json.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace flowsync::usecase {

namespace {

using nlohmann::json;

constexpr Duration k_longest_judging = std::chrono::minutes{5};
constexpr std::size_t k_largest_verdict = std::size_t{16} << 20U;

[[noreturn]] void fail_judging(const std::filesystem::path& policies, const std::string& why, const std::string& hint)
{
  throw Fatal(fmt::format("the policies in {} could not be asked: {}", printable(policies.string()), printable(why)),
              ExitCode::error, hint);
}

// conftest's answer, as its documentation of `--output json` describes it.
json verdict_of(const std::filesystem::path& policies, const std::string& document)
{
  Program program;
  program.command = {"conftest",         "test",     "--policy", policies.string(),
                     "--all-namespaces", "--output", "json",     "--no-fail",
                     "--parser",         "json",     "-"};
  program.folder = "/"; // where no file of the checkout changes what conftest does
  program.input = document;
  program.limit = k_longest_judging;
  program.largest_output = k_largest_verdict;
  program.errors_apart = true;
  program.inherited = {{"PATH", "HOME", "TMPDIR"}};
  const auto end = run_program(program);
  if (end.how == ProgramEnd::How::not_started && end.number == ENOENT) {
    fail_judging(policies, "conftest is not installed", "install it (www.conftest.dev), or leave out --policy");
  }
  if (!end.well()) {
    const auto said = git::last_line(end.errors);
    fail_judging(policies, said.empty() ? describe(end, program) : said, "");
  }
  auto verdict = json::parse(end.output, nullptr, false);
  if (!verdict.is_array()) {
    fail_judging(policies, "what conftest answers is not one of its reports", "use a version with `--output json`");
  }
  return verdict;
}

std::vector<std::string> messages_in(const json& result, const char* key)
{
  std::vector<std::string> messages;
  const auto found = result.is_object() ? result.find(key) : result.end();
  if (found == result.end() || !found->is_array()) {
    return messages;
  }
  for (const auto& item : *found) {
    const auto text = item.is_object() ? item.find("msg") : item.end();
    messages.push_back(text != item.end() && text->is_string() ? printable(text->get<std::string>())
                                                               : std::string("a policy without a message"));
  }
  return messages;
}

} // namespace

std::filesystem::path policy_folder(const std::string& words, const CommandContext& context)
{
  auto folder = (working_directory(context) / words).lexically_normal();
  std::error_code unknown;
  if (!std::filesystem::is_directory(folder, unknown)) {
    throw Fatal(fmt::format("there is no folder {}", printable(words)), ExitCode::error,
                "--policy names a folder of *.rego files");
  }
  return folder;
}

bool judge_plan(const std::filesystem::path& policies, plan::Plan& plan)
{
  const auto verdict =
      verdict_of(policies, concealed_text(view::json_text(view::plan_json(plan)), LogCommands::broken));
  bool denied = false;
  std::size_t rules = 0;
  for (const auto& result : verdict) {
    const auto passed = result.is_object() ? result.value("successes", json()) : json();
    rules += passed.is_number_unsigned() ? passed.get<std::size_t>() : 0;
    for (const auto& message : messages_in(result, "failures")) {
      plan.refusals.refuse("policy-denied", fmt::format("a policy denies it: {}", message), {},
                           "change the specs, or the policy");
      denied = true;
      ++rules;
    }
    for (const auto& message : messages_in(result, "warnings")) {
      plan.diagnostics.warning("policy-warned", fmt::format("a policy warns: {}", message));
      ++rules;
    }
  }
  if (rules == 0) {
    fail_judging(policies, "they hold no rule `deny`, `violation` or `warn`",
                 "see the page on policies: docs/policies.md");
  }
  return denied;
}

} // namespace flowsync::usecase
