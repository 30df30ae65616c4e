#include "state_fixture.hpp"

#include "base/value_forms.hpp"
#include "base/withheld.hpp"
#include "state/holder.hpp"
#include "state/state_file.hpp"

using namespace flowsync;
using namespace flowsync::state;
using nlohmann::json;

namespace {

const std::string k_secret = "T0ken\"with\\all/of+it";

// Withholds a value for one test.
struct Withholding
{
  explicit Withholding(const std::string& value)
  {
    withheld().clear();
    withheld().add("SOME_TOKEN", value);
  }
  ~Withholding() { withheld().clear(); }
};

Record telling_record(const std::string& text)
{
  auto record = sample_record("orders/sink/out", 103);
  record.applied = {{"name", text}, {"sink_config", {{"list", {text, "x " + text + " y"}}, {text, 1}}}};
  record.observed = record.applied;
  record.spellings["/sink_config/path"] = {text, text};
  return record;
}

std::string all_files(const StateFolder& folder)
{
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    all += entry.is_regular_file() ? read_raw(entry.path()) : "";
  }
  return all;
}

} // namespace

TEST_CASE("no file of the state holds a credential of the environment, in whatever form it came")
{
  for (const auto& form : forms_of(k_secret)) {
    CAPTURE(form);
    const Withholding withholding(k_secret);
    const StateFolder folder;
    SharedClock clock;
    {
      const auto store = open_store(folder, clock);
      store->record({telling_record(form)});
      store->restoration({address("orders/source"), {{{ResourceKind::sink, 103}, form}}});
      CHECK(withheld().found_in(all_files(folder)) == std::nullopt); // the journal
      store->compact();
    }
    CHECK(withheld().found_in(all_files(folder)) == std::nullopt);
    const auto loaded = load(folder);
    const auto& record = loaded.records.at(address("orders/sink/out"));
    CHECK(record.id == 103);
    CHECK(record.type == ResourceKind::sink);
    if (form == k_secret) {
      CHECK(record.applied.at("name") == "(sensitive)");
      CHECK(record.applied.at("sink_config").at("(sensitive)") == 1);
    }
    CHECK(loaded.restorations.size() == 1);
  }
}

TEST_CASE("what the state needs as it is stays, also when a variable that may be a credential holds the same")
{
  for (const auto* const value : {"data_sink", "orders/sink/out", "applied_at", "sink_config", "20261128"}) {
    CAPTURE(value);
    const Withholding withholding(value);
    auto record = telling_record("x");
    record.id = 20261128;
    StateData data;
    data.lineage = "0123456789abcdef";
    data.records.emplace(record.address, record);
    const auto read = parse_state_file(state_file_text(data), "state.json");
    REQUIRE(read.ok());
    CHECK(read.value() == data);
  }
}

TEST_CASE("who holds a lock is told without credentials")
{
  const Withholding withholding(k_secret);
  Holder holder;
  holder.who = "ana " + k_secret;
  holder.link = "https://ci.example/?token=" + k_secret;
  CHECK(withheld().found_in(holder_text(holder)) == std::nullopt);
}
