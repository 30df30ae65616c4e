#include "import_fixture.hpp"

using namespace flowsync;
using namespace flowsync::importer;

namespace {

std::string source_alias(const Import& import)
{
  REQUIRE_MESSAGE(import.result, import.words());
  return import.result->document->get("spec")->get("source")->get("credential")->text();
}

std::string sink_alias(const Import& import)
{
  REQUIRE_MESSAGE(import.result, import.words());
  return import.result->document->get("spec")->get("sinks")->items()[0]->get("credential")->text();
}

} // namespace

TEST_CASE("the ids of the properties file become the environment's aliases")
{
  Import import;
  import.run(fixture("orders_export.json"), fixture("_properties_orders.json"));
  REQUIRE_MESSAGE(import.result, import.words());
  CHECK(import.result->credentials.size() == 2);
  CHECK(import.result->credentials.at("orders-s3").id == 6027);
  CHECK(import.result->credentials.at("warehouse").id == 6101);
  CHECK(import.result->adopted.empty()); // nothing is to be updated
}

TEST_CASE("equal names with different ids get aliases in order of id")
{
  Import import;
  import.run(
      small_export(),
      R"({"inputs":{"source":{"data_credentials":"20"},"sink_1":{"data_credentials":10}},"meta_data":{"a":""}})");
  CHECK(sink_alias(import) == "lake");
  CHECK(source_alias(import) == "lake-2");
  CHECK(import.result->credentials.at("lake-2").id == 20);
  CHECK(import.result->notes.empty());
}

TEST_CASE("a properties file with wrong ids or unknown blocks is refused with places")
{
  Import import;
  import.run(small_export(), R"({"inputs":{"source":{"data_credentials":"x"},"sink_9":{"data_credentials":1}}})");
  CHECK(!import.result);
  CHECK(import.problems() == "wrong-type 1:41\nunknown-block 1:46\n");
  Import other;
  other.run(small_export(), small_export());
  CHECK(other.problems() == "not-a-properties-file 1:1\n");
}

TEST_CASE("with an account a name is resolved to its id")
{
  Import import;
  import.options.credentials.account = {{6027, "Lake", "s3"}, { 6028, "lake", "s3" }};
  import.run(small_export());
  CHECK(source_alias(import) == "lake");
  CHECK(sink_alias(import) == "lake");
  CHECK(import.result->credentials.size() == 1);
  CHECK(import.result->credentials.at("lake").id == 6027);
  CHECK(import.result->credentials.at("lake").name.empty());
}

TEST_CASE("a name that the account does not show is an error with the nearest one")
{
  Import import;
  import.options.credentials.account = {{ 6027, "Lakes", "s3" }};
  import.run(small_export());
  CHECK(!import.result);
  CHECK(import.problems() == "unknown-credential 1:47\nunknown-credential 4:20\n");
  CHECK(import.words().find("is `Lakes` meant?") != std::string::npos);
}

TEST_CASE("an id that the account does not show is an error")
{
  Import import;
  import.options.credentials.account = {{ 6027, "Lake", "s3" }};
  import.run(small_export(), R"({"inputs":{"source":{"data_credentials":5}}})");
  CHECK(!import.result);
  CHECK(import.problems() == "unknown-credential 1:41\n");
}

TEST_CASE("two credentials of one name are told apart by the type of what uses them")
{
  Import import;
  import.options.credentials.account = {{44, "Lake", "gcs"}, { 31, "Lake", "s3" }};
  import.run(small_export());
  REQUIRE_MESSAGE(import.result, import.words());
  CHECK(import.result->credentials.at(source_alias(import)).id == 31);
  CHECK(import.result->credentials.at(sink_alias(import)).id == 44);
}

TEST_CASE("two credentials of one name and type are listed with ids, and nothing is chosen")
{
  Import import;
  import.options.credentials.account = {{44, "Lake", "s3"}, {31, "Lake", "s3"}, { 50, "Lake", "gcs" }};
  import.run(small_export());
  CHECK(!import.result);
  CHECK(import.problems() == "ambiguous-credential 1:47\n");
  CHECK(import.words().find("2 credentials have the name `Lake`: id 31 (s3) and id 44 (s3)") != std::string::npos);
  CHECK(import.words().find("--credential lake=31") != std::string::npos);
  CHECK(import.words().find(R"({"inputs": {"source": {"data_credentials": 31}}})") != std::string::npos);

  Import said;
  said.options.credentials = import.options.credentials;
  said.options.credentials.given = {{"lake", 44}};
  said.run(small_export());
  REQUIRE(said.result);
  CHECK(said.result->credentials.at("lake").id == 44);
}

