#include "exec/verification.hpp"
#include "nexla/samples.hpp"
#include "support/fake_api.hpp"
#include "support/fake_clock.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::exec;
using nlohmann::json;

namespace {

// Answers reads one after the other; the last answer stays.
class Answers : public test::FakeApi
{
public:
  Answers(Clock& clock, std::vector<json> answers) : FakeApi(clock), m_answers(std::move(answers)) {}

  nexla::ApiResult<json> read(const std::string& path, const std::string&, std::stop_token) override
  {
    paths.push_back(path);
    const auto answer = m_answers.front();
    if (m_answers.size() > 1) {
      m_answers.erase(m_answers.begin());
    }
    if (answer.is_number()) {
      nexla::ApiError error;
      error.kind = answer == 404 ? nexla::ApiError::Kind::absent : nexla::ApiError::Kind::server;
      error.status = answer.get<int>();
      return error;
    }
    return answer;
  }

  std::vector<std::string> paths;

private:
  std::vector<json> m_answers;
};

DesiredResource resource(const std::string& address, Verification verify)
{
  DesiredResource wanted;
  wanted.address = *Address::parse(address);
  wanted.type = wanted.address.kind;
  wanted.verify = std::move(verify);
  return wanted;
}

Verification attributes(std::vector<std::string> names)
{
  Verification verify;
  verify.has = std::move(names);
  verify.within = std::chrono::seconds{10};
  return verify;
}

Verification records(std::int64_t count)
{
  Verification verify;
  verify.records = count;
  verify.within = std::chrono::seconds{10};
  return verify;
}

constexpr std::int64_t k_since = 1'780'000'000'000; // ms

Verified look(const DesiredResource& wanted, std::vector<json> answers, std::size_t* looks = nullptr)
{
  flowsync::FakeClock clock;
  Answers api(clock, std::move(answers));
  const auto results =
      verify(api, {{&wanted, {wanted.type, 7}}}, WallTime{std::chrono::milliseconds{k_since}}, clock, {});
  REQUIRE(results.size() == 1);
  if (looks != nullptr) {
    *looks = api.paths.size();
  }
  return results.front();
}

json run(std::int64_t began, std::int64_t count)
{
  return {{"runId", began}, {"records", count}};
}

json runs(std::vector<json> rows)
{
  return {{"metrics", {{"data", std::move(rows)}}}};
}

} // namespace

TEST_CASE("records of runs that began since then are counted until there are enough, or the time is up")
{
  const auto wanted = resource("a/sink/b", records(10));
  std::size_t looks = 0;
  CHECK(look(wanted, {runs({run(k_since + 5, 12)})}, &looks).kept);
  CHECK(looks == 1);
  CHECK(look(wanted, {runs({run(k_since + 5, 4)}), runs({run(k_since + 9000, 6), run(k_since + 5, 4)})}, &looks).kept);
  CHECK(looks == 2);
  const auto few = look(wanted, {runs({run(k_since + 5, 4), run(k_since - 1, 600)})}, &looks);
  CHECK(!few.kept);
  CHECK(few.told);
  CHECK(few.why == "4 of 10 records in 10.0s");
  CHECK(looks > 2);
}

TEST_CASE("attributes are looked for in all records of a sample together")
{
  const auto wanted = resource("a/nexset/b", attributes({"id", "sku"}));
  CHECK(look(wanted, {json::array({{{"id", 1}}, {{"sku", 2}}})}).kept);
  CHECK(look(wanted, {json::array(), json::array({{{"rawMessage", {{"id", 1}, {"sku", 2}}}}})}).kept);
  CHECK(look(wanted, {json::array({{{"id", 1}}})}).why == "a sample of 1 record has no sku");
  CHECK(look(wanted, {json::array()}).why == "there is no sample of it yet");
}

TEST_CASE("what the service does not tell is told apart from what did not come")
{
  const auto sample = look(resource("a/nexset/b", attributes({"id"})), {404});
  CHECK(!sample.kept);
  CHECK(!sample.told);
  const auto counts = look(resource("a/source", records(1)), {404});
  CHECK(!counts.told);
  CHECK(look(resource("a/source", records(1)), {500, runs({run(k_since, 1)})}).kept); // a hiccup is looked past
}

TEST_CASE("samples come bare, wrapped or below a key")
{
  CHECK(nexla::decode_sample(json::array({{{"a", 1}}, {{"b", 2}}})).attributes == std::set<std::string>{"a", "b"});
  CHECK(nexla::decode_sample({{"data", {{{"a", 1}}}}}).records == 1);
  CHECK(nexla::decode_sample({{"samples", {{{"rawMessage", {{"a", 1}}}}}}}).attributes == std::set<std::string>{"a"});
  CHECK(nexla::decode_sample("text").records == 0);
}
