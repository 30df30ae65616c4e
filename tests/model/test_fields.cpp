#include "model/fields.hpp"
#include "model/parts.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace flowsync;

TEST_CASE("a field has the word of the kind that it is of")
{
  REQUIRE(own_field(ResourceKind::source, "source_config") != nullptr);
  CHECK(own_field(ResourceKind::source, "source_config")->word == "config");
  CHECK(own_field(ResourceKind::sink, "source_config") == nullptr);
  CHECK(own_field(ResourceKind::sink, "data_map")->word == "lookup");
  CHECK(own_field(ResourceKind::lookup, "data_map")->word == "entries");
  CHECK(own_field(ResourceKind::nexset, "has_custom_transform")->word.empty());
  CHECK(own_field(ResourceKind::nexset, "custom_config") == nullptr); // passed on by `api:`
  CHECK(own_field(ResourceKind::credential, "name") == nullptr);
  CHECK(is_read_only_field("created_at"));
  CHECK_FALSE(is_read_only_field("tags"));
  CHECK(own_field(ResourceKind::code, "tags")->word == "tags");
}

TEST_CASE("a field without a row is compared as text and changed while paused")
{
  const auto& facts = field_facts("flow_type");
  CHECK(facts.comparison == FieldComparison::text);
  CHECK(facts.change == FieldClass::runtime);
  CHECK(facts.shown_in == ShownIn::body);
  CHECK_FALSE(facts.in_specs);
  CHECK(field_facts("status").change == FieldClass::status);
  CHECK(field_facts("source_type").change == FieldClass::fixed);
}

TEST_CASE("what excludes one another names one another, and what goes together goes both ways")
{
  for (const auto* const field : {"transform", "transform_id", "code_container", "code_container_id"}) {
    CAPTURE(field);
    CHECK(field_facts(field_facts(field).alternative).alternative == field);
  }
  const auto& groups = fields_together();
  CHECK(groups.size() == 2);
  CHECK(std::any_of(groups.begin(), groups.end(), [](const auto& group) {
    return std::find(group.begin(), group.end(), "has_custom_transform") != group.end() &&
           std::find(group.begin(), group.end(), "transform_id") != group.end();
  }));
}

TEST_CASE("a resource has the parts that its kind has a word for")
{
  using Parts = std::vector<std::string_view>;
  CHECK(parts_of(ResourceKind::source) == Parts{"access", "notifications", "triggers"});
  CHECK(parts_of(ResourceKind::nexset) == Parts{"access", "docs", "notifications"});
  CHECK(parts_of(ResourceKind::lookup) == Parts{"access"});
  CHECK(parts_of(ResourceKind::credential).empty());
  for (const auto part : k_all_parts) {
    CHECK(is_part(part));
  }
}
