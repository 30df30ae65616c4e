#include "matrix_walk.hpp"

#include "matrix_answers.hpp"
#include "support/unfolded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::torture {

namespace {

using nlohmann::json;

std::string must_be_empty(const Ran& ran)
{
  return ran.exit == 0 && ran.out.find("No changes.") != std::string::npos ? "" : "the plan is not empty";
}

// Without a record, what an `adopt` entry binds and no mark tells is adopted again.
std::string must_change_nothing(const Ran& ran)
{
  const auto plan = json::parse(ran.out, nullptr, false);
  if ((ran.exit != 0 && ran.exit != 2) || !plan.is_object()) {
    return "the plan of an adoption is not made";
  }
  for (const auto* const other : {"create", "update", "replace", "delete"}) {
    if (plan.at("summary").at(other) != 0) {
      return fmt::format("the plan of an adoption wants to {} something", other);
    }
  }
  return {};
}

std::string must_only_adopt(const Ran& ran)
{
  const auto wrong = must_change_nothing(ran);
  if (!wrong.empty()) {
    return wrong;
  }
  return json::parse(ran.out).at("summary").at("adopt") == 0 ? "the plan before an adoption adopts nothing" : "";
}

// Containers and transforms are written with all that the service requires of them, changed or not.
bool is_mark_of_container(const std::string& path, const json& body)
{
  const std::set<std::string> required{"name",          "description", "output_type", "code_type",
                                       "code_encoding", "code",        "reusable"};
  const bool container = path.starts_with("/code_containers/") || path.starts_with("/transforms/") ||
                         path.starts_with("/attribute_transforms/");
  return container && body.is_object() && std::all_of(body.items().begin(), body.items().end(), [&](const auto& item) {
           return required.contains(item.key());
         });
}

// What was asked of the account that a run which only adopts must not ask.
std::string more_than_marks(const json& log)
{
  for (const auto& entry : log.at("entries")) {
    const auto path = entry.at("path").get<std::string>();
    if (entry.at("method") == "GET" || path == "/token") {
      continue;
    }
    const auto& body = entry.at("request");
    const bool mark =
        entry.at("method") == "PUT" && body.is_object() && body.size() == 1 && body.contains("description");
    if (!mark && !(entry.at("method") == "PUT" && is_mark_of_container(path, body))) {
      return fmt::format("an apply that only adopts sends {} {} {}", entry.at("method").get<std::string>(), path,
                         body.dump());
    }
  }
  return {};
}

} // namespace

std::string must_end_well(const Ran& ran)
{
  return ran.exit == 0 ? "" : "it does not exit 0";
}

MatrixWalk::MatrixWalk(const Position& position)
    : m_position(position),
      m_stage({position, [this](const auto&, auto) { return m_clock.stir(), true; }, &m_clock, false})
{
}

bool MatrixWalk::step(const std::string& name, const std::vector<std::string>& words,
                      const std::function<std::string(const Ran&)>& wrong)
{
  ++m_verdict.steps;
  auto answers = answers_for(m_position, name);
  for (;;) {
    m_clock.advance(std::chrono::minutes{1});
    const auto ran = m_stage.run_inside(words);
    const auto problem = wrong(ran);
    if (problem.empty()) {
      break;
    }
    const auto answer = std::find_if(answers.begin(), answers.end(), [&](const HonestAnswer* one) {
      return one->exits.contains(ran.exit) &&
             testing::unfolded(ran.out + ran.err).find(one->words) != std::string::npos;
    });
    if (answer == answers.end()) {
      m_verdict.problem = fmt::format("{}: {} (exit {})\n{}{}", name, problem, ran.exit, ran.out, ran.err);
      return false;
    }
    m_verdict.answers.push_back(name + ": " + (*answer)->why);
    (*answer)->mend(m_stage);
    answers.erase(answer);
  }
  const bool expected = std::any_of(answers.begin(), answers.end(), [](const auto* one) { return !one->by_chance; });
  if (expected && m_position.size() == 1) {
    m_verdict.problem = fmt::format("{}: this works; the table of honest answers says that it cannot", name);
    return false;
  }
  return true;
}

bool MatrixWalk::no_changes(const std::string& name, const std::string& folder)
{
  return step(name, {"plan", "-C", folder, "-e", "dev", "--detailed-exitcode"}, must_be_empty);
}

bool MatrixWalk::adopts(const std::string& name, const std::string& folder)
{
  if (!step(name + ", plan", {"plan", "-C", folder, "-e", "dev", "--detailed-exitcode", "--format", "json"},
            must_only_adopt)) {
    return false;
  }
  m_stage.account().call("DELETE", "/_sim/log");
  const auto wrong = [this](const Ran& ran) {
    const auto more = more_than_marks(m_stage.account().call("GET", "/_sim/log"));
    return more.empty() ? must_end_well(ran) : more;
  };
  if (!step(name + ", apply", {"apply", "-C", folder, "-e", "dev", "--auto-approve"}, wrong) ||
      !no_changes(name + ", plan after apply", folder)) {
    return false;
  }
  m_stage.remove(folder + "/.flowsync");
  return step(name + ", plan without state",
              {"plan", "-C", folder, "-e", "dev", "--detailed-exitcode", "--format", "json"}, must_change_nothing);
}

bool MatrixWalk::untouched(const std::map<Key, json>& before, const std::set<Key>& keys)
{
  const auto touched = changes_of(before, m_stage.dump(), keys);
  if (!touched.empty()) {
    m_verdict.problem = "what must stay as it is was touched:\n" + touched;
  }
  return touched.empty();
}

} // namespace flowsync::torture
