#include "matrix_jobs.hpp"

#include "demo_flow.hpp"
#include "sample_project.hpp"
#include "shared_project.hpp"

#include <regex>

namespace flowsync::torture {

namespace {

using nlohmann::json;

const std::string k_exported = "exported"; // folder of a project
const std::string k_own = ".";

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

// Gives the secrets that the export found their value, the only one that the samples hold; false when it found none.
bool give_secrets(Stage& stage)
{
  const auto settings = stage.read(k_exported + "/" + k_environment_file);
  const std::regex variable("env: (FLOWSYNC_SECRET_[A-Z0-9_]+)");
  bool any = false;
  for (std::sregex_iterator next(settings.begin(), settings.end(), variable), end; next != end; ++next) {
    stage.environment[(*next)[1]] = "samples-literal-secret";
    any = true;
  }
  return any;
}

} // namespace

bool take_over_account(MatrixWalk& walk, Contents contents)
{
  auto& stage = walk.stage();
  if (contents == Contents::samples) {
    stage.account().call("POST", "/_sim/samples", json::object());
  }
  stage.write(k_exported + "/flowsync.yaml",
              "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: taken-over-a1b2}\n");
  stage.write(k_exported + "/" + k_environment_file,
              "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: dev}\nspec:\n  nexla:\n    url: @URL@\n"
              "    auth: {service_key: \"${env.NEXLA_KEY}\"}\n");
  return walk.step("export", {"export", "-C", k_exported, "-e", "dev", "--all-sources"}, must_end_well) &&
         (give_secrets(stage) || contents == Contents::demo) && walk.adopts("export", k_exported);
}

bool adopt_by_hand(MatrixWalk& walk)
{
  auto& stage = walk.stage();
  write_sample_project(stage);
  stage.remove(k_people_file);
  stage.write("environments/base/flows/demo.yaml", k_demo_flow);
  const auto wrong = [&stage](const Ran& ran) {
    const auto settings = stage.read(k_environment_file);
    for (const auto* const entry : {"source: 6862", "nexset/raw: 10393", "nexset/clean: 10398",
                                    "nexset/regional: 10410", "sink/archive: 6513", "sink/warehouse: 6520"}) {
      if (settings.find(std::string("orders/") + entry + "\n") == std::string::npos) {
        return std::string("nothing says orders/") + entry;
      }
    }
    return must_end_well(ran);
  };
  return walk.step("adopt", {"adopt", "-e", "dev", "--all"}, wrong) && walk.adopts("adopt", k_own);
}

bool apply_own_project(MatrixWalk& walk)
{
  auto& stage = walk.stage();
  write_sample_project(stage);
  write_more_flows(stage);
  for (const auto& [path, text] : shared_files()) {
    stage.write(path, text);
  }
  const auto before = records_of(stage.dump());
  const std::vector<std::string> apply{"apply", "-e", "dev", "--auto-approve"};
  if (!walk.step("apply", apply, must_end_well) || !walk.no_changes("plan after apply", k_own)) {
    return false;
  }
  change_sample_values(stage);
  stage.write(k_regions_file, "code,name,active\nde,Germany,true\nfr,France,false\n\"x/y\",Odd,true\n");
  stage.write(k_clean_file, "def f(a, b, c): return b\n");
  stage.write(k_reader_file, "print(2)\n");
  if (!walk.step("apply of changes", apply, must_end_well) || !walk.no_changes("plan after changes", k_own)) {
    return false;
  }
  stage.remove(".flowsync");
  if (!walk.no_changes("plan without state", k_own) || !walk.untouched(before, keys_of(before))) {
    return false;
  }
  const auto unpruned = records_of(stage.dump());
  stage.remove(k_people_file);
  return walk.step("prune", {"apply", "-e", "dev", "--auto-approve", "--prune"}, must_end_well) &&
         walk.no_changes("plan after prune", k_own) && walk.untouched(unpruned, not_of(unpruned, "People")) &&
         walk.step("destroy", {"destroy", "-e", "dev", "--confirm", "dev"}, must_end_well) &&
         walk.untouched(before, keys_of(before));
}

MatrixVerdict try_position(const Position& position, Contents contents)
{
  MatrixWalk full(position);
  if (!take_over_account(full, contents) || !apply_own_project(full)) {
    return full.verdict();
  }
  MatrixWalk small(position);
  adopt_by_hand(small);
  auto verdict = small.verdict();
  verdict.steps += full.verdict().steps;
  verdict.answers.insert(verdict.answers.begin(), full.verdict().answers.begin(), full.verdict().answers.end());
  return verdict;
}

} // namespace flowsync::torture
