#include "plan/decision.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

// One row of the table: what is, told by what sets it apart from a running nexset that is as the specs want it.
struct Row
{
  std::string name;
  void (*set)(Situation&);
  Decision decision;
};

using MarkIs = Situation::Mark;

void differ(Situation& now)
{
  now.fields.any = true;
  now.fields.document = true;
  now.fields.reason = "spec_changed";
}

void runtime(Situation& now)
{
  differ(now);
  now.fields.runtime = true;
}

void cosmetic(Situation& now)
{
  differ(now);
  now.fields.plain_put = true;
}

void fixed(Situation& now)
{
  differ(now);
  now.fields.fixed = true;
}

void status(Situation& now)
{
  now.fields.any = true;
  now.fields.document = true;
  now.fields.status = true;
  now.fields.reason = "drifted";
}

constexpr auto k_same = Action::no_op;
constexpr auto k_update = Action::update;
constexpr auto k_replace = Action::replace;

//                                  action     reason            mark   restart again  reach
const std::vector<Row> k_table{
    {"nothing differs", [](Situation&) {}, {k_same, "", false, false, false, Reach::nothing}},
    {"a name", cosmetic, {k_update, "spec_changed", false, false, false, Reach::nothing}},
    {"what takes a bounce", runtime, {k_update, "spec_changed", false, true, false, Reach::below}},
    {"the same on what stands",
     [](Situation& now) {
       runtime(now);
       now.running = Running::no;
     },
     {k_update, "spec_changed", false, false, false, Reach::users}},
    {"the same on what nobody knows to run",
     [](Situation& now) {
       runtime(now);
       now.running = Running::unknown;
     },
     {k_update, "spec_changed", false, false, false, Reach::users}},
    {"the same on a source, which reads its data again",
     [](Situation& now) {
       runtime(now);
       now.source = true;
     },
     {k_update, "spec_changed", false, true, true, Reach::below}},
    {"the same on a source that is to be paused",
     [](Situation& now) {
       runtime(now);
       now.source = true;
       now.wanted_paused = true;
     },
     {k_update, "spec_changed", false, true, false, Reach::below}},
    {"a status", status, {k_update, "drifted", false, false, false, Reach::below}},
    {"a source that starts",
     [](Situation& now) {
       status(now);
       now.fields.starts = true;
       now.source = true;
       now.running = Running::no;
     },
     {k_update, "drifted", false, false, true, Reach::below}},
    {"what cannot be updated", fixed, {k_replace, "cannot_update", false, false, false, Reach::nothing}},
    {"the same on a source",
     [](Situation& now) {
       fixed(now);
       now.source = true;
     },
     {k_replace, "cannot_update", false, false, true, Reach::nothing}},
    {"what cannot be updated below a parent that is made",
     [](Situation& now) {
       fixed(now);
       now.parent_new = true;
     },
     {k_replace, "parent_replaced", false, false, false, Reach::nothing}},
    {"a parent that is replaced",
     [](Situation& now) { now.parent_replaced = true; },
     {k_replace, "parent_replaced", false, false, false, Reach::nothing}},
    {"a parent that is made",
     [](Situation& now) { now.parent_new = true; },
     {k_same, "", false, false, false, Reach::nothing}},
    {"a reference",
     [](Situation& now) {
       runtime(now);
       now.fields.reference = true;
     },
     {k_update, "spec_changed", false, true, false, Reach::below}},
    {"a reference that was refused",
     [](Situation& now) {
       runtime(now);
       now.fields.reference = true;
       now.needs_replace = true;
     },
     {k_replace, "cannot_update", false, false, false, Reach::nothing}},
    {"another field after a reference was refused",
     [](Situation& now) {
       cosmetic(now);
       now.needs_replace = true;
     },
     {k_update, "spec_changed", false, false, false, Reach::nothing}},
    {"no mark",
     [](Situation& now) { now.mark = MarkIs::absent; },
     {k_update, "mark_missing", true, false, false, Reach::nothing}},
    {"an outdated mark",
     [](Situation& now) { now.mark = MarkIs::outdated; },
     {k_update, "mark_outdated", true, false, false, Reach::nothing}},
    {"no mark, which waits for another write",
     [](Situation& now) {
       now.mark = MarkIs::absent;
       now.mark_waits = true;
     },
     {k_same, "", false, false, false, Reach::nothing}},
    {"another address",
     [](Situation& now) { now.moved = true; },
     {k_update, "moved", true, false, false, Reach::nothing}},
    {"another address, although the mark waits",
     [](Situation& now) {
       now.moved = true;
       now.mark_waits = true;
     },
     {k_update, "moved", true, false, false, Reach::nothing}},
    {"a detected set without a mark",
     [](Situation& now) {
       now.detected = true;
       now.mark = MarkIs::absent;
     },
     {k_same, "", false, false, false, Reach::nothing}},
    {"a detected set without a mark that is written anyway",
     [](Situation& now) {
       cosmetic(now);
       now.detected = true;
       now.mark = MarkIs::absent;
     },
     {k_update, "spec_changed", true, false, false, Reach::nothing}},
    {"a detected set whose schema alone changes, by a path of its own",
     [](Situation& now) {
       cosmetic(now);
       now.fields.document = false;
       now.fields.plain_put = false;
       now.detected = true;
       now.mark = MarkIs::absent;
     },
     {k_update, "spec_changed", false, false, false, Reach::nothing}},
    {"adopted as it is",
     [](Situation& now) {
       now.adopting = true;
       now.mark = MarkIs::absent;
     },
     {k_same, "adopted", true, false, false, Reach::nothing}},
    {"adopted and changed",
     [](Situation& now) {
       runtime(now);
       now.adopting = true;
       now.mark = MarkIs::absent;
     },
     {k_update, "spec_changed", true, true, false, Reach::below}},
    {"a name where every PUT wants a pause",
     [](Situation& now) {
       cosmetic(now);
       now.strict = true;
     },
     {k_update, "spec_changed", false, true, false, Reach::below}},
    {"the same on what stands",
     [](Situation& now) {
       cosmetic(now);
       now.strict = true;
       now.running = Running::no;
     },
     {k_update, "spec_changed", false, false, false, Reach::nothing}},
    {"a lost mark there",
     [](Situation& now) {
       now.strict = true;
       now.mark = MarkIs::absent;
     },
     {k_update, "mark_missing", true, true, false, Reach::below}},
    {"an outdated mark there, which waits for another write",
     [](Situation& now) {
       now.strict = true;
       now.mark = MarkIs::outdated;
     },
     {k_update, "mark_outdated", true, false, false, Reach::nothing}},
    {"an outdated mark there with another write",
     [](Situation& now) {
       cosmetic(now);
       now.strict = true;
       now.mark = MarkIs::outdated;
     },
     {k_update, "spec_changed", true, true, false, Reach::below}},
    {"adopting there",
     [](Situation& now) {
       now.strict = true;
       now.adopting = true;
       now.mark = MarkIs::absent;
     },
     {k_same, "adopted", true, false, false, Reach::nothing}},
    {"a status there",
     [](Situation& now) {
       status(now);
       now.strict = true;
     },
     {k_update, "drifted", false, false, false, Reach::below}},
};

