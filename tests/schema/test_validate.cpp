#include "schema/validate.hpp"

#include "schema/read_document.hpp"

#include <functional>

using namespace flowsync;

namespace {

std::string written(const std::string& kind, const std::string& text)
{
  ReadDocument document("apiVersion: flowsync/v1\nkind: " + kind + "\nmetadata: {name: a}\n" + text);
  schema::validate_written(*document.root, kind, document.files, document.diagnostics);
  return document.problems();
}

std::string rendered(const std::string& kind, const std::string& text)
{
  ReadDocument document("apiVersion: flowsync/v1\nkind: " + kind + "\nmetadata: {name: a}\n" + text);
  schema::validate_rendered(*document.root, kind, document.files, document.diagnostics);
  return document.problems();
}

const std::string k_whole_flow = R"(
x-defaults: &retry {attempts: 3}
spec:
  state: active
  nexla_project: Sales
  x-note: free
  source:
    name: Orders
    description: Hourly order files
    type: s3
    credential: orders-s3
    config:
      path: x/orders
      start.cron: "0 0 * * * ? *"
      x-not-mine: 1
    api: {flow_type: in_memory}
  nexsets:
    - key: orders
      detected: {index: 1}
      description: Raw orders
    - key: clean
      from: orders
      name: Orders, clean
      transform: {version: 1, transforms: []}
      validation: {enabled: true, schema: {type: object}}
      annotations: {order_id: Primary key}
    - key: other
      detected: {has: [a, b]}
    - key: third
      from: clean
      transform: {file: clean.py, type: python}
  sinks:
    - key: warehouse
      from: clean
      name: ORDERS
      type: snowflake
      credential: warehouse
      config: {database: SALES, upsert.nulls: true, n: 1.5, none: null}
      create_destination: true
      state: paused
      allow_duplicate_name: true
moved:
  - {from: orders-flow/sink/wh, to: orders-to-warehouse/sink/warehouse}
  - {from: a/sink/b, to: null}
)";

const std::string k_whole_environment = R"(
spec:
  extends: [base, nonprod]
  abstract: false
  nexla:
    url: https://dataops.nexla.io/nexla-api
    auth: {service_key: "${env.NEXLA_PROD_SERVICE_KEY}"}
    org: 7
    owners: [42]
    access_role: collaborator
  variables: {bucket: acme-prod, columns: [a, b], size: 5}
  secrets: {hook: {env: NEXLA_HOOK_SECRET}, key: {file: keys/a}}
  credentials:
    orders-s3: {id: 6027}
    warehouse: {name: Nexla GCS, type: gcs, owner: 5}
  adopt: {orders-to-warehouse/source: 6862}
  naming: {prefix: "", suffix: ""}
  flows: {include: ["*"], exclude: [experimental-*]}
  safety:
    prevent_delete: true
    max_deletes: 0
    max_changes: 30%
  limits: {parallelism: 10, requests_per_second: 0.5, detect_timeout: 5m, create_settle: 60s}
  state: {backend: file}
)";

} // namespace

TEST_CASE("whole documents of every supported kind are accepted in both views")
{
  for (const auto& check : {written, rendered}) {
    CHECK(check("Flow", k_whole_flow) == "");
    CHECK(check("Environment", k_whole_environment) == "");
    CHECK(check("Project", "") == "");
  }
}

TEST_CASE("an overlay holds only what differs, a rendered flow must be whole")
{
  CHECK(written("Flow", "spec: {source: {config: {path: x}}, sinks: [{key: a}]}") == "");
  CHECK(written("Flow", "") == "");
  CHECK(rendered("Flow", "") == "1:1 missing-key: the document is missing the key `spec` (add `spec:`)");
  CHECK(rendered("Flow", "spec: {source: {config: {path: x}}, sinks: [{key: a}]}") ==
        "4:16 missing-key: spec.source is missing the key `type` (add `type:`)\n"
        "4:45 missing-key: spec.sinks.a is missing the key `from` (add `from:`, the key of a nexset of this flow; in a "
        "flow "
        "with an "
        "`origin`, a nexset without `from` is what comes from there)\n"
        "4:45 missing-key: spec.sinks.a is missing the key `type` (add `type:`)");
  CHECK(written("Flow", "spec: {sinks: [{type: s3}]}") ==
        "4:16 missing-key: spec.sinks[1] is missing the key `key` (add "
        "`key:`, lower-case letters, digits and hyphens, with no "
        "hyphen at either end)");
}

