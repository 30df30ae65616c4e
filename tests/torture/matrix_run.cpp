#include "matrix_run.hpp"

#include "matrix_answers.hpp"
#include "sample_project.hpp"
#include "shared_project.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::torture {

namespace {

using nlohmann::json;

const std::string k_exported = "exported"; // folders of projects
const std::string k_main = ".";

std::string must_end_well(const Ran& ran)
{
  return ran.exit == 0 ? "" : "it does not exit 0";
}

std::string must_be_empty(const Ran& ran)
{
  return ran.exit == 0 && ran.out.find("No changes.") != std::string::npos ? "" : "the plan is not empty";
}

std::string must_only_adopt(const Ran& ran)
{
  const auto plan = json::parse(ran.out, nullptr, false);
  if (ran.exit != 0 || !plan.is_object()) {
    return "the plan after an export is not empty";
  }
  const auto& summary = plan.at("summary");
  for (const auto* const other : {"create", "update", "replace", "delete"}) {
    if (summary.at(other) != 0) {
      return fmt::format("the plan after an export wants to {} something", other);
    }
  }
  return summary.at("adopt") == 0 ? "the plan after an export adopts nothing" : "";
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
    if (!mark) {
      return fmt::format("an apply that only adopts sends {} {} {}", entry.at("method").get<std::string>(), path,
                         body.dump());
    }
  }
  return {};
}

std::set<Key> keys_of(const std::map<Key, json>& records)
{
  std::set<Key> keys;
  for (const auto& [key, record] : records) {
    keys.insert(key);
  }
  return keys;
}

// All but the source whose name begins like this, what was detected in it, and sinks named so.
std::set<Key> not_of(const std::map<Key, json>& records, const std::string& name)
{
  std::set<Key> keys;
  for (const auto& [key, record] : records) {
    const auto source = record.contains("source")
                            ? records.find({"data_sources", record.at("source").get<std::int64_t>()})
                            : records.end();
    const auto& owner = source != records.end() ? source->second : record;
    if (!owner.value("name", "").starts_with(name)) {
      keys.insert(key);
    }
  }
  return keys;
}

} // namespace

MatrixRun::MatrixRun(const Position& position)
    : m_position(position),
      m_stage({position, [this](const auto&, auto) { return m_clock.stir(), true; }, &m_clock, false})
{
}

MatrixVerdict MatrixRun::run()
{
  write_projects();
  if (export_all()) {
    main_job();
  }
  return m_verdict;
}

void MatrixRun::write_projects()
{
  write_sample_project(m_stage);
  write_more_flows(m_stage);
  for (const auto& [path, text] : shared_files()) {
    m_stage.write(path, text);
  }
  m_stage.write(k_exported + "/flowsync.yaml",
                "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: taken-over-a1b2}\n");
  m_stage.write(k_exported + "/" + k_environment_file,
                "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: dev}\nspec:\n  nexla:\n    url: @URL@\n"
                "    auth: {service_key: \"${env.NEXLA_KEY}\"}\n");
}

bool MatrixRun::step(const std::string& name, const std::vector<std::string>& words,
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
      return ran.exit == one->exit && (ran.out + ran.err).find(one->words) != std::string::npos;
    });
    if (answer == answers.end()) {
      m_verdict.problem = fmt::format("{}: {} (exit {})\n{}{}", name, problem, ran.exit, ran.out, ran.err);
      return false;
    }
    m_verdict.answers.push_back(name + ": " + (*answer)->why);
    (*answer)->mend(m_stage);
    answers.erase(answer);
  }
  if (!answers.empty() && m_position.size() == 1) {
    m_verdict.problem = fmt::format("{}: this works; the table of honest answers says that it cannot", name);
    return false;
  }
  return true;
}

bool MatrixRun::no_changes(const std::string& name, const std::string& folder)
{
  return step(name, {"plan", "-C", folder, "-e", "dev", "--detailed-exitcode"}, must_be_empty);
}

bool MatrixRun::export_all()
{
  if (!step("export", {"export", "-C", k_exported, "-e", "dev", "--source", "6862", "--all"}, must_end_well) ||
      !step("adoption plan", {"plan", "-C", k_exported, "-e", "dev", "--detailed-exitcode", "--format", "json"},
            must_only_adopt)) {
    return false;
  }
  m_stage.account().call("DELETE", "/_sim/log");
  if (!step("adoption", {"apply", "-C", k_exported, "-e", "dev", "--auto-approve"}, [this](const Ran& ran) {
        const auto more = more_than_marks(m_stage.account().call("GET", "/_sim/log"));
        return more.empty() ? must_end_well(ran) : more;
      })) {
    return false;
  }
  if (!no_changes("plan after adoption", k_exported)) {
    return false;
  }
  m_stage.remove(k_exported + "/.flowsync");
  return no_changes("plan of what was adopted without state", k_exported);
}

bool MatrixRun::main_job()
{
  const auto before = records_of(m_stage.dump());
  const std::vector<std::string> apply{"apply", "-e", "dev", "--auto-approve"};
  if (!step("apply", apply, must_end_well) || !no_changes("plan after apply", k_main)) {
    return false;
  }
  change_sample_values(m_stage);
  m_stage.write(k_regions_file, "code,name,active\nde,Germany,true\nfr,France,false\n\"x/y\",Odd,true\n");
  m_stage.write(k_clean_file, "def f(a, b, c): return b\n");
  m_stage.write(k_reader_file, "print(2)\n");
  if (!step("apply of changes", apply, must_end_well) || !no_changes("plan after changes", k_main)) {
    return false;
  }
  m_stage.remove(".flowsync");
  if (!no_changes("plan without state", k_main)) {
    return false;
  }
  if (!nobody_touched(before, keys_of(before))) {
    return false;
  }
  const auto unpruned = records_of(m_stage.dump());
  m_stage.remove(k_people_file);
  if (!step("prune", {"apply", "-e", "dev", "--auto-approve", "--prune"}, must_end_well) ||
      !no_changes("plan after prune", k_main) || !nobody_touched(unpruned, not_of(unpruned, "People")) ||
      !step("destroy", {"destroy", "-e", "dev", "--confirm", "dev"}, must_end_well)) {
    return false;
  }
  return nobody_touched(before, keys_of(before));
}

bool MatrixRun::nobody_touched(const std::map<Key, json>& before, const std::set<Key>& untouchable)
{
  const auto touched = changes_of(before, m_stage.dump(), untouchable);
  if (!touched.empty()) {
    m_verdict.problem = "what must stay as it is was touched:\n" + touched;
  }
  return touched.empty();
}

} // namespace flowsync::torture
