#include "plan/deciding_variables.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

bool decides(const nlohmann::json& before, const nlohmann::json& after, const std::string& value,
             const std::string& name = "var.bucket")
{
  FieldChange field;
  field.before = before;
  field.after = after;
  field.origin.variables.emplace_back(name, Origin{});
  return can_decide(field, {{"bucket", make_scalar(NodeKind::string, value)}});
}

} // namespace

TEST_CASE("a variable is not blamed for what changes in the text around it")
{
  CHECK(!decides("acme/orders", "acme/orders-2", "acme"));
  CHECK(!decides("acme-archive/orders", "acme-archive/goods", "acme"));
  CHECK(!decides("s3://acme/a/b", "s3://acme/a/c", "acme"));
  CHECK(!decides("acme/one/acme", "acme/two/acme", "acme"));
}

TEST_CASE("a variable may be why a value changes where its own text does, and in doubt")
{
  CHECK(decides("acme/orders", "acme-new/orders", "acme-new"));
  CHECK(decides("acme-old/orders", "acme/orders", "acme"));
  CHECK(decides("orders/acme", "orders/bcme", "bcme"));
  CHECK(decides("a", "b", "b"));
  CHECK(decides("acme/orders", "other/orders-2", "other")); // both change
  CHECK(decides("ACME", "BCME", "bcme"));                   // not found as it is
  CHECK(decides("acme/orders", "acme/orders-2", "acme", "env.FLOWSYNC_VAR_X"));
  CHECK(decides("acme/orders", "acme/orders-2", ""));
  CHECK(decides(1, 2, "2"));
  CHECK(decides("", "acme", "acme"));
}