TEST_CASE("unknown keys are found with a suggestion, x- keys are free")
{
  CHECK(written("Flow", "spec: {source: {credentail: x}}") ==
        "4:17 unknown-key: spec.source has no key `credentail` (did you mean `credential`?)");
  CHECK(written("Flow", "spec: {source: {x-note: 1}, x-a: {b: 1}}") == "");
  CHECK(written("Flow", "specs: {}") == "4:1 unknown-key: the document has no key `specs` (did you mean `spec`?)");
  CHECK(written("Project", "zzz: 1") ==
        "4:1 unknown-key: the document has no key `zzz` (the keys here are apiVersion, files, "
        "kind, metadata and requires)");
  CHECK(written("Flow", "spec: {sinks: [{key: b, form: c}]}") ==
        "4:25 unknown-key: spec.sinks.b has no key `form` (did you mean `from`?)");
}

TEST_CASE("values of the wrong kind are named in words")
{
  CHECK(written("Flow", "spec: {source: {name: 2024}}") ==
        "4:23 wrong-type: `name` must be text, not a whole number (put it in quotes)");
  CHECK(written("Flow", "spec: {sinks: {a: b}}") ==
        "4:15 wrong-type: `sinks` must be a list, not a map (begin each item with `- `, or write [one, two])");
  CHECK(written("Flow", "spec: {sinks: [x]}") == "4:16 wrong-type: item 1 of `sinks` must be a map, not text");
  CHECK(written("Flow", "spec: {sinks: [{key: a, create_destination: yes}]}") ==
        "4:45 wrong-type: `create_destination` must be true or false, not text (write true or false, without quotes)");
  CHECK(written("Environment", "spec: {nexla: {org: '7'}}") ==
        "4:21 wrong-type: `org` must be a whole number, not text (write it without quotes)");
  CHECK(written("Environment", "spec: {extends: {a: b}}") ==
        "4:17 wrong-type: `extends` must be text or a list, not a map (begin each item with `- `, or write [one, "
        "two])");
  CHECK(written("Flow", "spec: {source: {credential: 6033}}").find("(write an alias, the name that `credentials:`") !=
        std::string::npos);
  CHECK(written("Flow", "spec: {nexsets: [{key: a, detected: true}]}").find("(write {index: 1}, or {} for the only") !=
        std::string::npos);
  CHECK(written("Flow", "spec: {nexsets: [{key: a, transform: clean.py}]}")
            .find("(write {file: clean.py, type: python})") != std::string::npos);
  CHECK(written("Flow", "spec: []").starts_with("4:7 wrong-type: `spec` must be a map, not a list"));
}

