#include "compare/fixture.hpp"
#include "compare/same_places.hpp"

using namespace flowsync;
using namespace flowsync::compare;

namespace {

const std::string k_account = "  nexla: {url: \"https://api.nexla.io\"}\n";
const std::string k_one_id = k_account + "  credentials: {files: {id: 6027}}\n";

// A flow `orders` in base, its source and its sink of these types and configs.
std::string base_flow(const std::string& source, const std::string& sink)
{
  return test::flow("orders", "  source: " + source + "\n  sinks:\n    - " + sink + "\n");
}

const std::string k_files = base_flow("{type: s3, credential: files, config: {path: acme/orders}}",
                                      "{key: out, type: s3, credential: files, config: {path: acme/out/}}");

// What two environments with these settings have in common, "kind: sentence", one a line.
std::string found_in(const std::string& flow, const std::string& dev, const std::string& prod,
                     const std::map<std::string, std::string>& more = {})
{
  std::map<std::string, std::string> texts{{"environments/base/flow.yaml", flow},
                                           {"environments/dev/environment.yaml", test::environment("dev", dev)},
                                           {"environments/prod/environment.yaml", test::environment("prod", prod)}};
  texts.insert(more.begin(), more.end());
  std::string text;
  for (const auto& place : test::compare_texts(std::move(texts)).result.same_places) {
    text += fmt::format("{}: {}\n", same_place_code(place.kind), same_place_sentence(place));
  }
  return text;
}

const std::string k_both = "read: dev and prod read the same place: s3 `acme/orders`\n"
                           "written: dev and prod write the same place: s3 `acme/out`\n";

} // namespace

TEST_CASE("what two environments of one account read and write through one credential is told")
{
  CHECK(found_in(k_files, k_one_id, k_one_id) == k_both);
}

TEST_CASE("credentials are alike by id, by name, or when nobody says what they are")
{
  const auto with = [](const std::string& selector) {
    return k_account + "  credentials: {files: " + selector + "}\n";
  };
  CHECK(found_in(k_files, with("{id: 6027}"), with("{id: 6028}")).empty());
  CHECK(found_in(k_files, with("{id: 6027, name: A}"), with("{id: 6027, name: B}")) == k_both);
  CHECK(found_in(k_files, with("{id: 6027, name: A}"), with("{id: 6028, name: A}")) == k_both);
  CHECK(found_in(k_files, with("{name: A}"), with("{name: B}")).empty());
  CHECK(found_in(k_files, with("{name: A}"), with("{id: 6028}")) == k_both);
  CHECK(found_in(k_files, with("{name: A}"), k_account) == k_both);
}

TEST_CASE("simulated accounts have places of their own, other accounts share what the place alone says")
{
  const auto at = [](const std::string& url, const std::string& more = "") {
    return "  nexla: {url: \"" + url + "\"" + more + "}\n  credentials: {files: {id: 6027}}\n";
  };
  CHECK(found_in(k_files, at("sim:dev"), at("sim:prod")).empty());
  CHECK(found_in(k_files, at("sim:dev"), at("https://api.nexla.io")).empty());
  CHECK(found_in(k_files, at("sim:one"), at("sim:one?account=demo")) == k_both);
  CHECK(found_in(k_files, at("https://api.nexla.io"), at("https://other.nexla.io/")) == k_both);
  const auto named = [](const std::string& url, const std::string& name) {
    return "  nexla: {url: \"" + url + "\"}\n  credentials: {files: {id: 6027, name: " + name + "}}\n";
  };
  const auto dev = named("https://api.nexla.io", "Files of dev");
  const auto prod = named("https://other.nexla.io/", "Files of prod");
  CHECK(found_in(k_files, dev, prod) == k_both); // a bucket is the same whatever opens it
  const auto urls = base_flow("{type: rest, credential: files, config: {url.template: \"https://x/a\"}}",
                              "{key: out, type: email, config: {}}");
  CHECK(found_in(urls, dev, prod).empty()); // another customer of the same API, for all that anybody can tell
  CHECK(found_in(urls, dev, named("https://other.nexla.io/", "Files of dev")) ==
        "read: dev and prod read the same place: rest `https://x/a`\n");
  const auto table = base_flow("{type: nexla_rest, config: {}}",
                               "{key: out, type: snowflake, credential: files, config: {database: A, table: T}}");
  CHECK(found_in(table, at("https://api.nexla.io", ", org: 1"), at("https://api.nexla.io/", ", org: 2")).empty());
  CHECK(found_in(table, at("https://api.nexla.io", ", org: 1"), at("https://api.nexla.io/", ", org: 1")) ==
        "written: dev and prod write the same place: snowflake `database=A table=T`\n");
}

