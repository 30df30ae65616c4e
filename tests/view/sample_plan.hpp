#pragma once

#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "plan/plan.hpp"

namespace flowsync::testing {

inline plan::FieldChange changed(std::string path, std::optional<nlohmann::json> before,
                                 std::optional<nlohmann::json> after, plan::Cause cause = plan::Cause::spec)
{
  plan::FieldChange field;
  field.path = std::move(path);
  field.before = std::move(before);
  field.after = std::move(after);
  field.cause = cause;
  return field;
}

inline Address address(const std::string& text)
{
  return *Address::parse(text);
}

// A plan with one of everything that a view can show.
inline plan::Plan sample_plan()
{
  plan::Plan plan;
  plan.project = "acme-data-k3x9";
  plan.environment = "prod";
  plan.identity = {42, "Demo User", 7, "Acme"};
  plan.commit = "0123456789abcdef0123456789abcdef01234567";
  plan.time = *parse_timestamp("2026-11-22T09:41:17.250Z");
  plan.digest = "sha256:" + std::string(64, 'a');
  plan.actions_digest = "sha256:" + std::string(64, 'b');
  plan.requests = {14, 9};
  plan.refresh = {"auto", 2, 38, ""};

  plan::ResourceChange created;
  created.address = address("orders/sink/archive");
  created.type = ResourceKind::sink;
  created.name = "Orders, archive";
  created.action = plan::Action::create;
  created.reason = "not_found";
  created.depends_on = {address("orders/source")};
  created.fields = {
      changed("/data_set_id", std::nullopt, std::nullopt), changed("/name", std::nullopt, "Orders, archive"),
      changed("/sink_config", std::nullopt,
              nlohmann::json{{"path", "acme/archive"}, {"max.file.size.mb", 512}, {"hash_secret_key", "topsecret"}}),
      changed("/status", std::nullopt, "ACTIVE")};
  created.fields[0].after_unknown = true;

  plan::ResourceChange updated;
  updated.address = address("orders/source");
  updated.type = ResourceKind::source;
  updated.name = "Orders";
  updated.id = 6862;
  updated.action = plan::Action::update;
  updated.reason = "spec_changed_and_drifted";
  updated.restarts = true;
  updated.spec_fields = 18;
  updated.re_ingests = true;
  updated.affects = {{ResourceKind::nexset, 10393, "1 - Orders", address("orders/nexset/orders")},
                     {ResourceKind::sink, 6520, "BY HAND", std::nullopt}};
  updated.fields = {changed("/source_config/path", "acme-dev/orders", "acme-prod/orders"),
                    changed("/source_config/rest.iterations/0/url.template", "https://a", "https://b"),
                    changed("/source_config/start.cron", "0 0 * * * ? *", "0 0/15 * * * ? *", plan::Cause::both),
                    changed("/source_config/token", k_sensitive_text, k_sensitive_text),
                    changed("/status", "PAUSED", "ACTIVE", plan::Cause::drift)};
  updated.fields[0].origin = {{"environments/prod/flows/orders.yaml", 12, 13, "prod"},
                              {{"environments/base/flows/orders.yaml", 9, 13, "base"}},
                              {{"var.bucket", {"environments/prod/environment.yaml", 8, 13, "prod"}}},
                              false};
  updated.fields[3].sensitive = true;

  plan::ResourceChange transformed;
  transformed.address = address("orders/nexset/clean");
  transformed.type = ResourceKind::nexset;
  transformed.name = "Orders, clean";
  transformed.id = 10398;
  transformed.action = plan::Action::update;
  transformed.reason = "spec_changed";
  transformed.restarts = true;
  const auto script = [](const char* encoded) {
    return nlohmann::json{{"version", 1},
                          {"transforms",
                           {{{"operation", "nexla.custom"},
                             {"spec", {{"language", "python3"}, {"encoding", "base64"}, {"script", encoded}}}}}}};
  };
  // "def f(x):\n\treturn 1\n" and "def f(x):\n\treturn 2\n"
  transformed.fields = {
      changed("/transform", script("ZGVmIGYoeCk6CglyZXR1cm4gMQo="), script("ZGVmIGYoeCk6CglyZXR1cm4gMgo="))};

  plan::ResourceChange replaced;
  replaced.address = address("orders/sink/wh");
  replaced.type = ResourceKind::sink;
  replaced.name = "ORDERS";
  replaced.id = 6513;
  replaced.action = plan::Action::replace;
  replaced.reason = "cannot_update";
  replaced.fields = {changed("/sink_type", "gcs", "s3")};
  replaced.fields[0].field_class = plan::FieldClass::fixed;

  plan::ResourceChange awaited;
  awaited.address = address("payments/nexset/raw");
  awaited.type = ResourceKind::nexset;
  awaited.name = "raw";
  awaited.action = plan::Action::read;
  awaited.reason = "awaiting_detection";

  plan::ResourceChange adopted;
  adopted.address = address("payments/source");
  adopted.type = ResourceKind::source;
  adopted.name = "Payments";
  adopted.id = 7001;
  adopted.reason = "adopted";
  adopted.adopting = true;
  adopted.write_mark = true;

  plan::ResourceChange kept;
  kept.address = address("old/sink/x");
  kept.type = ResourceKind::sink;
  kept.name = "Old <b>sink</b> @team";
  kept.id = 99;
  kept.reason = "removed_from_spec";

  plan.changes = {kept, transformed, created, replaced, updated, awaited, adopted};
  std::sort(plan.changes.begin(), plan.changes.end(),
            [](const auto& a, const auto& b) { return a.address < b.address; });

  plan.drift = {{address("orders/source"),
                 ResourceKind::source,
                 "Orders",
                 6862,
                 false,
                 {changed("/source_config/added.in.ui", std::nullopt, true, plan::Cause::outside),
                  changed("/status", "PAUSED", "ACTIVE", plan::Cause::drift)},
                 {}},
                {address("gone/source"), ResourceKind::source, "Gone", 5, true, {}, {}}};
  plan.waiting = {{address("hooks/nexset/in"), "hooks/source has not been sent any data yet"}};
  plan.blocked = {address("twice/sink/a")};
  plan.incomplete = {"twice/sink/a is not created: it could not be proved that it does not exist already"};
  plan.diagnostics
      .error("duplicate-mark", "two data_sinks (ids 1 and 2) carry the mark of twice/sink/a", {}, "delete one of them")
      .exit = ExitCode::refused;
  plan.summary = {1, 2, 1, 0, 1, 0, 1, 2, 1};
  return plan;
}

} // namespace flowsync::testing
