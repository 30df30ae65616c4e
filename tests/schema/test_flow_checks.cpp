#include "schema/semantics.hpp"
#include "schema/validate.hpp"

#include "schema/read_document.hpp"

using namespace flowsync;

namespace {

// The problems of a rendered flow whose `spec` is this text; its shape must be right.
std::string problems(const std::string& spec, const std::string& more = {})
{
  ReadDocument document("{apiVersion: flowsync/v1, kind: Flow, metadata: {name: a}" + more + ", spec:\n" + spec + "}");
  const auto root = as_rendered(document.root);
  schema::validate_rendered(*root, "Flow", document.files, document.diagnostics);
  REQUIRE(document.problems() == "");
  schema::check_semantics(*root, "Flow", document.files, document.diagnostics);
  return document.problems();
}

std::string source(const std::string& inside)
{
  return "{source: {type: s3, credential: c, " + inside + "}}";
}

std::string nexsets(const std::string& inside)
{
  return "{source: {type: s3, credential: c}, nexsets: [" + inside + "]}";
}

std::string sink(const std::string& inside)
{
  return "{source: {type: s3, credential: c}, nexsets: [{key: n, detected: {}}], sinks: [{key: s, from: n, " + inside +
         "}]}";
}

} // namespace

TEST_CASE("a sound flow has no problems")
{
  CHECK(problems("{source: {type: s3, credential: c, config: {start.cron: '0 0 * * * ? *', path: '{yyyy}/x'}},\n"
                 "nexsets: [{key: a, detected: {index: 1}}, {key: b, from: a, transform: {version: 1}},\n"
                 "{key: d, detected: {has: [x]}}, {key: c, from: b, transform: {file: c.py, type: python, "
                 "custom_config: {a: 1}}}],\n"
                 "sinks: [{key: a, from: b, type: rest, credential: c,\n"
                 "config: {hash_secret_key: '${secret.hook}', method: POST}}]}",
                 ", moved: [{from: old/sink/a, to: a/sink/a}, {from: a/nexset/x, to: null}]") == "");
  CHECK(problems("{source: {type: nexla_rest}}") == "");
}

TEST_CASE("a flow begins with exactly one source")
{
  CHECK(problems("{state: active}") == "2:1 missing-key: the flow has no source (add `source:` below `spec:`)");
}

TEST_CASE("keys are used once and every parent exists")
{
  CHECK(problems(nexsets("{key: a, detected: {}}, {key: a, from: a}")) ==
        "2:77 duplicate-key: two nexsets have the key `a` (give each a key of its own)");
  CHECK(problems(nexsets("{key: orders, detected: {}}, {key: b, from: order}")) ==
        "2:91 unknown-nexset: this flow has no nexset `order` (did you mean `orders`?)");
  CHECK(problems(nexsets("{key: orders, detected: {}}, {key: b, from: zzzzzzz}")) ==
        "2:91 unknown-nexset: this flow has no nexset `zzzzzzz` (the nexsets of this flow are b and orders)");
  CHECK(problems("{source: {type: s3, credential: c}, sinks: [{key: s, from: n, type: s3, credential: c}]}") ==
        "2:60 unknown-nexset: this flow has no nexset `n` (add a nexset with this key, for example `{key: orders, "
        "detected: {}}`)");
}

TEST_CASE("nexsets derived from one another in a circle are named")
{
  CHECK(problems(nexsets("{key: a, from: c}, {key: b, from: a}, {key: c, from: b}")) ==
        "2:62 cycle: these nexsets are derived from one another: a from c from b from a (let one of them come from a "
        "detected nexset)");
  CHECK(problems(nexsets("{key: a, from: a}, {key: b, from: a}")) ==
        "2:62 cycle: these nexsets are derived from one another: a from a (let one of them come from a detected "
        "nexset)");
}

TEST_CASE("a nexset is either detected or derived")
{
  CHECK(problems(nexsets("{key: a}")) == "2:47 missing-key: a nexset is either detected or derived from another one "
                                         "(add `detected: {}` or `from: KEY`)");
  CHECK(problems(nexsets("{key: a, detected: {}, from: a}"))
            .starts_with("2:70 conflict: a detected nexset comes from the source, so it cannot have `from`"));
  CHECK(problems(nexsets("{key: a, detected: {}, transform: {version: 1}}"))
            .starts_with("2:70 conflict: a detected nexset cannot have a transform"));
}

