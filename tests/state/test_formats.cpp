// The folder `formats` holds what programs of each format wrote: from 3 on, what is there after an apply and a plan of
// the sample project, and where such an apply was killed.

#include "state_fixture.hpp"

#include "state/format_version.hpp"
#include "state/observed.hpp"
#include "state/state_file.hpp"

using namespace flowsync;
using namespace flowsync::state;

namespace {

const std::filesystem::path k_formats = std::filesystem::path(FLOWSYNC_TESTS_DIR) / "state/formats";

// What a folder of the fixtures holds, once as it is and once more after this version has written it anew.
std::vector<StateData> read_and_rewritten(const std::string& name)
{
  CAPTURE(name);
  const StateFolder folder;
  std::filesystem::copy(k_formats / name, folder.path());
  SharedClock clock;
  std::vector<StateData> both{load(folder)};
  {
    const auto store = open_store(folder, clock);
    store->fact("written_anew");
    store->compact();
  }
  both.push_back(load(folder));
  CHECK(nlohmann::json::parse(read_raw(folder.folder().state_file())).at("version") == k_format_version);
  auto expected = both.front();
  expected.facts.insert("written_anew");
  ++expected.serial;
  CHECK(both.back() == expected);
  return both;
}

std::string lineage_of(const std::string& name)
{
  const auto data = parse_state_file(read_raw(k_formats / name / "state.json"), name);
  REQUIRE(data.ok());
  return data->lineage;
}

void check_source(const StateData& data)
{
  const auto& source = data.records.at(address("web-orders/source"));
  CHECK(source.type == ResourceKind::source);
  CHECK(source.applied.at("status") == "active");
  CHECK(source.applied.at("data_credentials_id") == 6027);
  CHECK(source.observed.at("name") == "Web orders");
  CHECK(source.observed.at("source_config") == source.applied.at("source_config"));
  CHECK(!source.observed.contains("status"));
  CHECK(!source.observed.contains("data_credentials_id"));
}

} // namespace

TEST_CASE("states of every format are read, and written anew lose nothing")
{
  for (const std::string name : {"3", "4", "5", "6"}) {
    CAPTURE(name);
    for (const auto& data : read_and_rewritten(name)) {
      CHECK(data.records.size() == 5);
      CHECK(data.intents.empty());
      CHECK(data.identity->user_id == 42);
      check_source(data);
      const auto& clean = data.records.at(address("web-orders/nexset/clean"));
      CHECK(clean.applied.at("transform").contains("data_maps"));
      CHECK(clean.observed.at("transform").at("transforms") == clean.applied.at("transform").at("transforms"));
      CHECK(!clean.observed.contains("parent_data_set_id"));
    }
  }
}

TEST_CASE("journals of every format are replayed")
{
  for (const std::string name : {"3-killed", "5-killed", "6-killed"}) {
    CAPTURE(name);
    for (const auto& data : read_and_rewritten(name)) {
      CHECK(data.serial >= 3);
      check_source(data);
    }
  }
}

TEST_CASE("the first formats are read")
{
  const auto empty = parse_state_file(read_raw(k_formats / "1/state.json"), "state.json");
  REQUIRE(empty.ok());
  CHECK(empty.value() == StateData{});
  const auto data = read_and_rewritten("2").front();
  const auto& sink = data.records.at(address("orders/sink/a"));
  CHECK(sink.observed == nlohmann::json{{"name", "X"}});
  CHECK(sink.applied == nlohmann::json{{"name", "X"}, {"sink_config", {{"a.b", 1}}}});
  CHECK(sink.mark_pending);
  CHECK(data.owners == std::set<ResourceId>{42});
}

TEST_CASE("of the formats before, what plans saw is left out without a word")
{
  for (const std::string name : {"3", "5"}) {
    const auto loaded = load_observed(k_formats / name, lineage_of(name));
    CHECK(loaded.observations.empty());
    CHECK(loaded.warning.empty());
  }
  CHECK(!load_observed(k_formats / "6", lineage_of("6")).observations.empty());
}

TEST_CASE("an observation that says the same as what was applied takes no place of its own")
{
  auto record = sample_record("orders/source", 6862);
  record.applied["source_config"]["text"] = std::string(1000, 'x');
  record.observed = record.applied;
  StateData data;
  data.records.emplace(record.address, record);
  const auto text = state_file_text(data);
  CHECK(text.size() < 2000);
  const auto read = parse_state_file(text, "state.json");
  REQUIRE(read.ok());
  CHECK(read->records == data.records);
}

TEST_CASE("fields that are told apart from the others go round, whether they are observed or not")
{
  for (const auto* const observed :
       {R"({})", R"({"status":"active"})", R"({"status":"paused","data_set_id":{"a":1}})"}) {
    auto record = sample_record("orders/sink/out", 1);
    record.applied = {{"status", "active"}, {"data_set_id", 3}, {"name", "Out"}};
    record.observed = nlohmann::json::parse(observed);
    StateData data;
    data.records.emplace(record.address, record);
    const auto read = parse_state_file(state_file_text(data), "state.json");
    REQUIRE(read.ok());
    CHECK(read->records == data.records);
  }
}
