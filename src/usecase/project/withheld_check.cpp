#include "usecase/project/withheld_check.hpp"

#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "base/withheld.hpp"
#include "model/pointer.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

using nlohmann::json;

class Checker
{
public:
  Checker(const DesiredResource& resource, Diagnostics& diagnostics) : m_resource(resource), m_diagnostics(diagnostics)
  {
  }

  void check(const json& value, const std::string& path)
  {
    if (value.is_string()) {
      check_text(value.get_ref<const std::string&>(), path);
    } else if (value.is_object()) {
      for (const auto& [key, item] : value.items()) {
        check_text(key, path);
        check(item, pointer_below(path, key));
      }
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check(value[i], pointer_below(path, std::to_string(i)));
      }
    }
  }

  void check_text(std::string_view text, const std::string& path)
  {
    if (const auto name = withheld().found_in(text)) {
      m_diagnostics.error("credential-in-spec",
                          fmt::format("{} holds what {} holds, which may be a key or a password",
                                      m_resource.address.text(), printable(*name)),
                          plan::location(place(path)),
                          fmt::format("write ${{secret.NAME}} and name its source under `secrets:`; if {} holds no "
                                      "such thing, list its name in FLOWSYNC_ENV where flowsync runs",
                                      printable(*name)));
    }
  }

private:
  Origin place(std::string path) const
  {
    for (;;) {
      if (const auto* const found = m_resource.origins.find(path); found != nullptr && found->origin.known()) {
        return found->origin;
      }
      const auto slash = path.rfind('/');
      if (slash == std::string::npos || slash == 0) {
        return m_resource.defined_at;
      }
      path.resize(slash);
    }
  }

  const DesiredResource& m_resource;
  Diagnostics& m_diagnostics;
};

} // namespace

void withhold_secrets(const spec::Project& project, const Surroundings& surroundings)
{
  for (const auto* const layer : project.all_layers()) {
    const auto* const spec = layer->environment ? layer->environment->root->get("spec") : nullptr;
    const auto* const secrets = spec != nullptr ? spec->get("secrets") : nullptr;
    for (const auto& entry : secrets != nullptr ? secrets->entries() : std::vector<Entry>{}) {
      const auto* const name = entry.value->get("env");
      if (name != nullptr && name->is_string()) {
        withheld().add(name->text(), surroundings.variable(name->text()).value_or(""));
      }
    }
  }
}

Diagnostics check_withheld(const Desired& desired)
{
  Diagnostics diagnostics;
  for (const auto& resource : desired.resources) {
    Checker checker(resource, diagnostics);
    checker.check_text(resource.name, "/name");
    checker.check(resource.document, "");
  }
  return diagnostics;
}

void refuse_withheld(const std::string& path, const std::string& text, const std::optional<std::string>& before)
{
  const auto name = withheld().found_in(text);
  if (name && !(before && withheld().found_in(*before))) {
    throw Fatal(fmt::format("{} would hold what {} holds, which may be a key or a password; nothing was written",
                            printable(path), printable(*name)),
                ExitCode::error,
                fmt::format("declare it under `secrets:` of the environment, so that a reference can stand in its "
                            "place; if {} holds no such thing, list its name in FLOWSYNC_ENV where flowsync runs",
                            printable(*name)));
  }
}

} // namespace flowsync::usecase