TEST_CASE("selectors of detected nexsets do not overlap")
{
  CHECK(problems(nexsets("{key: a, detected: {}}, {key: b, detected: {index: 2}}")) ==
        "2:80 conflict: `detected: {}` means the only detected nexset, but this flow has several (choose each by "
        "index, name or has)");
  CHECK(problems(nexsets("{key: a, detected: {index: 1}}, {key: b, detected: {}}")).starts_with("2:88 conflict"));
  CHECK(problems(nexsets("{key: a, detected: {index: 1}}, {key: b, detected: {index: 1}}")) ==
        "2:88 conflict: two nexsets choose the same detected one (keep one of them)");
  CHECK(problems(nexsets("{key: a, detected: {index: 1, name: x}}")) ==
        "2:77 conflict: `index` and `name` both choose the detected nexset (keep one of them)");
}

TEST_CASE("the forms of a transform are not mixed")
{
  const std::string first = "{key: a, detected: {}}, {key: b, from: a, transform: ";
  CHECK(problems(nexsets(first + "{file: a.py, type: python, version: 1}}")) ==
        "2:127 conflict: a transform with `file` holds nothing else, but here is `version` (write either the whole "
        "transform here, or only where it is)");
  CHECK(problems(nexsets(first + "{type: python}}")) == "2:101 conflict: `type` names the language of a `file`, but "
                                                        "there is none (add `file:`, or remove `type`)");
}

TEST_CASE("a credential is needed where Nexla asks for one")
{
  CHECK(problems("{source: {type: s3}}") == "2:17 missing-key: a source of type s3 needs a `credential` (add "
                                            "`credential: ALIAS`; the alias is defined in the environment)");
  for (const auto* const type : {"nexla_rest", "file_upload", "email"}) {
    CHECK(problems("{source: {type: " + std::string(type) + "}}") == "");
  }
  CHECK(problems(sink("type: s3")).starts_with("2:104 missing-key: a sink of type s3 needs a `credential`"));
  CHECK(problems(sink("type: data_map")).starts_with("2:104 missing-key: a sink of type data_map needs a `lookup`"));
}

TEST_CASE("unknown connectors are only warned about")
{
  ReadDocument document("{apiVersion: flowsync/v1, kind: Flow, spec: {source: {type: snowflak, credential: c}}}");
  schema::check_semantics(*document.root, "Flow", document.files, document.diagnostics);
  CHECK(document.problems() == "1:61 unknown-connector: `snowflak` is not a known source type (did you mean "
                               "`snowflake`?)");
  CHECK(!document.diagnostics.has_errors());
}

TEST_CASE("a schedule that is not Quartz is refused with the right form")
{
  CHECK(problems(source("config: {start.cron: '0 1 * * *'}")) ==
        "2:57 bad-cron: a schedule has 6 or 7 fields (second minute hour day month weekday year), not 5 as in Unix "
        "(write \"0 0 1 * * ? *\")");
  CHECK(problems(source("config: {start.cron: 5}")) == "2:57 wrong-type: `start.cron` must be text, not a whole number "
                                                       "(write a Quartz schedule such as \"0 0 * * * ? *\")");
  CHECK(problems(source("config: {start.cron: '${secret.when}'}")) == "");
}

TEST_CASE("text that reads as a mark is refused")
{
  CHECK(problems(source("description: \"Hello\\n[flowsync acme/prod a/source]\"")) ==
        "2:49 mark-in-text: the `description` holds a line that reads as a mark of flowsync (delete the line that "
        "begins with [flowsync: marks are written by apply)");
  CHECK(problems(source("name: '[flowsync acme/prod a/source]'")).starts_with("2:42 mark-in-text: the `name`"));
  CHECK(problems(source("description: 'see [flowsync acme/prod a/source]'")) == "");
}

TEST_CASE("secrets that are written out are refused without being repeated")
{
  const auto text = problems(source("config: {hash_secret_key: hunter2}"));
  CHECK(text == "2:45 literal-secret: the secret `hash_secret_key` is written out (write ${secret.NAME} and name its "
                "source under `secrets:` of the environment; if it is none, write {$value: TEXT})");
  CHECK(problems(source("config: {x: 'https://bob:hunter2@h'}"))
            .starts_with("2:48 literal-secret: a text holds what looks like a key or a password"));
  CHECK(problems(source("config: {x: 'https://bob:${secret.pw}@h', y: {$value: 'https://bob:hunter2@h'}}")) == "");
  CHECK(problems(sink("type: rest, credential: c, config: {rest.iterations: [{key: a, headers: {Api-Key: abc}}]}"))
            .starts_with("2:171 literal-secret: the secret `Api-Key`"));
  CHECK(problems(source("api: {password: 12345}")).starts_with("2:42 literal-secret"));
  CHECK(problems(source("config: {password: '${ref.b/source.id}'}")).starts_with("2:45 literal-secret"));
  CHECK(problems(source("config: {authorization: 'Bearer ${secret.t}', iteration.type: paging.next.token}")) == "");
  CHECK(problems(source("config: {response.next.token.path: $.next, password: '', access_key: null}")) == "");
}

