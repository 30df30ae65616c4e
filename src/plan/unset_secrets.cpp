#include "plan/unset_secrets.hpp"

#include "base/text.hpp"
#include "model/template_text.hpp"

#include <fmt/format.h>

namespace flowsync::plan {

namespace {

using nlohmann::json;

// Names of the secrets at a place of a document that are not in `given`.
std::set<std::string> lacking(const json& document, const std::string& path, const std::map<std::string, Secret>& given)
{
  std::set<std::string> names;
  const json::json_pointer place(path);
  if (!document.contains(place) || !document.at(place).is_string()) {
    return names;
  }
  for (const auto& piece : parse_template(document.at(place).get_ref<const std::string&>())) {
    if (piece.kind == PieceKind::secret && !given.contains(piece.text)) {
      names.insert(piece.text);
    }
  }
  return names;
}

std::string where_from(const Desired& desired, const std::string& name)
{
  const auto source = desired.environment.secrets.find(name);
  const bool known = source != desired.environment.secrets.end();
  return known && !source->second.env.empty() ? "$" + source->second.env : fmt::format("${{secret.{}}}", name);
}

} // namespace

void note_unset_secrets(const Desired& desired, const std::map<std::string, Secret>& secrets, Plan& plan)
{
  std::set<std::string> sources;
  std::size_t values = 0;
  for (const auto& change : plan.changes) {
    const auto* const resource = change.unverified.empty() ? nullptr : desired.find(change.address);
    for (const auto& path : resource != nullptr ? change.unverified : std::vector<std::string>{}) {
      const auto names = lacking(resource->document, path, secrets);
      values += names.empty() ? 0U : 1U;
      for (const auto& name : names) {
        sources.insert(where_from(desired, name));
      }
    }
  }
  if (values == 0) {
    return;
  }
  auto& note = plan.diagnostics.add({});
  note.severity = Severity::note;
  note.code = "secret-not-compared";
  note.exit = ExitCode::ok;
  note.message = fmt::format("{} (sensitive, not compared): this run was not given {}",
                             values == 1 ? "1 value is" : fmt::format("{} values are", values),
                             join_words({sources.begin(), sources.end()}));
  note.hint = "only a run that has them can see whether they were rotated";
}

} // namespace flowsync::plan
