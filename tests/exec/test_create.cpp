#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;
using Kind = nexla::ApiError::Kind;

TEST_CASE("a new flow is created from its source down, and a nexset is started when all below it is there")
{
  Workshop shop;
  shop.want_flow("orders");
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(report.count(Outcome::done) == 4);
  const auto source = "data_sources/" + std::to_string(shop.id("orders/source"));
  const auto clean = "data_sets/" + std::to_string(shop.id("orders/nexset/clean"));
  CHECK(before(shop.api, "POST data_sources orders", "ACTIVATE " + source));
  CHECK(before(shop.api, "ACTIVATE " + source, "POST data_sets orders clean"));
  CHECK(before(shop.api, "POST data_sinks orders out", "ACTIVATE " + clean));
  for (const auto* const each : {"orders/source", "orders/nexset/raw", "orders/nexset/clean", "orders/sink/out"}) {
    CHECK_MESSAGE(shop.live(each).status == "ACTIVE", each);
  }
  CHECK(shop.live("orders/sink/out").description == "[flowsync acme-k3x9/prod orders/sink/out]");
  CHECK(shop.live("orders/nexset/raw").description == "DataSet #1 detected from orders");
  CHECK(shop.live("orders/sink/out").parent_set_id == shop.id("orders/nexset/clean"));
  CHECK(shop.store->data().intents.empty());
  CHECK(shop.store->data().identity->user_id == shop.api.identity.user_id);
  CHECK(report.requests == shop.api.log.size());
}

TEST_CASE("after a good apply the next plan is empty")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  const auto again = shop.plan();
  CHECK(!again.has_differences());
  CHECK(again.waiting.empty());
  const auto report = shop.apply();
  CHECK(report.results.empty());
  CHECK(shop.api.log.empty());
}

TEST_CASE("creating costs one POST, the activation and one read back")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  const auto set = std::to_string(shop.id("orders/nexset/clean"));
  CHECK(shop.api.calls("POST data_sets") == 1);
  CHECK(shop.api.calls("GET data_sets/" + set) == 1);
  CHECK(shop.api.calls("GET data_sinks/") == 1);
  CHECK(shop.api.calls("GET data_sources/") == 1); // its data was detected with that very look
}

TEST_CASE("as many requests at once as there are workers, and never more")
{
  Workshop shop;
  for (int i = 0; i < 12; ++i) {
    shop.want_flow("flow-" + std::to_string(i));
  }
  shop.options.parallelism = 3;
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  shop.api.most_at_once();
  shop.api.gather = 3;
  const auto report = shop.apply(planned, seen);
  CHECK(report.count(Outcome::done) == 48);
  CHECK(shop.api.most_at_once() == 3);
}

TEST_CASE("what hangs from a failure is skipped and says because of what, and other flows go on")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_flow("returns");
  shop.api.faults = {{"POST data_sets orders clean", Kind::refused, 400, "bad transform", false, {}, 1}};
  const auto report = shop.apply();
  CHECK(result_of(report, "orders/nexset/clean").outcome == Outcome::failed);
  CHECK(result_of(report, "orders/nexset/clean").reason.find("bad transform") != std::string::npos);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::skipped);
  CHECK(result_of(report, "orders/sink/out").reason == "because orders/nexset/clean failed");
  CHECK(result_of(report, "returns/sink/out").outcome == Outcome::done);
  CHECK(report.exit_code() == ExitCode::partial);
  CHECK(shop.store->data().intents.empty()); // a 400 is not done
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.count(ResourceKind::sink) == 2);
}

TEST_CASE("a failure before anything was written keeps its own exit code")
{
  Workshop shop;
  shop.want_flow("orders");
  SUBCASE("forbidden")
  {
    shop.api.faults = {{"POST data_sources", Kind::forbidden, 403, "role too low", false, {}, 1}};
    CHECK(shop.apply().exit_code() == ExitCode::auth);
  }
  SUBCASE("unreachable: nothing else is tried")
  {
    shop.want_flow("returns");
    shop.options.parallelism = 1;
    shop.api.faults = {{"POST data_sources", Kind::unreachable, 0, "no route", false, {}, 9}};
    const auto report = shop.apply();
    CHECK(report.exit_code() == ExitCode::unreachable);
    CHECK(shop.api.calls("POST data_sources") == 1);
    CHECK(result_of(report, "returns/source").reason == "because the service cannot be reached");
  }
}

