#include "schema/rule_compiler.hpp"
#include "schema/schema_texts.hpp"
#include "schema/semantics.hpp"
#include "schema/validate.hpp"

#include "schema/read_document.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <stdexcept>

using namespace flowsync;
using nlohmann::json;

namespace {

json schema_of(const std::string& kind)
{
  const auto& all = schema::schema_texts();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& text) { return text.name == kind; });
  REQUIRE(found != all.end());
  return json::parse(found->text);
}

// What a common JSON Schema validator, such as an editor's, says about a written document.
bool editor_accepts(const std::string& kind, const std::string& text)
{
  const ReadDocument document(text);
  const auto schema_json = schema_of(kind);
  const auto document_json = to_json(*document.root);
  valijson::Schema compiled;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), compiled);
  valijson::Validator validator;
  return validator.validate(compiled, valijson::adapters::NlohmannJsonAdapter(document_json), nullptr);
}

// What validate_written says: errors other than "not supported yet", which plain JSON Schema cannot say.
bool we_accept(const std::string& kind, const std::string& text)
{
  ReadDocument document(text);
  schema::validate_written(*document.root, kind, document.files, document.diagnostics);
  const auto& items = document.diagnostics.items();
  return std::all_of(items.begin(), items.end(), [](const auto& item) { return item.code == "not-supported-yet"; });
}

const std::string k_flow = "{apiVersion: flowsync/v1, kind: Flow, metadata: {name: a}";
const std::string k_environment = "{apiVersion: flowsync/v1, kind: Environment, metadata: {name: a}";

void walk(const json& schema, const std::string& path, bool described)
{
  if (schema.contains("properties")) {
    for (const auto& item : schema.at("properties").items()) {
      const auto& name = item.key();
      const auto& property = item.value();
      CHECK_MESSAGE(property.contains("description"), (path + "/" + name));
      walk(property, path + "/" + name, true);
    }
    CHECK_MESSAGE((described && schema.contains("additionalProperties")), path);
  }
  for (const auto* const part : {"items", "additionalProperties"}) {
    if (schema.contains(part) && schema.at(part).is_object()) {
      walk(schema.at(part), path + "/" + part, true);
    }
  }
  for (const auto& alternative : schema.value("anyOf", json::array())) {
    walk(alternative, path, true);
  }
}

} // namespace

TEST_CASE("every kind has a schema, and every key in it a description")
{
  for (const auto* const kind : {"project", "environment", "flow", "lookup", "transform", "code", "nexlaproject"}) {
    const auto schema = schema_of(kind);
    CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
    walk(schema, kind, schema.contains("description"));
  }
}

