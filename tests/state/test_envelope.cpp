#include "base/version.hpp"
#include "state/envelope.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::state;

TEST_CASE("an envelope is read as it was written, and has what Terraform's states have")
{
  Envelope envelope{41, "0123456789abcdef", {{"state.json", "{\n\"a\": \"ü\\u0000\"}\n"}, {"trash/x/a b.yaml", ""}}};
  const auto text = encode_envelope(envelope);
  CHECK(text.starts_with(R"({"version":4,"serial":41,"lineage":"0123456789abcdef","flowsync_version":")" +
                         program_version() + R"(","files":{)"));
  const auto read = decode_envelope(text, "there");
  REQUIRE(read.ok());
  CHECK(*read == envelope);
  CHECK(encode_envelope(*read) == text);
  CHECK(decode_envelope(encode_envelope({}), "there")->files.empty());
}

TEST_CASE("each save has the next serial and stays of the same lineage")
{
  const auto first = changed({}, {{"state.json", "1"}, {"run.json", "x"}});
  CHECK(first.serial == 1);
  CHECK(first.lineage.size() == 16);
  const auto second = changed(first, {{"state.json", "2"}, {"run.json", std::nullopt}});
  CHECK(second.serial == 2);
  CHECK(second.lineage == first.lineage);
  CHECK(second.files == std::map<std::string, std::string>{{"state.json", "2"}});
}

TEST_CASE("an envelope keeps the newest entries of history and trash")
{
  Envelope envelope;
  for (int i = 0; i < 60; ++i) {
    envelope = changed(envelope, {{fmt::format("history/{:012}.json", i), "{}"},
                                  {fmt::format("trash/2026-11-{:02}/a.yaml", i), "a"},
                                  {fmt::format("trash/2026-11-{:02}/below/b.yaml", i), "b"}});
  }
  CHECK(envelope.files.size() == 50 + 2 * 20);
  CHECK_FALSE(envelope.files.contains("history/000000000009.json"));
  CHECK(envelope.files.contains("history/000000000010.json"));
  CHECK_FALSE(envelope.files.contains("trash/2026-11-39/a.yaml"));
  CHECK(envelope.files.contains("trash/2026-11-40/below/b.yaml"));
}

TEST_CASE("what is not an envelope is told apart")
{
  using Kind = Problem::Kind;
  const auto kind = [](const std::string& text) { return decode_envelope(text, "there").error().kind; };
  const auto text = encode_envelope(changed({}, {{"state.json", "1"}}));
  CHECK(kind(text.substr(0, text.size() / 2)) == Kind::damaged);
  CHECK(kind("<html>sign in</html>") == Kind::damaged);
  CHECK(kind("[]") == Kind::damaged);
  CHECK(kind(R"({"version":4,"serial":1,"lineage":"a"})") == Kind::damaged);
  CHECK(kind(R"({"version":4,"serial":-1,"lineage":"a","files":{}})") == Kind::damaged);
  CHECK(kind(R"({"version":4,"serial":1,"lineage":"a","files":{"state.json":1}})") == Kind::damaged);
  CHECK(kind(R"({"version":5,"anything":1})") == Kind::newer);
  CHECK(decode_envelope(R"({"version":5,"flowsync_version":"12.3.0"})", "there").error().hint ==
        "nothing was changed; install flowsync 12.3.0 or later");
  CHECK(kind(R"({"version":4,"terraform_version":"1.9.0","serial":1,"lineage":"a","resources":[]})") == Kind::foreign);
}