TEST_CASE("values outside their range are refused with what is allowed")
{
  CHECK(written("Flow", "spec: {state: actve}") ==
        "4:15 bad-value: `state` cannot be `actve` (did you mean `active`?)");
  CHECK(written("Flow", "spec: {state: on}") ==
        "4:15 bad-value: `state` cannot be `on` (write active, paused or unmanaged)");
  CHECK(written("Flow", "spec: {nexsets: [{key: Big}]}") ==
        "4:24 bad-value: `key` cannot be `Big` (write lower-case letters, digits and hyphens, with no hyphen at either "
        "end)");
  CHECK(written("Flow", "spec: {nexsets: [{key: " + std::string(49, 'a') + "}]}") ==
        "4:24 bad-value: `key` is 49 characters long, 48 are allowed");
  CHECK(written("Flow", "spec: {source: {name: ''}}") ==
        "4:23 bad-value: `name` must not be empty (write a value, or leave the key out)");
  CHECK(written("Flow", "spec: {nexsets: [{key: a, detected: {index: 0}}]}") ==
        "4:45 bad-value: `index` must be at least 1");
  CHECK(written("Environment", "spec: {limits: {detect_timeout: 99999h}}") == "");
  CHECK(written("Environment", "spec: {limits: {detect_timeout: 100000h}}") != "");
  CHECK(written("Environment", "spec: {limits: {detect_timeout: 5 minutes}}") ==
        "4:33 bad-value: `detect_timeout` cannot be `5 minutes` (write a number with ms, s, m or h, such as 60s)");
  CHECK(written("Environment", "spec: {safety: {max_changes: 300%}}") ==
        "4:30 bad-value: `max_changes` cannot be `300%` (write a number, or a percentage such as 30%)");
  CHECK(written("Environment", "spec: {safety: {max_changes: -1}}") ==
        "4:30 bad-value: `max_changes` must be at least 0");
  CHECK(
      written("Environment", "spec: {credentials: {My Key: {id: 5}}}").starts_with("4:22 bad-value: `My Key` cannot"));
  CHECK(written("Environment", "spec: {nexla: {auth: {command: []}}}") ==
        "4:32 bad-value: `command` must not be empty (write at least one item, or leave the key out)");
}

TEST_CASE("in written documents null, $ keys and references may stand for values")
{
  CHECK(written("Flow",
                "spec: {source: {name: null, config: null}, sinks: [{key: a, $delete: true}], nexsets: null}") == "");
  CHECK(written("Flow", "spec: {source: {$replace: true, description: {$value: null}}}") == "");
  CHECK(written("Flow", "spec: {source: {name: {$value: 5}}}").starts_with("4:32 wrong-type: `name` must be text"));
  CHECK(written("Flow", "spec: {state: '${var.state}', sinks: [{key: a, create_destination: '${var.make}'}]}") == "");
  CHECK(written("Environment", "spec: {limits: {parallelism: '${var.n}', detect_timeout: '${var.n}s'}}") == "");
  CHECK(written("Environment", "spec: {limits: {parallelism: 'x${var.n}'}}")
            .starts_with("4:30 wrong-type: `parallelism` must be a whole number, not text"));
  CHECK(written("Environment", "spec: {limits: {parallelism: '${record.id}'}}").starts_with("4:30 wrong-type"));
  CHECK(written("Flow", "spec: {nexsets: [{key: '${var.k}'}]}").starts_with("4:24 bad-value: `key` cannot be"));
}

TEST_CASE("in rendered documents tombstones count as absent and null is not a value")
{
  CHECK(rendered("Flow", "spec: {source: {type: s3, name: null}}") ==
        "4:33 wrong-type: `name` must be text, not nothing (null)");
  CHECK(rendered("Flow", "spec: {source: {type: s3, config: {a: null}}}") == "");
  CHECK(rendered("Flow", "spec: {source: {type: s3}}\nmoved: [{from: a/source, to: null}]") == "");
  CHECK(rendered("Flow", "spec: {source: {type: s3, $replace: true}}").starts_with("4:27 unknown-key"));

  ReadDocument document("{apiVersion: flowsync/v1, kind: Flow, metadata: {name: a}, spec: {source: {type: s3}}}");
  auto gone = std::make_shared<Node>(*document.root->get("spec")->get("source")->get("type"));
  gone->tombstone = true;
  const auto source = make_map({{"type", gone->at, gone}}, document.root->at);
  const auto spec = make_map({{"source", document.root->at, source}}, document.root->at);
  const auto root = make_map({document.root->entries()[0],
                              document.root->entries()[1],
                              document.root->entries()[2],
                              {"spec", document.root->at, spec}},
                             document.root->at);
  schema::validate_rendered(*root, "Flow", document.files, document.diagnostics);
  CHECK(document.problems() ==
        "1:82 missing-key: spec.source is missing the key `type`, which is removed here (take the "
        "`null` away, or set another value)");
}