TEST_CASE("a place is all that names it, by the connector, and a variable that differs makes two")
{
  const auto tables = [](const std::string& config) {
    return base_flow("{type: nexla_rest, config: {path: same}}",
                     "{key: out, type: postgres, credential: files, config: {" + config + "}}");
  };
  CHECK(found_in(tables("table: T, insert.mode: UPSERT"), k_one_id, k_one_id) ==
        "written: dev and prod write the same place: postgres `T`\n");
  CHECK(found_in(tables("table: T, schema: \"${var.s}\""), k_one_id + "  variables: {s: a}\n",
                 k_one_id + "  variables: {s: b}\n")
            .empty());
  CHECK(found_in(tables("insert.mode: UPSERT"), k_one_id, k_one_id).empty());
  const auto urls = base_flow("{type: rest, config: {rest.iterations: [{key: a, url.template: \"https://x/a\"}]}}",
                              "{key: out, type: acme_thing, credential: files, config: {topic: T, mode: x}}");
  CHECK(found_in(urls, k_one_id, k_one_id) == "read: dev and prod read the same place: rest `https://x/a`\n"
                                              "written: dev and prod write the same place: acme_thing `T`\n");
}

TEST_CASE("what one environment writes and another one reads is told when nothing worse is")
{
  const auto own = [](const std::string& text) { return test::flow("own", text); };
  const auto found = found_in(
      base_flow("{type: email, config: {}}", "{key: x, type: email, config: {}}"), k_one_id, k_one_id,
      {{"environments/dev/own.yaml",
        own("  sinks: [{key: out, type: s3, credential: files, config: {path: acme/x}}]\n")},
       {"environments/prod/own.yaml", own("  source: {type: s3, credential: files, config: {path: acme/x}}\n")}});
  CHECK(found == "written-and-read: dev writes and prod reads the same place: s3 `acme/x`\n");
}

TEST_CASE("an entry of either environment says that a place is meant for several")
{
  const auto safe = [](const std::string& pattern) {
    return k_one_id + "  safety: {shared_places: [\"" + pattern + "\"]}\n";
  };
  CHECK(found_in(k_files, safe("acme/*"), k_one_id).empty());
  CHECK(found_in(k_files, k_one_id, safe("orders/*")).empty());
  CHECK(found_in(k_files, k_one_id, safe("orders/source")) ==
        "written: dev and prod write the same place: s3 `acme/out`\n");
  CHECK(found_in(k_files, k_one_id, safe("elsewhere")) == k_both);
}

TEST_CASE("the warning names the use of its environment, the other places and the way out")
{
  const auto sides = test::compare_texts(
      {{"environments/base/flow.yaml",
        base_flow("{type: email, config: {}}",
                  "{key: out, type: s3, credential: files, config: {path: \"${var.bucket}/out\"}}")},
       {"environments/dev/environment.yaml", test::environment("dev", k_one_id + "  variables: {bucket: acme}\n")},
       {"environments/prod/environment.yaml", test::environment("prod", k_one_id + "  variables: {bucket: acme}\n")},
       {"environments/prod/flow.yaml",
        test::flow("orders", "  sinks:\n    - {key: out, config: {path: acme/out}}\n")}});
  const auto& places = sides.result.same_places;
  REQUIRE(places.size() == 1);
  const auto& files = *sides.project.files;
  const auto warnings = same_place_warnings(places, {"prod"}, files);
  REQUIRE(warnings.items().size() == 1);
  const auto& warning = warnings.items().front();
  CHECK(warning.code == "same-place");
  CHECK(warning.severity == Severity::warning);
  CHECK(warning.where.file == "environments/prod/flow.yaml");
  CHECK(warning.hint.find("shared_places: [\"acme/out\"]") != std::string::npos);
  REQUIRE(warning.related.size() == 2);
  CHECK(warning.related[0].message == "orders/sink/out of dev has it here");
  CHECK(warning.related[0].where.file == "environments/base/flow.yaml");
  CHECK(warning.related[1].message == "var.bucket of dev is written here");
  CHECK(warning.related[1].where.file == "environments/dev/environment.yaml");
  CHECK(same_place_warnings(places, {"qa"}, files).empty());
  CHECK(same_place_warnings(places, {"dev"}, files, 0).items().front().message ==
        "1 more place is the same in several environments");
}