TEST_CASE("what a person says of an alias goes to the use that it fits, and of a block to that block")
{
  const std::vector<KnownCredential> account{
      {10, "Lake", "s3"}, {11, "Lake", "gcs"}, {12, "Lake", "s3"}, {13, "Other", "snowflake"}};
  const auto run = [&](Import& import, const std::map<std::string, ResourceId>& given) {
    import.options.credentials.account = account;
    import.options.credentials.given = given;
    import.run(small_export());
  };
  Import by_alias;
  run(by_alias, {{"lake", 12}});
  REQUIRE_MESSAGE(by_alias.result, by_alias.words());
  CHECK(by_alias.result->credentials.at(source_alias(by_alias)).id == 12);
  CHECK(by_alias.result->credentials.at(sink_alias(by_alias)).id == 11); // an s3 credential is none for gcs
  Import by_block;
  run(by_block, {{"source", 10}, {"sink_1", 13}});
  REQUIRE_MESSAGE(by_block.result, by_block.words());
  CHECK(by_block.result->credentials.at(source_alias(by_block)).id == 10);
  CHECK(by_block.result->credentials.at(sink_alias(by_block)).id == 13);
  Import unused;
  run(unused, {{"lake", 12}, {"laek", 12}});
  CHECK(unused.words() == "--credential laek=12: nothing in the file uses `laek`\nit uses lake\n");
}

TEST_CASE("a credential that a reply shows as an object counts by its name")
{
  Import import;
  import.options.credentials.account = {{ 6027, "Lake", "s3" }};
  import.run(R"({"source":{"name":"Orders","source_type":"s3","data_credentials":{"id":1,"name":"Lake"}}})");
  CHECK(import.result->credentials.at(source_alias(import)).id == 6027);
}

TEST_CASE("a person is asked which of two is meant, and which of those that fit when none has the name")
{
  Import import;
  import.options.credentials.account = {{44, "Lake", "s3"}, {31, "Lake", "s3"}, { 50, "Other", "gcs" }};
  std::vector<bool> unknown;
  import.options.credentials.choose = [&](const Choice& choice) { unknown.push_back(choice.unknown);
  return std::optional<ResourceId>(choice.candidates.back().id);
};
import.run(small_export());
REQUIRE_MESSAGE(import.result, import.words());
CHECK(unknown == std::vector<bool>{false, false}); // once for s3, once for gcs
Import other;
other.options.credentials.account = {{44, "A", "s3"}, {50, "B", "gcs"}};
other.options.credentials.choose = [](const Choice& choice) {
  CHECK(choice.unknown);
  CHECK(choice.candidates.size() == 1);
  return std::optional<ResourceId>(choice.candidates.front().id);
};
other.run(small_export());
REQUIRE_MESSAGE(other.result, other.words());
CHECK(other.result->credentials.at(source_alias(other)).id == 44);
CHECK(other.result->credentials.at(sink_alias(other)).id == 50);
}

TEST_CASE("an alias that stands for the credential already is used again")
{
  CredentialSelector by_id;
  by_id.id = 6027;
  CredentialSelector by_name;
  by_name.name = "Lake";
  CredentialSelector other;
  other.id = 1;
  SUBCASE("by id")
  {
    Import import;
    import.options.credentials.account = {{ 6027, "Lake", "s3" }};
    import.options.credentials.aliases = {{"data-lake", by_id}, { "lake", other }};
    CHECK(source_alias(import.run(small_export())) == "data-lake");
    CHECK(import.result->credentials.empty());
  }
  SUBCASE("by name, offline")
  {
    Import import;
    import.options.credentials.aliases = {{ "data-lake", by_name }};
    CHECK(source_alias(import.run(small_export())) == "data-lake");
  }
  SUBCASE("by name, when the name is the only one in the account")
  {
    Import import;
    import.options.credentials.account = {{ 6027, "Lake", "s3" }};
    import.options.credentials.aliases = {{ "data-lake", by_name }};
    CHECK(source_alias(import.run(small_export())) == "data-lake");
  }
  SUBCASE("an alias of that spelling for another credential is not")
  {
    Import import;
    import.options.credentials.aliases = {{ "lake", other }};
    CHECK(source_alias(import.run(small_export())) == "lake-2");
    CHECK(import.result->credentials.at("lake-2").name == "Lake");
  }
  SUBCASE("an id given offline does not stand for a name")
  {
    Import import;
    import.options.credentials.aliases = {{ "lake", by_name }};
    import.run(small_export(), R"({"inputs":{"source":{"data_credentials":5}}})");
    CHECK(source_alias(import) == "lake-2");
    CHECK(sink_alias(import) == "lake");
  }
}

TEST_CASE("names without any letter still give an alias")
{
  Import import;
  import.run(R"({"source":{"name":"***","source_type":"s3","data_credentials":"<data_credentials_id: ## >"}})");
  CHECK(source_alias(import) == "credential");
  CHECK(import.result->flow == "imported");
}
