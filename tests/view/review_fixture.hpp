#pragma once

#include "base/text.hpp"
#include "view/sample_plan.hpp"

#include <fmt/format.h>

#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::testing {

inline constexpr std::size_t k_many = 1000;

inline plan::ResourceChange change_of(const std::string& where, plan::Action action, ResourceKind type)
{
  plan::ResourceChange change;
  change.address = address(where);
  change.type = type;
  change.action = action;
  change.name = "Name of " + where;
  if (action != plan::Action::create) {
    change.id = 7000;
  }
  return change;
}

// What a variable decides.
inline plan::FieldChange by_variable(const std::string& path, const std::string& before, const std::string& after)
{
  auto field = changed(path, before, after);
  field.origin = {{"environments/base/flows/orders.yaml", 9, 13, "base"},
                  {},
                  {{"var.bucket", {"environments/prod/environment.yaml", 8, 13, "prod"}}},
                  false};
  return field;
}

// One variable in the source and in a sink of each of many flows.
inline plan::Plan one_variable(std::size_t flows)
{
  plan::Plan plan;
  plan.environment = "prod";
  plan.project = "shop-aa4e";
  for (std::size_t i = 0; i < flows; ++i) {
    auto source = change_of(fmt::format("orders-{}/source", i), plan::Action::update, ResourceKind::source);
    source.fields = {by_variable("/source_config/path", fmt::format("acme-prod/orders-{:04}", i),
                                 fmt::format("acme-prod2/orders-{:04}", i))};
    source.restarts = true;
    source.re_ingests = true;
    auto sink = change_of(fmt::format("orders-{}/sink/archive", i), plan::Action::update, ResourceKind::sink);
    sink.fields = {by_variable("/sink_config/path", fmt::format("acme-prod-archive/{:04}", i),
                               fmt::format("acme-prod2-archive/{:04}", i))};
    plan.changes.push_back(source);
    plan.changes.push_back(sink);
  }
  plan.summary.update = plan.changes.size();
  return plan;
}

inline std::vector<std::string> lines_of_text(const std::string& text)
{
  std::vector<std::string> lines;
  for (const auto line : split(text, '\n')) {
    lines.emplace_back(line);
  }
  lines.pop_back();
  return lines;
}

// Also where the part is broken over lines.
inline bool holds(const std::string& text, std::string_view part)
{
  static const std::regex k_break("\n +");
  return text.find(part) != std::string::npos || std::regex_replace(text, k_break, " ").find(part) != std::string::npos;
}

} // namespace flowsync::testing
