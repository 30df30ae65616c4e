#include "base/withheld.hpp"
#include "golden/golden.hpp"
#include "view/diagnostics_github.hpp"
#include "view/diagnostics_json.hpp"
#include "view/diagnostics_sarif.hpp"
#include "view/diagnostics_text.hpp"
#include "view/json_text.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::golden;

namespace {

Diagnostics sample()
{
  Diagnostics diagnostics;
  diagnostics.error("unknown-key", "unknown key `credental`",
                    {"environments/prod/flows/orders.yaml", 7, 5, 9, "    credental: orders-s3"},
                    "did you mean `credential`?");
  diagnostics
      .error("duplicate-key", "the key `path` is written twice",
             {"environments/base/flows/orders.yaml", 12, 3, 4, "\tpath: b, 50%"})
      .related.push_back({"first written here", {"environments/base/flows/orders.yaml", 10, 3, 4, "\tpath: a"}});
  diagnostics.warning("empty-file", "the file holds no document", {"environments/base/flows/empty.yaml", 0, 0, 1, ""});
  diagnostics.error(DiagnosticCode::read("no-key"), "no key was given\x1b[31m\n::error::injected", {},
                    "set NEXLA_SERVICE_KEY");
  return diagnostics;
}

} // namespace

TEST_CASE("diagnostics as text show place, line, caret, hint and further places")
{
  const auto text = diagnostics_text(sample(), Paint(false));
  CHECK(text == golden("diagnostics.txt", text));
}

TEST_CASE("diagnostics with colours hold the same text")
{
  auto text = diagnostics_text(sample(), Paint(true));
  CHECK(text.find("\x1b[1;31merror:") != std::string::npos);
  std::string bare;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
    } else {
      bare += text[i];
    }
  }
  CHECK(bare == diagnostics_text(sample(), Paint(false)));
}

TEST_CASE("diagnostics as JSON, SARIF and GitHub annotations keep their form")
{
  const auto json = json_text(diagnostics_json(sample()));
  CHECK(json == golden("diagnostics.json", json));
  const auto sarif = diagnostics_sarif(sample(), "data flows/");
  CHECK(sarif == golden("diagnostics.sarif", sarif));
  const auto github = diagnostics_github(sample(), "flows/");
  CHECK(github == golden("diagnostics.github", github));
}

TEST_CASE("foreign text cannot start a line or steer the terminal")
{
  const auto text = diagnostics_text(sample(), Paint(false));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\n::error") == std::string::npos);
  CHECK(diagnostics_github(sample(), "").find("\n::error::") == std::string::npos);
}

TEST_CASE("the caret stands below its character after tabs and wide characters")
{
  Diagnostic diagnostic{Severity::error, DiagnosticCode::read("x"), "m", {"f.yaml", 1, 6, 2, "\t日本: v"}, "", {},
                        ExitCode::error};
  CHECK(diagnostic_text(diagnostic, Paint(false)) == "f.yaml:1:6: error: m [x]\n"
                                                     "    1 | \t日本: v\n"
                                                     "      | \t      ^\n");
  diagnostic.where.column = 2;
  CHECK(diagnostic_text(diagnostic, Paint(false)).find("| \t^~~~\n") != std::string::npos);
}

TEST_CASE("the caret stands below its character where a withheld value stands before it")
{
  withheld().clear();
  withheld().add("KEY", "a-key-of-the-tests");
  Diagnostic diagnostic{Severity::error, DiagnosticCode::read("x"), "m", {"f.yaml", 1, 22, 3, ""}, "", {},
                        ExitCode::error};
  diagnostic.where.source_line = "a-key-of-the-tests: [bad]";
  CHECK(diagnostic_text(diagnostic, Paint(false))
            .find("    1 | (sensitive): [bad]\n"
                  "      |               ^~~\n") != std::string::npos);
  diagnostic.where.source_line = "key: a-key-of-the-tests";
  diagnostic.where.column = 6;
  diagnostic.where.length = 18;
  CHECK(diagnostic_text(diagnostic, Paint(false))
            .find("    1 | key: (sensitive)\n"
                  "      |      ^~~~~~~~~~~\n") != std::string::npos);
  diagnostic.where.length = 5; // a part of the value: no mark says where it ends
  CHECK(diagnostic_text(diagnostic, Paint(false)).ends_with("    1 | key: (sensitive)\n"));
  withheld().clear();
}

