#include "base/base64.hpp"
#include "desired/load_desired.hpp"

#include "overlay/fixture.hpp"
#include "support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace flowsync;
using namespace flowsync::desired;
using nlohmann::json;

namespace {

// Documents of base for the environment prod, and files that they name, in a folder of their own.
class SharedProject
{
public:
  void file(const std::string& name, const std::string& text) const
  {
    m_folder.write("environments/base/" + name, text);
  }

  void document(const std::string& kind, const std::string& name, const std::string& spec)
  {
    m_texts["environments/base/" + name + ".yaml"] =
        "apiVersion: flowsync/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
  }

  LoadedDesired load() const
  {
    auto texts = m_texts;
    texts["environments/prod/environment.yaml"] = test::environment(
        "prod", "  nexla: {url: \"sim:demo\"}\n  naming: {prefix: \"P \"}\n  credentials: {c: {id: 5}}\n");
    auto project = test::project_of(texts);
    project.root = m_folder.folder();
    return load_desired(project, "prod", overlay::ProcessEnvironment());
  }

  DesiredResource one(const std::string& address) const
  {
    const auto loaded = load();
    REQUIRE_MESSAGE(loaded.desired, test::text_of(loaded.diagnostics));
    const auto* const found = loaded.desired->find(*Address::parse(address));
    REQUIRE_MESSAGE(found != nullptr, address);
    return *found;
  }

  std::string problems() const { return test::text_of(load().diagnostics); }

private:
  testing::TemporaryFolder m_folder;
  std::map<std::string, std::string> m_texts;
};

} // namespace

TEST_CASE("a lookup holds texts, sorted by their key, each with its place")
{
  SharedProject project;
  project.document("Lookup", "regions",
                   "{primary_key: code, entries: [{code: fr, size: 1.50}, {code: 0010, on: true, gone: null}]}");
  const auto lookup = project.one("lookup/regions");
  CHECK(lookup.name == "P regions");
  CHECK(lookup.document.at("entries") ==
        json::array({{{"code", "0010"}, {"on", "true"}}, {{"code", "fr"}, {"size", "1.50"}}}));
  CHECK(lookup.document.at("map_primary_key") == "code");
  CHECK(lookup.document.at("emit_data_default") == false);
  CHECK(lookup.origins.at("/entries/1/size").origin.column == 54);

  project.document("Lookup", "regions", "{primary_key: code, defaults: {size: 0}, entries: {file: rows.csv}}");
  project.file("rows.csv", "code,size\nfr,1.50\nde,2\n");
  const auto filed = project.one("lookup/regions");
  CHECK(filed.document.at("entries").at(0) == json{{"code", "de"}, {"size", "2"}});
  CHECK(filed.document.at("emit_data_default") == true);
  CHECK(filed.origins.at("/entries/1/size").origin.file == "environments/base/rows.csv");
  CHECK(filed.origins.at("/entries/1/size").origin.line == 2);
}

TEST_CASE("entries that cannot be are told at their places")
{
  SharedProject project;
  project.document("Lookup", "a", "{primary_key: k, entries: [{k: x}, {k: x}, {v: 1}, {k: {deep: 1}}]}");
  const auto told = project.problems();
  CHECK(told.find("duplicate-key: two entries have the key `x`") != std::string::npos);
  CHECK(told.find("missing-key: this entry has no `k`") != std::string::npos);
  CHECK(told.find("bad-value: `k` of an entry must be one value") != std::string::npos);
}

TEST_CASE("code travels as the service wants it, by what it works on")
{
  SharedProject project;
  project.file("clean.py", "print(1)\n");
  project.file("ops.json", R"([{"operation": "shift", "spec": {}}])");
  project.document("Transform", "record", "{type: python, file: clean.py}");
  project.document("Transform", "attribute", "{output: attribute, type: python3, file: clean.py}");
  project.document("Transform", "jolt", "{type: jolt_standard, file: ops.json}");
  project.document("Code", "query", "{type: flink_sql, code: select 1}");

  const auto record = project.one("transform/record").document;
  CHECK(record.at("code_type") == "jolt_custom");
  CHECK(record.at("code_encoding") == "none");
  CHECK(record.at("code").at(0).at("operation") == "nexla.custom");
  CHECK(record.at("code").at(0).at("spec").at("script") == encode_base64("print(1)\n"));
  const auto attribute = project.one("transform/attribute").document;
  CHECK(attribute.at("code_type") == "python3");
  CHECK(attribute.at("code_encoding") == "base64");
  CHECK(attribute.at("code") == encode_base64("print(1)\n"));
  CHECK(project.one("transform/jolt").document.at("code").at(0).at("operation") == "shift");
  const auto query = project.one("code/query");
  CHECK(query.document.at("code") == "select 1");
  CHECK(query.document.at("output_type") == "custom");
  CHECK(query.name == "query"); // the environment's prefix is not for code

  project.document("Transform", "jolt", "{type: jolt_standard, file: clean.py}");
  CHECK(project.problems().find("`clean.py` is not valid JSON") != std::string::npos);
  project.document("Transform", "jolt", "{type: python, code: x, file: clean.py}");
  CHECK(project.problems().find("either in a `file` or written here") != std::string::npos);
}