TEST_CASE("a text that waits for a secret or another resource fits any type")
{
  ReadDocument document("{apiVersion: flowsync/v1, kind: Environment, metadata: {name: a}, spec: {limits: "
                        "{parallelism: '${secret.n}'}}}");
  auto waiting = std::make_shared<Node>(*document.root->get("spec")->get("limits")->get("parallelism"));
  CHECK(rendered("Environment", "spec: {limits: {parallelism: '${secret.n}'}}").starts_with("4:30 wrong-type"));
  waiting->deferred = true;
  const auto limits = make_map({{"parallelism", waiting->at, waiting}});
  const auto spec = make_map({{"limits", waiting->at, limits}});
  const auto& old = document.root->entries();
  const auto root = make_map({old[0], old[1], old[2], {"spec", waiting->at, spec}});
  schema::validate_rendered(*root, "Environment", document.files, document.diagnostics);
  CHECK(document.problems() == "");
}

TEST_CASE("what people look for here and stands elsewhere is told with its place")
{
  CHECK(written("Flow", "spec: {verify: {records: 1}}") ==
        "4:8 unknown-key: spec has no key `verify` (write it at the source, nexset or sink that it is about)");
  CHECK(written("Flow", "spec: {source: {triggers: []}}") ==
        "4:17 unknown-key: spec.source has no key `triggers` (they are the flow's: write them below `spec`)");
  CHECK(written("Flow", "spec: {source: {docs: []}}").find("documents are kept at nexsets") != std::string::npos);
  CHECK(written("Flow", "spec: {nexsets: [{key: a, code: {}}]}").find("is its `transform`") != std::string::npos);
}

TEST_CASE("what is reserved says that it is not supported yet")
{
  const auto answer = [](const std::string& place, const std::string& what) {
    return place + " not-supported-yet: `" + what +
           "` is not supported yet (leave it out until a later version reads " + "it)";
  };
  CHECK(written("Flow", "spec: {hooks: {anything: [1]}}") == answer("4:8", "hooks"));
  CHECK(written("Flow", "spec: {source: {detect: {once: true}}}") == answer("4:17", "detect"));
}

TEST_CASE("lookups, transforms, code and what uses them have their own words")
{
  CHECK(written("Lookup", "spec: {primary_key: a, defaults: {b: 1}, entries: [{a: 1}]}") == "");
  CHECK(written("Lookup", "spec: {entries: {file: a.csv}}") == "");
  CHECK(written("Transform", "spec: {output: record, type: python, file: a.py}") == "");
  CHECK(written("Code", "spec: {type: python3, code: 'x'}") == "");
  CHECK(written("Code", "spec: {tpe: python3}") == "4:8 unknown-key: spec has no key `tpe` (did you mean `type`?)");
  CHECK(written("Flow", "spec: {source: {code: {file: a.py, type: python3}}}") == "");
  CHECK(written("Flow", "spec: {origin: {nexset: {id: 5}}}") == "");
  CHECK(written("Flow", "spec: {origin: {flow: f, nexset: k}}") == "");
  CHECK(written("Flow", "spec: {nexsets: [{key: a, transform: {ref: x}}]}") == "");
  CHECK(written("Flow", "spec: {sinks: [{key: a, lookup: {name: x, primary_key: k}}]}") == "");
}

TEST_CASE("a document full of problems is cut short")
{
  std::string keys;
  for (int i = 0; i < 1000; ++i) {
    keys += ", k" + std::to_string(i) + ": 1";
  }
  ReadDocument document("{apiVersion: flowsync/v1, kind: Flow, metadata: {name: a}" + keys + "}");
  schema::validate_written(*document.root, "Flow", document.files, document.diagnostics);
  CHECK(document.diagnostics.items().size() == schema::k_most_problems);
}

TEST_CASE("a very long text never reaches the pattern matcher")
{
  CHECK(written("Environment", "spec: {limits: {detect_timeout: " + std::string(1 << 20, '1') + "x}}")
            .starts_with("4:33 bad-value"));
}
