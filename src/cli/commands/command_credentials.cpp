#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "usecase/account/account_credentials.hpp"
#include "usecase/account/service.hpp"
#include "usecase/project/workspace.hpp"
#include "view/json_text.hpp"
#include "view/table.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

std::string as_text(const std::vector<usecase::CredentialRow>& rows, const std::string& environment,
                    const view::Paint& paint)
{
  if (rows.empty()) {
    return fmt::format("No credentials in the account of {}.\n", environment);
  }
  std::vector<std::vector<std::string>> cells;
  cells.reserve(rows.size());
  for (const auto& row : rows) {
    cells.push_back({std::to_string(row.id), row.name, row.type, row.owner, row.verified.empty() ? "-" : row.verified,
                     row.aliases.empty() ? "-" : fmt::format("{}", fmt::join(row.aliases, ", ")),
                     row.used_by.empty() ? "-" : fmt::format("{}", fmt::join(row.used_by, ", "))});
  }
  return view::table_text({"ID", "NAME", "TYPE", "OWNER", "VERIFIED", "ALIAS", "USED BY"}, cells, paint);
}

std::string as_json(const std::vector<usecase::CredentialRow>& rows, const std::string& environment)
{
  using Json = nlohmann::ordered_json;
  Json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = environment;
  document["credentials"] = Json::array();
  for (const auto& row : rows) {
    Json item;
    item["id"] = row.id;
    item["name"] = row.name;
    item["type"] = row.type;
    item["owner"] = row.owner.empty() ? Json() : Json(row.owner);
    item["verified"] = row.verified.empty() ? Json() : Json(row.verified);
    item["aliases"] = row.aliases;
    item["used_by"] = row.used_by;
    document["credentials"].push_back(std::move(item));
  }
  return view::json_text(document);
}

} // namespace

ExitCode run_command(const CredentialsOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "credentials");
  const auto name = usecase::one_environment(context, "credentials");
  const auto settings = usecase::load_settings(context, name);
  const auto service = usecase::open_service(
      settings.project, settings.environment,
      usecase::setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}), context);
  auto& api = service->api();
  const auto stop = context.around.stop;
  const auto doing = fmt::format("the account of {} could not be read", name);
  usecase::value_or_fail(api.identify(stop), doing);
  const auto credentials = usecase::value_or_fail(api.list(ResourceKind::credential, stop), doing);
  const auto flows = usecase::value_or_fail(api.flows(stop), doing);
  const auto rows = usecase::credential_rows(credentials.items, flows.resources, settings.environment, options.type);
  context.console.result(format == "json" ? as_json(rows, name) : as_text(rows, name, context.console.out_paint()));
  return ExitCode::ok;
}

} // namespace flowsync::cli