TEST_CASE("what flows share is named by them, and has to exist")
{
  SharedProject project;
  project.file("reader.py", "print(1)\n");
  project.document("Transform", "clean", "{type: python, file: reader.py}");
  project.document("Code", "reader", "{type: python3, file: reader.py}");
  project.document("Flow", "first",
                   "{source: {type: s3, credential: c, code: {ref: reader}}, nexsets: [{key: raw, detected: {}}, "
                   "{key: clean, from: raw, transform: {ref: clean}}]}");
  project.document("Flow", "second",
                   "{origin: {flow: first, nexset: clean}, nexsets: [{key: more}], sinks: [{key: map, from: more, "
                   "type: data_map, lookup: {primary_key: id}}]}");
  CHECK(project.one("first/source").document.at("code_container_id") == "${ref.code/reader.id}");
  const auto clean = project.one("first/nexset/clean");
  CHECK(clean.document.at("has_custom_transform") == true);
  CHECK(clean.document.at("transform_id") == "${ref.transform/clean.id}");
  CHECK(clean.depends_on == std::vector{*Address::parse("transform/clean")});
  CHECK(project.one("second/nexset/more").parent == Address::parse("first/nexset/clean"));
  CHECK(project.one("second/sink/map").document.at("data_map") ==
        json{{"name", "P map"}, {"map_primary_key", "id"}, {"emit_data_default", false}});

  project.document("Flow", "second", "{origin: {flow: first, nexset: claen}, nexsets: [{key: more}]}");
  CHECK(project.problems().find("there is no resource `first/nexset/claen` (did you mean `first/nexset/clean`?)") !=
        std::string::npos);
  project.document("Flow", "second", "{origin: {nexset: {id: 5, name: x}}, nexsets: [{key: a, detected: {}}]}");
  const auto told = project.problems();
  CHECK(told.find("a shared nexset is chosen by `id` or by `name`") != std::string::npos);
  CHECK(told.find("nothing is detected in a flow with an `origin`") != std::string::npos);
}

TEST_CASE("a flow joins an existing project by its name or id")
{
  SharedProject project;
  project.document("Flow", "first", "{nexla_project: {id: 900}, source: {type: s3, credential: c}}");
  const auto source = project.one("first/source");
  CHECK(source.nexla_project_id == 900);
  CHECK(source.nexla_project.empty());
  CHECK(source.origins.at("/project_id").origin.line == 4);
  CHECK(canonical_text(source).find("\"project\":900") != std::string::npos);

  project.document("Flow", "first", "{nexla_project: {id: many}, source: {type: s3, credential: c}}");
  CHECK(project.problems().find("wrong-type") != std::string::npos);
  project.document("NexlaProject", "sales", "{}");
  project.document("Flow", "first",
                   "{nexla_project: {id: \"${ref.project/sales.id}\"}, source: {type: s3, credential: c}}");
  CHECK(project.problems().find("`nexla_project` must be known before anything is sent") != std::string::npos);
}

TEST_CASE("a project has its name and description, and is what flows that name it depend on")
{
  SharedProject project;
  project.document("NexlaProject", "sales", "{description: All of it, access: [{org: true, role: operator}]}");
  project.document("Flow", "first", "{nexla_project: {ref: sales}, source: {type: s3, credential: c}}");
  const auto sales = project.one("project/sales");
  CHECK(sales.type == ResourceKind::project);
  CHECK(sales.name == "P sales"); // decorated, so that two environments can share an account
  CHECK(sales.document == json{{"name", "P sales"}, {"description", "All of it"}, {"access", {{"org", "operator"}}}});
  const auto source = project.one("first/source");
  CHECK(source.own_project == Address::parse("project/sales"));
  CHECK(source.nexla_project.empty());
  CHECK(source.depends_on == std::vector<Address>{*Address::parse("project/sales")});
  CHECK(source.origins.at("/project_id").origin.line == 4);

  project.document("Flow", "first", "{nexla_project: {ref: sails}, source: {type: s3, credential: c}}");
  CHECK(project.problems().find("there is no resource `project/sails`") != std::string::npos);
  project.document("Flow", "first", "{nexla_project: {}, source: {type: s3, credential: c}}");
  CHECK(project.problems().find("a Nexla project is chosen by `ref` or by `id`") != std::string::npos);
  project.document("Flow", "first", "{nexla_project: {ref: sales, id: 5}, source: {type: s3, credential: c}}");
  CHECK(project.problems().find("a Nexla project is chosen by `ref` or by `id`") != std::string::npos);
  project.document("NexlaProject", "sales", "{api: {flows: [1]}}");
  CHECK(project.problems().find("`flows` cannot be passed on by `api`") != std::string::npos);
}
