#include "model/address.hpp"
#include "model/kinds.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

using namespace flowsync;

TEST_CASE("every kind is found by its word and by its type in the API")
{
  std::set<std::string_view> words;
  for (const auto& row : all_kinds()) {
    CAPTURE(row.word);
    CHECK(facts(row.kind).word == row.word);
    CHECK(parse_kind_word(row.word) == row.kind);
    CHECK(parse_type(row.api_type) == row.kind);
    CHECK(row.api_path == std::string(row.api_type) + "s"); // API notes B
    words.insert(row.word);
  }
  CHECK(words.size() == all_kinds().size());
  CHECK(words ==
        std::set<std::string_view>{"source", "nexset", "sink", "lookup", "transform", "code", "project", "credential"});
  CHECK_FALSE(parse_kind_word("data_set"));
  CHECK_FALSE(parse_type("nexset"));
}

TEST_CASE("an address of every kind is read back, and stands by rank within its flow")
{
  for (const auto& row : all_kinds()) {
    CAPTURE(row.word);
    const Address address{row.kind, in_flow(row.kind) ? "orders" : "",
                          row.written == SpecPlace::once_in_flow ? "" : "some-key"};
    CHECK(Address::parse(address.text()) == address);
    CHECK(is_reserved_flow_name(row.word) != in_flow(row.kind));
  }
  CHECK(Address{ResourceKind::source, "a", ""} < Address{ResourceKind::nexset, "a", "a"});
  CHECK(Address{ResourceKind::nexset, "a", "z"} < Address{ResourceKind::sink, "a", "a"});
  CHECK(Address{ResourceKind::lookup, "", "z"} < Address{ResourceKind::transform, "", "a"});
  CHECK(Address::parse("lookup/source") == Address{ResourceKind::lookup, "", "source"});
}

TEST_CASE("what is a part of a flow runs and has its place in the document, what is shared has a folder")
{
  for (const auto& row : all_kinds()) {
    CAPTURE(row.word);
    CHECK(row.runs == in_flow(row.kind));
    CHECK(row.place.empty() != in_flow(row.kind));
    CHECK(row.folder.empty() != is_shared(row.kind));
    CHECK(kind_of_document(row.document) == (is_shared(row.kind) ? std::optional(row.kind) : std::nullopt));
  }
}

TEST_CASE("the schema of plans knows every kind, and each document of its own has a schema")
{
  const std::filesystem::path schemas = FLOWSYNC_SOURCE_DIR "/schemas";
  std::ifstream file(schemas / "plan.schema.json");
  const auto plan = nlohmann::json::parse(file).dump();
  for (const auto& row : all_kinds()) {
    CAPTURE(row.word);
    if (row.written == SpecPlace::in_environment) {
      continue; // is never created
    }
    CHECK(plan.find("\"" + std::string(row.api_type) + "\"") != std::string::npos);
    const auto form = (in_flow(row.kind) ? "FLOW/" + std::string(row.word) : std::string(row.word) + "/NAME");
    CHECK(plan.find(form) != std::string::npos);
    std::string name(row.document);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    CHECK((name.empty() || std::filesystem::exists(schemas / (name + ".schema.json"))));
  }
}