TEST_CASE("a very long line is cut to what surrounds the place")
{
  const std::string line = std::string(5000, 'a') + "X" + std::string(5000, 'b');
  const Diagnostic diagnostic{Severity::error, DiagnosticCode::read("x"), "m", {"f.yaml", 1, 5001, 1, line}, "", {},
                              ExitCode::error};
  const auto text = diagnostic_text(diagnostic, Paint(false));
  CHECK(text.size() < 600);
  CHECK(text.find("aX") != std::string::npos);
}

TEST_CASE("a place past the end of its line is underlined at the end")
{
  const Diagnostic diagnostic{Severity::error, DiagnosticCode::read("x"), "m", {"f.yaml", 3, 90, 1, "short"}, "", {},
                              ExitCode::error};
  CHECK(diagnostic_text(diagnostic, Paint(false)).find("      |      ^\n") != std::string::npos);
}

TEST_CASE("the name of a file begins no line with a command for CI runners")
{
  CHECK(place_text({"::error::a.yaml", 3, 1, 1, ""}) == "./::error::a.yaml:3:1");
  CHECK(place_text({"\x01##[error]a.yaml", 3, 1, 1, ""}) == "./## [error]a.yaml:3:1");
  CHECK(place_text({"environments/a.yaml", 3, 1, 1, ""}) == "environments/a.yaml:3:1");
}

TEST_CASE("what is said in the same words at many places is told once, with the places")
{
  Diagnostics diagnostics;
  for (int i = 1; i <= 50; ++i) {
    diagnostics.error("unknown-credential", "environment prod has no credential for the alias `s3`",
                      {"flows/f" + std::to_string(i) + ".yaml", 7, 5, 2, "    s3"}, "add it");
  }
  diagnostics.error("unknown-credential", "environment prod has no credential for the alias `gcs`",
                    {"flows/f1.yaml", 9, 5, 2, "    gcs"}, "add it");
  const auto text = diagnostics_text(diagnostics, Paint(false));
  CHECK(text.starts_with("flows/f1.yaml:7:5: error: environment prod has no credential for the alias `s3`"));
  CHECK(text.find("  also at flows/f2.yaml:7:5, flows/f3.yaml:7:5, flows/f4.yaml:7:5 and 46 more places\n") !=
        std::string::npos);
  CHECK(count_problems(diagnostics) == "2 errors");
  CHECK(diagnostics_json(diagnostics).size() == 51);
}

TEST_CASE("problems are counted in words")
{
  Diagnostics diagnostics;
  CHECK(count_problems(diagnostics) == "no problems");
  diagnostics.error(DiagnosticCode::read("a"), "b");
  CHECK(count_problems(diagnostics) == "1 error");
  diagnostics.warning(DiagnosticCode::read("a"), "b");
  diagnostics.warning(DiagnosticCode::read("a"), "c");
  CHECK(count_problems(diagnostics) == "1 error, 2 warnings");
}

TEST_CASE("colour follows the flag, then NO_COLOR, CLICOLOR_FORCE, TERM and the terminal")
{
  std::map<std::string, std::string> variables;
  const auto lookup = [&](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  CHECK(want_color(ColorMode::automatic, true, lookup));
  CHECK_FALSE(want_color(ColorMode::automatic, false, lookup));
  variables["TERM"] = "dumb";
  CHECK_FALSE(want_color(ColorMode::automatic, true, lookup));
  variables["CLICOLOR_FORCE"] = "1";
  CHECK(want_color(ColorMode::automatic, false, lookup));
  variables["NO_COLOR"] = "1";
  CHECK_FALSE(want_color(ColorMode::automatic, true, lookup));
  CHECK(want_color(ColorMode::always, false, lookup));
  variables.clear();
  CHECK_FALSE(want_color(ColorMode::never, true, lookup));
}

TEST_CASE("what lies in a revision is annotated at no file of today, and the message says where it is")
{
  Diagnostics diagnostics;
  diagnostics.error("bad-cron", "no cron", {"v1.4.0:environments/base/flows/a.yaml", 3, 5, 4, "x"}, "mend it");
  CHECK(view::diagnostics_github(diagnostics, "sub/") ==
        "::error title=bad-cron::v1.4.0:environments/base/flows/a.yaml:3: no cron%0Amend it\n");
  const auto sarif = nlohmann::json::parse(view::diagnostics_sarif(diagnostics, "sub/"));
  const auto& result = sarif["runs"][0]["results"][0];
  CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "sub/environments/base/flows/a.yaml");
  CHECK(result["message"]["text"] == "in v1.4.0: no cron (mend it)");
}
