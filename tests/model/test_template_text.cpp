#include "model/template_text.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

namespace {

TemplatePiece text(const char* value)
{
  return {PieceKind::text, value, ""};
}

} // namespace

TEST_CASE("references are told from the braces of other languages")
{
  CHECK(parse_template("").empty());
  CHECK(parse_template("${record.id} {yyyy} $ ${ $x") == std::vector{text("${record.id} {yyyy} $ ${ $x")});
  CHECK(parse_template("a ${var.b-1}/${env.NEXLA_X}${secret.s.t}") ==
        std::vector<TemplatePiece>{text("a "),
                                   {PieceKind::variable, "b-1", "${var.b-1}"},
                                   text("/"),
                                   {PieceKind::process, "NEXLA_X", "${env.NEXLA_X}"},
                                   {PieceKind::secret, "s.t", "${secret.s.t}"}});
  CHECK(parse_template("${ref.orders/nexset/clean.id}") ==
        std::vector<TemplatePiece>{{PieceKind::resource, "orders/nexset/clean", "${ref.orders/nexset/clean.id}"}});
}

TEST_CASE("a doubled dollar makes a reference literal, and only a reference")
{
  CHECK(parse_template("$${var.x}") == std::vector{text("${var.x}")});
  CHECK(parse_template("$$${var.x}") == std::vector{text("$${var.x}")});
  CHECK(parse_template("$${record.x} $$ $$x") == std::vector{text("$${record.x} $$ $$x")});
}

TEST_CASE("what nearly is a reference is found, and an escape makes it literal")
{
  const auto near =
      near_references("a ${vars.x} $${vars.x} ${Variables.y}/${ env.Z }, $secret.s. ${record.id} $x ${var.k} ${vars.}");
  REQUIRE(near.size() == 4);
  CHECK(near[0].kind == PieceKind::variable);
  CHECK(near[0].name == "x");
  CHECK(near[0].written == "${vars.x}");
  CHECK(near[1].written == "${Variables.y}");
  CHECK(near[2].kind == PieceKind::process);
  CHECK(near[2].written == "${ env.Z }");
  CHECK(near[3].written == "$secret.s");
  const auto colon = near_references("${var:x}/${ secrets:hook } $var:x ${refs.orders/source.id} ${sys:x} $${env:X}");
  REQUIRE(colon.size() == 3);
  CHECK(colon[0].written == "${var:x}");
  CHECK(colon[0].name == "x");
  CHECK(colon[1].kind == PieceKind::secret);
  CHECK(colon[1].written == "${ secrets:hook }");
  CHECK(colon[2].kind == PieceKind::resource);
  CHECK(colon[2].name == "orders/source.id");
  CHECK(parse_template("$${env:X} $${secrets.s}") == std::vector{text("${env:X} ${secrets.s}")});
  CHECK(parse_template(escape_template("${env:X} ${sys:x}")) == std::vector{text("${env:X} ${sys:x}")});
  CHECK(parse_template("${vars.x} $$var.x") == std::vector{text("${vars.x} $$var.x")});
  CHECK(parse_template("$${vars.x} $${ var.x }") == std::vector{text("${vars.x} ${ var.x }")});
  CHECK(has_template_syntax("$${Vars.x}"));
  CHECK(!has_template_syntax("${Vars.x} $${record.x}"));
}

TEST_CASE("what begins like a reference and is none is broken, with the text up to where it ends")
{
  for (const auto* const bad : {"${var.}", "${var.a b}", "${ref.orders/source}", "${ref..id}", "${secret.x$}"}) {
    const auto pieces = parse_template(bad);
    REQUIRE_MESSAGE(pieces.size() == 1, bad);
    CHECK(pieces[0].kind == PieceKind::broken);
    CHECK(pieces[0].written == bad);
  }
  const auto open = parse_template("x ${var.a and}");
  CHECK(open.at(1).kind == PieceKind::broken);
  const auto next_line = parse_template("${var.a\n}");
  REQUIRE(next_line.size() == 2);
  CHECK(next_line[0].written == "${var.a");
  CHECK(next_line[0].text == "has no closing brace");
}

TEST_CASE("escaping any text gives a template that reads back as that text")
{
  for (const std::string nasty : {"${var.x}", "$${var.x}", "$$${secret.a}${ref.b", "plain", "$", "${", "${env.",
                                  "a$${b}", "${vars.x}", "$${ secret.x }", "${REF."}) {
    const auto pieces = parse_template(escape_template(nasty));
    REQUIRE_MESSAGE(pieces.size() == 1, nasty);
    CHECK(pieces[0] == TemplatePiece{PieceKind::text, nasty, ""});
    CHECK(write_piece(pieces[0]) == escape_template(nasty));
  }
  CHECK(escape_template("${record.id}") == "${record.id}");
  CHECK(!has_template_syntax("${record.id}"));
  CHECK(has_template_syntax("a $${var.x}"));
}