TEST_CASE("editors that follow the schemas agree with our validation")
{
  const std::vector<std::pair<std::string, std::string>> documents{
      {"flow", k_flow + "}"},
      {"flow", k_flow + ", spec: {source: {config: {path: x, a: null}}, sinks: [{key: a, $delete: true}]}}"},
      {"flow", k_flow + ", spec: {source: {name: null, $replace: true}, state: '${var.s}'}}"},
      {"flow", k_flow + ", spec: {nexsets: [{key: a, detected: {index: '${var.n}'}}, {key: b, transform: {v: 1}}]}}"},
      {"flow", k_flow + ", x-a: 1, moved: [{from: a/source, to: null}]}"},
      {"flow", k_flow + ", spec: {state: running}}"},
      {"flow", k_flow + ", spec: {source: {typ: s3}}}"},
      {"flow", k_flow + ", spec: {source: {name: 5}}}"},
      {"flow", k_flow + ", spec: {sinks: [{from: a}]}}"},
      {"flow", k_flow + ", spec: {sinks: [{key: A}]}}"},
      {"flow", k_flow + ", spec: {nexsets: [{key: a, detected: {index: 0}}]}}"},
      {"flow", k_flow + ", spec: {nexsets: [{key: a, detected: {has: []}}]}}"},
      {"flow", k_flow + ", moved: [{from: a/source}]}"},
      {"flow", "{apiVersion: v2, kind: Flow, metadata: {name: a}}"},
      {"flow", "{apiVersion: flowsync/v1, kind: Flow}"},
      {"environment", k_environment + ", spec: {extends: [a], safety: {max_changes: 30%, max_deletes: 0}}}"},
      {"environment", k_environment + ", spec: {extends: a, limits: {parallelism: '${var.n}', create_settle: 5s}}}"},
      {"environment", k_environment + ", spec: {credentials: {a: {id: 5}, b: null}, adopt: {a/source: 5}}}"},
      {"environment", k_environment + ", spec: {variables: {a: [1], b: {c: d}}, secrets: {h: {env: X}}}}"},
      {"environment", k_environment + ", spec: {safety: {max_changes: 300%}}}"},
      {"environment", k_environment + ", spec: {credentials: {A: {id: 5}}}}"},
      {"environment", k_environment + ", spec: {limits: {create_settle: soon}}}"},
      {"environment", k_environment + ", spec: {nexla: {org: x}}}"},
      {"environment", k_environment + ", spec: {nexla: {auth: {command: []}}}}"},
      {"environment", k_environment + ", spec: {state: {backend: db}}}"},
      {"project", "{apiVersion: flowsync/v1, kind: Project, metadata: {name: a}}"},
      {"project", "{apiVersion: flowsync/v1, kind: Project, metadata: {name: a}, spec: {}}"},
      {"lookup", "{apiVersion: flowsync/v1, kind: Lookup, metadata: {name: a}, spec: {entries: [{a: 1}]}}"},
      {"lookup", "{apiVersion: flowsync/v1, kind: Lookup, metadata: {name: a}, spec: {entries: {fil: x}}}"},
      {"transform", "{apiVersion: flowsync/v1, kind: Transform, metadata: {name: a}, spec: {output: record}}"},
      {"code", "{apiVersion: flowsync/v1, kind: Code, metadata: {name: a}, spec: {output: none}}"},
  };
  std::size_t accepted = 0;
  for (const auto& document : documents) {
    const auto& kind = document.first;
    const auto& text = document.second;
    const bool editor = editor_accepts(kind, text);
    CHECK_MESSAGE(editor == we_accept(kind, text), text);
    accepted += editor ? 1U : 0U;
  }
  CHECK(accepted == 12);
}

TEST_CASE("a schema that asks for more than we check is refused")
{
  for (const auto* const text :
       {R"({"type": "object", "dependencies": {}})", R"({"type": "text"})", R"({"$ref": "other.json"})",
        R"({"anyOf": [{"type": "string"}, {"type": ["string", "null"]}]})", R"({"patternProperties": {"a+": {}}})",
        R"({"patternProperties": {"^a": {"type": "string"}}})"}) {
    CHECK_THROWS_AS(schema::compile_schema(text), std::logic_error);
  }
}

TEST_CASE("random changes of a document never crash the checks")
{
  const std::string seed = k_flow + ", moved: [{from: a/source, to: b/source}], spec: {source: {type: s3, credential: "
                                    "c, config: {start.cron: '0 0 * * * ? *', password: x}, api: {id: 1}}, nexsets: "
                                    "[{key: a, detected: {index: 1}}, {key: b, from: a, transform: {file: x}}], sinks: "
                                    "[{key: s, from: b, type: rest, state: paused}]}}";
  const std::string noise = "{}[],:'ab1$ ";
  std::uint32_t state = 7;
  const auto random = [&](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 8U) % below;
  };
  std::size_t checked = 0;
  for (int round = 0; round < 1000; ++round) {
    auto text = seed;
    for (std::size_t change = random(4) + 1; change > 0; --change) {
      text[random(text.size())] = noise[random(noise.size())];
    }
    SourceFiles files;
    Diagnostics diagnostics;
    const auto yaml = spec::read_yaml(files, files.add("f", text, ""), diagnostics);
    for (const auto& document : yaml.documents) {
      for (const auto* const kind : {"Flow", "Environment"}) {
        schema::validate_written(*document, kind, files, diagnostics);
        schema::validate_rendered(*document, kind, files, diagnostics);
        schema::check_semantics(*document, kind, files, diagnostics);
      }
      ++checked;
    }
    for (const auto& item : diagnostics.items()) {
      REQUIRE(item.where.line > 0);
    }
  }
  CHECK(checked > 100);
}
