#include "schema/semantics.hpp"
#include "schema/service_url.hpp"
#include "schema/validate.hpp"

#include "schema/read_document.hpp"

using namespace flowsync;

namespace {

const std::string k_nexla = "nexla: {url: 'sim:dev'}";

std::string environment_problems(const std::string& spec)
{
  ReadDocument document("{apiVersion: flowsync/v1, kind: Environment, metadata: {name: a, formerly: [b]}, spec:\n" +
                        spec + "}");
  const auto root = as_rendered(document.root);
  schema::validate_rendered(*root, "Environment", document.files, document.diagnostics);
  REQUIRE(document.problems() == "");
  schema::check_semantics(*root, "Environment", document.files, document.diagnostics);
  return document.problems();
}

} // namespace

TEST_CASE("a sound environment has no problems")
{
  CHECK(environment_problems("{" + k_nexla + "}") == "");
  CHECK(environment_problems(
            "{nexla: {url: 'https://dataops.nexla.io/nexla-api', auth: {service_key: '${env.NEXLA_KEY}'}},\n"
            "credentials: {a: {id: 5}, b: {name: x, type: gcs, owner: 3}}, secrets: {h: {env: X}},\n"
            "adopt: {o/source: 5, o/sink/a: 5}, safety: {max_deletes: 0}}") == "");
  CHECK(environment_problems("{abstract: true}") == "");
}

TEST_CASE("an environment says which Nexla it is and how to sign in, once")
{
  CHECK(environment_problems("{variables: {}}")
            .starts_with("2:1 missing-key: the environment does not say which Nexla it is (add `nexla:"));
  CHECK(environment_problems("{nexla: {url: 'https://x.nexla.io'}}")
            .starts_with("2:9 missing-key: the environment does not say how to sign in"));
  CHECK(environment_problems("{nexla: {url: 'https://x.nexla.io', auth: {}}}") ==
        "2:43 missing-key: auth needs one of service_key, access_token and command (add service_key, access_token or "
        "command)");
  CHECK(environment_problems("{nexla: {url: 'https://x.nexla.io', auth: {service_key: '${env.A}', command: [a]}}}") ==
        "2:69 conflict: auth has both `service_key` and `command` (keep one of service_key, access_token and command)");
  CHECK(environment_problems("{nexla: {url: 'https://x.nexla.io', auth: {access_token: abc}}}")
            .starts_with("2:44 literal-secret: the secret `access_token` is written out"));
  CHECK(environment_problems("{nexla: {url: 'ftp://x'}}")
            .find("2:15 bad-url: `ftp://x` is not an address of Nexla (write https://HOST/nexla-api or sim:NAME)") !=
        std::string::npos);
}

TEST_CASE("addresses of Nexla are https, a loopback or a simulator")
{
  for (const auto* const url :
       {"https://dataops.nexla.io/nexla-api", "https://h:8443", "http://localhost:8080/x", "http://127.0.0.1:1",
        "http://[::1]:80/", "sim:dev", "sim:dev?account=empty", "https://10.0.0.1/a/b"}) {
    CHECK_MESSAGE(!schema::check_service_url(url), url);
  }
  for (const auto* const url : {"",
                                "http://dataops.nexla.io",
                                "https://",
                                "https://u:p@h/",
                                "https://h?x=1",
                                "https://h#x",
                                "https://h:0/",
                                "https://h:99999",
                                "https://h:8x",
                                "https://h h",
                                "sim:",
                                "sim:A",
                                "sim:../x",
                                "sim:dev?account=",
                                "sim:dev?account=../x",
                                "sim:dev?empty",
                                "sim:?account=empty",
                                "http://127.0.0.1.evil.com",
                                "http://localhost.evil.com",
                                "https://[::1",
                                "dataops.nexla.io"}) {
    CHECK_MESSAGE(schema::check_service_url(url), url);
  }
}

TEST_CASE("credentials are named by id or by name")
{
  CHECK(environment_problems("{" + k_nexla + ", credentials: {a: {}}}") ==
        "2:44 missing-key: the credential `a` needs one of id and name (add id or name)");
  CHECK(environment_problems("{" + k_nexla + ", credentials: {a: {id: 5, name: x}}}") == "");
  CHECK(environment_problems("{" + k_nexla + ", credentials: {a: {id: 5, type: gcs}}}") ==
        "2:52 conflict: `type` narrows a search by name, but here is an `id` (an id is enough: leave the rest out)");
  CHECK(environment_problems("{" + k_nexla + ", credentials: {a: {name: x, type: gsc}}}") ==
        "2:60 unknown-connector: `gsc` is not a known credential type (did you mean `gcs`?)");
}

TEST_CASE("adopted resources have addresses, each id once per type")
{
  CHECK(environment_problems("{" + k_nexla + ", adopt: {orders: 5}}")
            .starts_with("2:35 bad-address: `orders` is not an address"));
  CHECK(environment_problems("{" + k_nexla + ", adopt: {a/sink/x: 5, a/sink/y: 5}}") ==
        "2:58 conflict: data_sink 5 is adopted twice (keep one of them)");
}

TEST_CASE("the rest of an environment is checked too")
{
  CHECK(environment_problems("{" + k_nexla + ", secrets: {a: {env: X, file: y}}}")
            .starts_with("2:49 conflict: the secret `a` has both `env` and `file`"));
  // Its shape answers "not supported yet" already; what it says is judged all the same.
  ReadDocument ignoring("{metadata: {name: a}, spec: {abstract: true, safety: {ignore: [{path: sink_config}]}}}");
  schema::check_semantics(*ignoring.root, "Environment", ignoring.files, ignoring.diagnostics);
  CHECK(ignoring.problems().find("bad-value: `sink_config` is not a path of a field") != std::string::npos);
  CHECK(environment_problems("{" + k_nexla + ", variables: {db_password: hunter2}}")
            .starts_with("2:39 literal-secret: the secret `db_password` is written out"));
  CHECK(environment_problems("{" + k_nexla + ", variables: {db_password: '${env.NEXLA_PW}'}}") == "");
  ReadDocument document("{metadata: {name: a, formerly: [b, a]}, spec: {abstract: true}}");
  schema::check_semantics(*document.root, "Environment", document.files, document.diagnostics);
  CHECK(document.problems() == "1:36 conflict: this is the environment's name today, not a former one (delete it)");
}

TEST_CASE("where the state lives is checked, and never holds a password")
{
  const auto with_state = [](const std::string& state) {
    return environment_problems("{" + k_nexla + ", state: " + state + "}");
  };
  CHECK(with_state("{backend: git}") == "");
  CHECK(with_state("{backend: git, remote: up, ref: refs/heads/state}") == "");
  CHECK(with_state("{backend: http, address: 'https://h/s', username: u, lock_method: POST}") == "");
  CHECK(with_state("{backend: s3, bucket: b, path_style: true}") == "");
  CHECK(with_state("{backend: s3}").find("missing-key: the backend s3 needs `bucket`") != std::string::npos);
  CHECK(with_state("{backend: http, address: gitlab.example.org/x}").find("wrong-state-setting") != std::string::npos);
  CHECK(with_state("{backend: git, ref: state}").find("is not a whole ref") != std::string::npos);
  CHECK(with_state("{backend: git, bucket: b}").find("unknown-key: the backend git has no key `bucket`") !=
        std::string::npos);
  CHECK(with_state("{backend: http, address: 'https://h/s', password: x}").find("literal-secret") != std::string::npos);
  CHECK(with_state("{backend: http, address: 'https://u:x@h/s'}").find("literal-secret") != std::string::npos);
}