TEST_CASE("a create whose answer got lost is found by its mark and not repeated")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_flow("returns");
  shop.api.faults = {{"POST data_sinks orders out", Kind::uncertain, 504, "", true, Duration{3'000}, 1}};
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST data_sinks orders out") == 1);
  CHECK(shop.api.count(ResourceKind::sink) == 2);
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("an uncertain create is repeated only after an empty look-up past create_settle, and once")
{
  Workshop shop;
  shop.want_flow("orders");
  SUBCASE("the second one works")
  {
    shop.api.faults = {{"POST data_sinks", Kind::uncertain, 0, "connection lost", false, {}, 1}};
    std::vector<Duration> posts;
    shop.api.on_call = [&](const std::string& line) {
      if (line.starts_with("POST data_sinks")) {
        posts.push_back(shop.clock.passed());
      }
    };
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    REQUIRE(posts.size() == 2);
    CHECK(posts[1] - posts[0] >= shop.options.create_settle);
    CHECK(shop.api.calls("LIST data_sinks") > 3);
    CHECK(shop.api.count(ResourceKind::sink) == 1);
  }
  SUBCASE("the second one is lost as well: it fails, and the intent stays")
  {
    shop.api.faults = {{"POST data_sinks", Kind::uncertain, 0, "connection lost", false, {}, 2}};
    const auto report = shop.apply();
    CHECK(result_of(report, "orders/sink/out").outcome == Outcome::failed);
    CHECK(report.exit_code() == ExitCode::partial);
    CHECK(shop.api.calls("POST data_sinks") == 2);
    CHECK(shop.store->data().intents.size() == 1);
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    CHECK(shop.store->data().intents.empty());
  }
}

TEST_CASE("a create that an interrupted run left open is looked for by the next, not repeated")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.faults = {{"POST data_sinks", Kind::uncertain, 0, "connection lost", true, Duration{20'000}, 1}};
  bool sent = false;
  shop.api.on_call = [&](const std::string& line) {
    sent = sent || line.starts_with("POST data_sinks");
    if (sent && line == "LIST data_sinks") {
      shop.stop.request_stop();
    }
  };
  const auto report = shop.apply();
  CHECK(report.interrupted);
  CHECK(report.exit_code() == ExitCode::interrupted);
  CHECK(shop.store->data().intents.size() == 1);

  shop.api.on_call = nullptr;
  shop.stop = std::stop_source();
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST data_sinks") == 0);
  CHECK(shop.api.count(ResourceKind::sink) == 1);
  CHECK(shop.store->data().intents.empty());
}

TEST_CASE("a create that another machine left open is waited for whatever its clock said")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.faults = {{"POST data_sinks", Kind::uncertain, 0, "connection lost", true, Duration{20'000}, 1}};
  bool sent = false;
  shop.api.on_call = [&](const std::string& line) {
    sent = sent || line.starts_with("POST data_sinks");
    if (sent && line == "LIST data_sinks") {
      shop.stop.request_stop();
    }
  };
  CHECK(shop.apply().interrupted);
  shop.api.on_call = nullptr;
  shop.stop = std::stop_source();
  auto intent = shop.store->data().intents.begin()->second;
  intent.sent_at = format_timestamp(shop.clock.now() - std::chrono::hours{1});
  shop.store->intent(intent);
  shop.options.others_wrote = true;
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST data_sinks") == 0);
  CHECK(shop.api.count(ResourceKind::sink) == 1);
}

TEST_CASE("a run that must not begin anything more is asked before each create")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.options.make_sure = [&] {
    if (shop.api.calls("POST data_sources") > 0) {
      shop.stop.request_stop(); // another run has taken the lock meanwhile
    }
  };
  const auto report = shop.apply();
  CHECK(report.interrupted);
  CHECK(shop.api.count(ResourceKind::source) == 1);
  CHECK(shop.api.calls("POST data_sets") == 0);
  CHECK(shop.api.calls("POST data_sinks") == 0);
  CHECK(shop.store->data().intents.empty());
}

TEST_CASE("an empty look-up in a list that is not whole proves nothing")
{
  Workshop shop;
  shop.want_flow("orders");
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  shop.api.whole_lists = false;
  shop.api.faults = {{"POST data_sources", Kind::uncertain, 0, "connection lost", false, {}, 1}};
  const auto report = shop.apply(planned, seen);
  CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
  CHECK(shop.api.calls("POST data_sources") == 1);
  CHECK(shop.store->data().intents.size() == 1);
}

TEST_CASE("a 5xx is looked up at once and then repeated")
{
  Workshop shop;
  shop.want_flow("orders");
  SUBCASE("not done")
  {
    shop.api.faults = {{"POST data_sources", Kind::server, 500, "oops", false, {}, 1}};
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    CHECK(shop.api.calls("POST data_sources") == 2);
  }
  SUBCASE("done all the same")
  {
    shop.api.faults = {{"POST data_sources", Kind::server, 500, "oops", true, {}, 1}};
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    CHECK(shop.api.calls("POST data_sources") == 1);
  }
  CHECK(shop.api.count(ResourceKind::source) == 1);
  CHECK(shop.clock.passed() < shop.options.create_settle);
}

TEST_CASE("a service that drops the mark: stop creating after that one and say what it did")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_flow("returns");
  shop.options.parallelism = 1;
  shop.api.drop_descriptions = true;
  const auto report = shop.apply();
  CHECK(shop.api.calls("POST") == 1);
  CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
  CHECK(result_of(report, "orders/source").reason.find("did not keep its mark") != std::string::npos);
  CHECK(result_of(report, "returns/source").outcome == Outcome::skipped);
  CHECK(shop.store->find(address("orders/source"))); // not lost
  CHECK(report.exit_code() == ExitCode::partial);
}

TEST_CASE("secrets are sent and never recorded")
{
  Workshop shop;
  shop.want_flow("orders");
  auto& source = shop.want("orders/source");
  source.document["source_config"]["hash_secret_key"] = "${secret.hook}";
  source.deferred.insert("/source_config/hash_secret_key");
  source.sensitive.insert("/source_config/hash_secret_key");
  SUBCASE("with its value")
  {
    shop.secrets.emplace("hook", Secret("very-secret"));
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    CHECK(shop.live("orders/source").body["source_config"]["hash_secret_key"] == "very-secret");
    const auto record = *shop.store->find(address("orders/source"));
    CHECK(record.applied.dump().find("very-secret") == std::string::npos);
    CHECK(record.observed.dump().find("very-secret") == std::string::npos);
  }
  SUBCASE("without it nothing is sent")
  {
    const auto report = shop.apply();
    CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
    CHECK(shop.api.calls("POST") == 0);
  }
}

TEST_CASE("a new flow joins its project after its source exists")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want("orders/source").nexla_project = "Sales";
  LiveResource project;
  project.type = ResourceKind::project;
  project.id = 900;
  project.name = "Sales";
  shop.api.add(project);
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.project_flows[900] == std::vector<ResourceId>{shop.id("orders/source") + 100'000});
}

TEST_CASE("an activation that is refused fails that resource, and the next run only activates")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.faults = {{"ACTIVATE data_sources", Kind::refused, 400, "account limit", false, {}, 1}};
  const auto report = shop.apply();
  CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
  CHECK(report.exit_code() == ExitCode::partial);
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST data_sources") == 0);
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
}

TEST_CASE("what is left as found is started once, by a later run when the first could not")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want("orders/sink/out").state = RunState::unmanaged;
  shop.api.faults.push_back({"ACTIVATE data_sinks/", Kind::refused, 403, "too many active", false, {}, 1});
  CHECK(shop.apply().exit_code() != ExitCode::ok);
  CHECK(shop.live("orders/sink/out").status == "INIT");
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(!shop.plan().has_differences());
  shop.live("orders/sink/out").status = "PAUSED"; // somebody's will
  shop.live("orders/sink/out").body["status"] = "PAUSED";
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("what shows no status is started by a later run when the first could not")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.faults.push_back({"ACTIVATE data_sinks/", Kind::refused, 403, "too many active", false, {}, 1});
  CHECK(shop.apply().exit_code() != ExitCode::ok);
  auto& sink = shop.live("orders/sink/out");
  sink.status.clear();
  sink.body["status"] = nullptr;
  CHECK(shop.plan().summary.update == 1);
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(std::any_of(shop.api.log.begin(), shop.api.log.end(),
                    [](const auto& line) { return line.starts_with("ACTIVATE data_sinks/"); }));
}
