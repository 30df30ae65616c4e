#pragma once

#include "compare/compare.hpp"
#include "overlay/fixture.hpp"
#include "overlay/layers.hpp"

#include <map>
#include <optional>
#include <string>

namespace flowsync::test {

// Two environments of a project of texts: those named `dev` and `prod`, which extend `base` unless they say otherwise.
struct TwoSides
{
  spec::Project project;
  std::optional<overlay::Rendered> dev;
  std::optional<overlay::Rendered> prod;
  compare::Comparison result;
};

inline std::optional<overlay::Rendered> rendered_of(const spec::Project& project, const std::string& name)
{
  Diagnostics diagnostics;
  auto rendered = overlay::render(project, name, overlay::ProcessEnvironment(), diagnostics);
  REQUIRE_MESSAGE(rendered, text_of(diagnostics));
  for (const auto& item : rendered->diagnostics.items()) {
    CHECK_MESSAGE(item.code == "unmatched-overlay", item.message); // flows here are short, and some have no base
  }
  return rendered;
}

inline TwoSides compare_texts(std::map<std::string, std::string> texts)
{
  for (const auto* const name : {"dev", "prod"}) {
    texts.emplace(std::string("environments/") + name + "/environment.yaml", environment(name, "  {}\n"));
  }
  TwoSides sides;
  sides.project = project_of(texts);
  sides.dev = rendered_of(sides.project, "dev");
  sides.prod = rendered_of(sides.project, "prod");
  Diagnostics unused;
  sides.result =
      compare::compare_environments({*sides.dev, overlay::layers_of(sides.project, "dev", unused)},
                                    {*sides.prod, overlay::layers_of(sides.project, "prod", unused)}, sides.project);
  return sides;
}

// One flow `orders`, from the texts of its `spec` in base, dev and prod; "" leaves it out of that layer.
inline TwoSides compare_flow(const std::string& base, const std::string& dev, const std::string& prod)
{
  std::map<std::string, std::string> texts;
  const std::map<std::string, std::string> specs{{"base", base}, {"dev", dev}, {"prod", prod}};
  for (const auto& [layer, text] : specs) {
    if (!text.empty()) {
      texts["environments/" + layer + "/flow.yaml"] = flow("orders", text);
    }
  }
  return compare_texts(std::move(texts));
}

inline std::string side_text(const compare::SideValue& side)
{
  const auto* const value = side.value.get();
  auto text = value == nullptr     ? std::string(side.removed ? "(removed)" : "-")
              : value->is_scalar() ? value->text()
                                   : std::string(describe(value->kind));
  if (side.origin.known()) {
    text += fmt::format(" @{}:{}:{}", side.origin.layer, side.origin.line, side.origin.column);
  }
  for (const auto& [name, origin] : side.variables) {
    text += fmt::format(" {}@{}:{}", name, origin.layer, origin.line);
  }
  return text;
}

// "path: left | right: verdict (reason)", one difference a line.
inline std::string differences_text(const compare::DocumentPair& pair)
{
  std::string text;
  for (const auto& one : pair.differences) {
    text += fmt::format("{}: {} | {}: {} ({})\n", spec::describe_path(one.path), side_text(one.left),
                        side_text(one.right), compare::verdict_code(one.verdict), compare::reason_code(one.reason));
  }
  return text;
}

inline std::string differences_text(const TwoSides& sides)
{
  REQUIRE(sides.result.documents.size() == 1);
  return differences_text(sides.result.documents[0]);
}

} // namespace flowsync::test