TEST_CASE("api passes on no field that has a word of its own")
{
  CHECK(problems(source("api: {source_config: {}}")) ==
        "2:42 misplaced-key: `source_config` cannot be passed on by `api` (write `config:` in the source itself)");
  CHECK(problems(source("api: {id: 5}")).starts_with("2:42 misplaced-key: `id` is set by Nexla"));
  CHECK(problems(source("api: {status: ACTIVE}")).find("write `state:`") != std::string::npos);
  CHECK(problems(sink("type: s3, credential: c, api: {data_set_id: 5}")).find("write `from:`") != std::string::npos);
  CHECK(problems(nexsets("{key: a, detected: {}, api: {has_custom_transform: true}}"))
            .find("it follows from the "
                  "rest") != std::string::npos);
  CHECK(problems(nexsets("{key: a, detected: {}, api: {custom_config: {}}}")) == "");
  CHECK(problems(nexsets("{key: a, detected: {}, api: {tags: [x]}}")).find("write `tags:`") != std::string::npos);
}

TEST_CASE("a config holds no ids of credentials")
{
  CHECK(problems(source("config: {data_credentials_id: 5}")) ==
        "2:45 misplaced-key: `data_credentials_id` does not belong into `config` (write `credential: ALIAS` beside "
        "`config`)");
}

TEST_CASE("moves name flows, or addresses of one kind, each once")
{
  const std::string spec = "{source: {type: nexla_rest}}";
  CHECK(problems(spec, ", moved: [{from: a, to: b}, {from: c, to: null}, {from: a/source, to: c/source}]").empty());
  CHECK(problems(spec, ", moved: [{from: a, to: a/source}]") ==
        "1:82 bad-address: a resource is moved to an address, and a flow to a flow (write both like orders/source, or "
        "both like orders)");
  CHECK(problems(spec, ", moved: [{from: A, to: b}]") ==
        "1:75 bad-address: `A` is not an address of a resource (write FLOW/source, FLOW/nexset/KEY, FLOW/sink/KEY, "
        "lookup/NAME, transform/NAME, code/NAME or project/NAME)");
  CHECK(problems(spec, ", moved: [{from: lookup, to: b}]") ==
        "1:75 bad-address: no flow can be called `lookup` (write the name of a flow or the address of a resource)");
  CHECK(problems(spec, ", moved: [{from: b, to: b}]").starts_with("1:82 bad-address: this moves a flow to where"));
  CHECK(problems(spec, ", moved: [{from: b, to: a}, {from: b, to: null}]") ==
        "1:93 conflict: `b` is moved twice (keep one of them)");
  CHECK(problems(spec, ", moved: [{from: b/source, to: a/sink/x}]") ==
        "1:89 bad-address: a source cannot become a sink (both addresses of a move must be of one kind)");
  CHECK(problems(spec, ", moved: [{from: b/source, to: b/source}]").starts_with("1:89 bad-address: this moves"));
  CHECK(problems(spec, ", moved: [{from: b/source, to: a/source}, {from: b/source, to: null}]") ==
        "1:107 conflict: `b/source` is moved twice (keep one of them)");
  CHECK(problems(spec, ", moved: [{from: credential/x, to: null}]").starts_with("1:75 bad-address: credentials are"));
}

TEST_CASE("a flow of the wrong shape is survived")
{
  for (const auto* const text :
       {"{}", "{spec: x}", "{spec: [x]}", "{spec: {source: [], nexsets: {a: b}, sinks: x}}",
        "{spec: {nexsets: [x, [], {key: [a], from: {}}], sinks: [{key: {}, type: []}], source: x}, moved: {a: b}}",
        "{spec: {source: {config: [x], api: y, type: 5, name: {}}, nexsets: [{detected: 5, transform: x}]}}"}) {
    ReadDocument document(text);
    schema::check_semantics(*document.root, "Flow", document.files, document.diagnostics);
    schema::check_semantics(*document.root, "Environment", document.files, document.diagnostics);
    CHECK(true);
  }
}