FieldChange field(const std::string& path, FieldClass kind, Cause cause)
{
  FieldChange change;
  change.path = path;
  change.field_class = kind;
  change.cause = cause;
  return change;
}

} // namespace

TEST_CASE("what becomes of a bound resource, case by case")
{
  for (const auto& row : k_table) {
    Situation now;
    now.running = Running::yes;
    row.set(now);
    CHECK_MESSAGE(decide(now) == row.decision, row.name);
  }
}

TEST_CASE("what is made anew is not restarted, whatever else is true of it")
{
  for (unsigned bits = 0; bits < 1U << 10U; ++bits) {
    const auto bit = [&](unsigned at) { return (bits >> at & 1U) != 0; };
    Situation now;
    now.running = bit(0) ? Running::yes : Running::no;
    now.fields.any = now.fields.runtime = bit(1);
    now.fields.status = bit(2);
    now.source = bit(3);
    now.strict = bit(4);
    now.mark = bit(5) ? MarkIs::absent : bit(6) ? MarkIs::outdated : MarkIs::right;
    now.moved = bit(7);
    now.adopting = bit(8);
    now.detected = bit(9);
    now.parent_replaced = true;
    const auto replaced = decide(now);
    REQUIRE(replaced.action == Action::replace);
    REQUIRE(!replaced.restarts);
    REQUIRE(replaced.reach == Reach::nothing);
    now.parent_replaced = false;
    const auto kept = decide(now);
    REQUIRE(kept.action != Action::replace);
    REQUIRE((!kept.restarts || bit(0)));                             // only what runs
    REQUIRE((kept.action != Action::no_op || !now.fields.any));      // no difference is lost
    REQUIRE((kept.re_ingests ? now.source && kept.restarts : true)); // only sources read again
  }
}

TEST_CASE("what fields ask for follows from their class, cause and path")
{
  CHECK(demands_of({}) == FieldDemands{});
  const auto name = demands_of({field("/name", FieldClass::cosmetic, Cause::drift)});
  CHECK(name.any);
  CHECK(name.document);
  CHECK(name.plain_put);
  CHECK(!name.runtime);
  CHECK(name.reason == "drifted");
  const auto project = demands_of({field("/project_id", FieldClass::cosmetic, Cause::spec)});
  CHECK(project.document);
  CHECK(!project.plain_put); // it goes by a path of its own
  const auto credential = demands_of({field("/data_credentials_id", FieldClass::runtime, Cause::unknown)});
  CHECK(credential.reference);
  CHECK(credential.runtime);
  CHECK(credential.reason == "spec_changed");
  auto started = field("/status", FieldClass::status, Cause::both);
  started.after = "ACTIVE";
  const auto start = demands_of({started, field("/name", FieldClass::cosmetic, Cause::outside)});
  CHECK(start.status);
  CHECK(start.starts);
  CHECK(start.reason == "spec_changed_and_drifted");
  CHECK(demands_of({field("/x", FieldClass::fixed, Cause::spec)}).fixed);
  const auto access = demands_of({field("/access/team", FieldClass::cosmetic, Cause::spec)});
  CHECK(!access.document);
  CHECK(!access.plain_put);
}