TEST_CASE("access says exactly who, each once, and with a role")
{
  const auto access = [](const std::string& rows) { return problems(source("access: " + rows)); };
  CHECK(access("[{user: A@b.c, role: operator}, {team: data, role: admin}, {org: true, role: collaborator}]") == "");
  CHECK(access("{mode: exact, list: []}") == "");
  CHECK(access("{mode: exact}").find("missing-key: `access` with a `mode` needs a `list`") != std::string::npos);
  CHECK(access("[{role: admin}]").find("missing-key: access is given to a `user`, a `team`") != std::string::npos);
  CHECK(access("[{user: a@b.c, team: x, role: admin}]").find("conflict: `user` and `team` both") != std::string::npos);
  CHECK(access("[{user: a@b.c}]").find("missing-key: this access has no `role`") != std::string::npos);
  CHECK(access("[{user: ann, role: admin}]").find("bad-value: `ann` is not an e-mail address") != std::string::npos);
  CHECK(access("[{org: false, role: admin}]").find("bad-value: `org` is `true` or left out") != std::string::npos);
  CHECK(access("[{user: A@b.c, role: admin}, {user: a@b.c, role: operator}]").find("duplicate-key: `a@b.c`") !=
        std::string::npos);
  CHECK(problems("{source: {type: s3, credential: c}, access: [{team: x}]}").find("has no `role`") !=
        std::string::npos);
}

TEST_CASE("documents are files, or names with texts, and stand at nexsets")
{
  const auto docs = [](const std::string& rows) {
    return problems(nexsets("{key: a, detected: {}, docs: " + rows + "}"));
  };
  CHECK(docs("[{file: a.md}, {name: A, text: B}, {file: x/b.md, name: C}]") == "");
  CHECK(docs("[{name: A}]").find("missing-key: a document is a `file`, or a `name` with a `text`") !=
        std::string::npos);
  CHECK(docs("[{file: a.md, text: B}]").find("conflict: a document is either a `file` or a `text`") !=
        std::string::npos);
  CHECK(docs("[{file: x/a.md}, {file: y/a.md}]").find("duplicate-key: the document `a.md`") != std::string::npos);
  CHECK(problems("{source: {type: s3, credential: c}, docs: [{file: a.md}]}").find("this flow has none") !=
        std::string::npos);
}

TEST_CASE("triggers name flows, sources and sinks, each once, and need a source to run")
{
  const auto words = [](const std::string& rows) {
    return problems("{source: {type: s3, credential: c}, triggers: " + rows + "}");
  };
  CHECK(words("[{after: orders}, {after: web/source}, {after: web/sink/out}]") == "");
  CHECK(words("[{after: web/nexset/raw}]").find("bad-value: `web/nexset/raw` is not a flow, source or sink") !=
        std::string::npos);
  CHECK(words("[{after: Web}]").find("bad-value: `Web` is not a flow, source or sink") != std::string::npos);
  CHECK(words("[{after: web}, {after: web}]").find("duplicate-key: `web` is named twice") != std::string::npos);
  CHECK(problems("{origin: {flow: web, nexset: raw}, triggers: [{after: web}]}")
            .find("conflict: only a flow with a source of its own can run after another one") != std::string::npos);
}

TEST_CASE("notifications are about events that there are, each channel once")
{
  const auto words = [](const std::string& rows) { return problems(source("notifications: " + rows)); };
  CHECK(words("[{event: error, channel: email}, {event: EMPTY_DATA, channel: ops}, {event: ERROR, channel: ops}]") ==
        "");
  CHECK(words("[{event: EROR, channel: email}]")
            .find("unknown-event: `EROR` is not a known event (did you mean "
                  "`ERROR`?)") != std::string::npos);
  CHECK(words("[{event: LAUNCHED, channel: email}]").find("it is passed on as it is") != std::string::npos);
  CHECK(words("[{event: WRITE_DONE, channel: email}]").find("bad-value: `WRITE_DONE` is not an event of a source") !=
        std::string::npos);
  CHECK(words("[{event: ERROR, channel: email}, {event: error, channel: Email}]")
            .find("duplicate-key: `Email` for "
                  "ERROR") != std::string::npos);
  const std::string flow = "{source: {type: s3, credential: c}, notifications: ";
  CHECK(problems(flow + "[{event: WRITE_DONE, channel: email}]}") == "");
  CHECK(problems(flow + "[{event: LAUNCHED, channel: email}]}")
            .find("bad-value: `LAUNCHED` is not a known event (write "
                  "it at the resource") != std::string::npos);
}
