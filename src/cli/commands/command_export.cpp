#include "base/natural_order.hpp"
#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "exec/account.hpp"
#include "exec/parts.hpp"
#include "exporter/chosen_resources.hpp"
#include "exporter/export.hpp"
#include "usecase/account/bound_resources.hpp"
#include "usecase/export/export_choice.hpp"
#include "usecase/plan/planning.hpp"
#include "usecase/project/file_set.hpp"
#include "view/export_report.hpp"
#include "view/json_text.hpp"
#include "view/pipelines.hpp"
#include "view/read_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <iterator>

namespace flowsync::cli {

namespace {

namespace fs = std::filesystem;
using exporter::Pipeline;
using Json = nlohmann::ordered_json;

class Exporting
{
public:
  Exporting(const ExportOptions& options, CommandContext& context)
      : m_options(options),
        m_context(context),
        m_format(choose_format(context.global, "export")),
        m_name(usecase::one_environment(context, "export")),
        m_settings(usecase::load_settings(context, m_name)),
        m_doing(fmt::format("the account of {} could not be read", m_name)),
        m_service(usecase::open_service(
            m_settings.project, m_settings.environment,
            usecase::setting_place(m_settings.document, *m_settings.project.files, {"spec", "nexla", "url"}), context))
  {
  }

  ExitCode run()
  {
    m_account = usecase::value_or_fail(
        exec::list_account(m_service->api(), m_settings.environment, m_context.around.stop), m_doing);
    for (const auto& [type, why] : m_account.unlisted) {
      m_context.console.detail(fmt::format("no list of {}: {}", type_path(type), printable(why)));
    }
    auto origins = m_options.all_sources ? all_origins() : named_origins();
    if (m_options.all_sources) {
      std::stable_sort(origins.begin(), origins.end(),
                       [](const auto* a, const auto* b) { return std::is_lt(natural_order(a->name, b->name)); });
    }
    const plan::LiveTree tree(m_account.inventory);
    const auto pipelines = exporter::pipelines_of(origins, tree);
    auto chosen = usecase::choose_pipelines(pipelines, m_options, m_context);
    if (!chosen) {
      return show(pipelines);
    }
    // Those of one name are told apart in the order of their ids, however they are shown.
    std::stable_sort(chosen->begin(), chosen->end(),
                     [](const Pipeline& a, const Pipeline& b) { return a.origin().id < b.origin().id; });
    const auto shared = m_options.all_sources ? owned_shared() : std::vector<const LiveResource*>{};
    read(*chosen, shared);
    // What is recorded and not there is for `plan` to say.
    const exporter::Target target{m_settings.project,
                                  m_settings.environment,
                                  [&root = m_settings.project.root](const std::string& path) {
                                    std::error_code ignored;
                                    return fs::symlink_status(root / path, ignored).type() != fs::file_type::not_found;
                                  },
                                  usecase::known_secrets(m_settings.project, m_settings.environment, m_context),
                                  usecase::bound_resources(m_settings, usecase::recorded_state(m_settings, m_context),
                                                           m_account.inventory, m_account.identity, m_context)
                                      .bound,
                                  m_options.projects};
    auto exported = exporter::export_pipelines(target, m_account.inventory, tree, *chosen, shared);
    if (!exported) {
      throw Rejected(std::move(exported.error()));
    }
    return write(*exported);
  }

private:
  std::vector<const LiveResource*> named_origins()
  {
    std::vector<const LiveResource*> origins;
    for (const auto id : std::set(m_options.sources.begin(), m_options.sources.end())) {
      const auto* const source = m_account.inventory.find(ResourceKind::source, id);
      if (source == nullptr) {
        refuse_unknown(id);
      }
      if (!exporter::is_origin(*source, m_account.inventory)) {
        throw Fatal(fmt::format("source {} was made by {} and belongs to it", id,
                                source->sink_id ? fmt::format("sink {}", *source->sink_id) : "a sink"),
                    ExitCode::error, "export the flow of that sink");
      }
      if (!owned(*source)) {
        m_context.console.news(fmt::format("Source {} belongs to user {}: `nexla.owners` must name that user before an "
                                           "apply can go on with it.",
                                           id, source->owner_id.value_or(0)));
      }
      origins.push_back(source);
    }
    return origins;
  }

  [[noreturn]] void refuse_unknown(ResourceId id)
  {
    const auto& role = m_settings.environment.access_role;
    const auto reply = m_service->api().get(ResourceKind::source, id, nexla::Expand::no, m_context.around.stop);
    if (reply || reply.error().kind == nexla::ApiError::Kind::forbidden) {
      throw Fatal(reply ? fmt::format("source {} can be read, but no list shows it to the role {}", id, role)
                        : fmt::format("source {} may not be read with this key (403)", id),
                  reply ? ExitCode::error : ExitCode::auth,
                  role == "collaborator"
                      ? "its owner must share it with this user, as collaborator or higher"
                      : "with `nexla.access_role: collaborator` everything shared with this user shows");
    }
    throw Fatal(
        fmt::format("source {} is absent or not visible", id), ExitCode::error,
        role == "collaborator"
            ? "nexla.access_role is `collaborator`, which shows everything that is shared with this user: the id "
              "is wrong, or its owner must share it, or it is in another organisation"
            : fmt::format("nexla.access_role is `{}`; with `collaborator` what others share with this user "
                          "shows too",
                          role));
  }

  // Every flow whose owner this environment accepts.
  std::vector<const LiveResource*> all_origins()
  {
    std::size_t others = 0;
    std::vector<const LiveResource*> origins;
    for (const auto* const origin : exporter::origins_of(m_account.inventory)) {
      if (owned(*origin)) {
        origins.push_back(origin);
      } else {
        ++others;
      }
    }
    std::size_t generated = 0;
    for (const auto& [id, source] : m_account.inventory.resources[ResourceKind::source]) {
      generated += exporter::is_origin(source, m_account.inventory) ? 0U : 1U;
    }
    if (generated > 0) {
      m_context.console.news(
          fmt::format("{} made by sinks: not exported, the sinks make them again.", count_of(generated, "source")));
    }
    if (others > 0) {
      m_context.console.news(fmt::format("{} of other users: not exported; `nexla.owners` names whose flows are.",
                                         count_of(others, "flow")));
    }
    return origins;
  }

  // Lookups, transforms, code and, where they are asked for, projects, whether flows use them or not.
  std::vector<const LiveResource*> owned_shared() const
  {
    auto shared = exporter::shared_in(m_account.inventory);
    std::erase_if(shared, [&](const LiveResource* live) {
      return !owned(*live) || (live->type == ResourceKind::project && !m_options.projects);
    });
    return shared;
  }

  bool owned(const LiveResource& origin) const
  {
    Desired desired;
    desired.environment = m_settings.environment;
    return plan::accepts_owner(desired, {}, m_account.identity, origin);
  }

  void read(const std::vector<Pipeline>& chosen, const std::vector<const LiveResource*>& shared)
  {
    const auto resources = exporter::resources_of(chosen);
    const auto reads = keys_of(resources);
    const auto& around = m_context.around;
    view::ReadProgress progress(
        around.err, {around.err_is_terminal, m_context.global.quiet, around.columns, m_context.console.err_paint()},
        around.clock, reads.size());
    const auto threads = static_cast<std::size_t>(std::max(1, m_settings.environment.limits.parallelism));
    auto& api = m_service->api();
    auto& inventory = m_account.inventory;
    inventory = usecase::value_or_fail(
        exec::read_in_full(api, std::move(inventory), reads, threads, around.stop, [&] { progress.one_done(); }),
        m_doing);
    // Only now it is known which lookups they use; a list does not show their entries.
    auto used = exporter::lookups_in(resources, inventory);
    std::copy_if(shared.begin(), shared.end(), std::back_inserter(used), [&](const LiveResource* live) {
      return live->type == ResourceKind::lookup && std::find(used.begin(), used.end(), live) == used.end();
    });
    const auto lookups = keys_of(used);
    exec::take_in(inventory, usecase::value_or_fail(exec::read_alone(api, lookups, threads, around.stop), m_doing));
    auto with_parts = reads;
    with_parts.insert(with_parts.end(), lookups.begin(), lookups.end());
    const auto code = code_of(resources, shared);
    with_parts.insert(with_parts.end(), code.begin(), code.end());
    const auto projects = projects_of(resources, shared);
    with_parts.insert(with_parts.end(), projects.begin(), projects.end());
    const Desired nobody; // is named
    const exec::PartQuestion question{nobody, m_account.identity, exec::parts_of_all(with_parts)};
    exec::take_in(inventory, usecase::value_or_fail(exec::read_parts(api, question, threads, around.stop), m_doing));
  }

  std::vector<exec::Read> code_of(const std::vector<const LiveResource*>& resources,
                                  const std::vector<const LiveResource*>& shared) const
  {
    auto code = exporter::code_in(resources, m_account.inventory);
    std::copy_if(shared.begin(), shared.end(), std::back_inserter(code), [&](const LiveResource* live) {
      return facts(live->type).is_code && std::find(code.begin(), code.end(), live) == code.end();
    });
    return keys_of(code);
  }

  // Those that become documents.
  std::vector<exec::Read> projects_of(const std::vector<const LiveResource*>& resources,
                                      const std::vector<const LiveResource*>& shared) const
  {
    if (!m_options.projects) {
      return {};
    }
    auto projects = exporter::projects_in(resources, m_account.inventory);
    std::copy_if(shared.begin(), shared.end(), std::back_inserter(projects), [&](const LiveResource* live) {
      return live->type == ResourceKind::project && std::find(projects.begin(), projects.end(), live) == projects.end();
    });
    return keys_of(projects);
  }

  static std::vector<exec::Read> keys_of(const std::vector<const LiveResource*>& resources)
  {
    std::vector<exec::Read> keys;
    for (const auto* const resource : resources) {
      keys.emplace_back(resource->type, resource->id);
    }
    return keys;
  }

  Json head() const
  {
    Json document;
    document["format_version"] = "1.0";
    document["flowsync_version"] = program_version();
    document["environment"] = m_name;
    return document;
  }

  // Nobody chose.
  ExitCode show(const std::vector<Pipeline>& pipelines)
  {
    if (m_format == "json") {
      auto document = head();
      document["pipelines"] = view::pipelines_json(pipelines);
      m_context.console.result(view::json_text(document));
    } else {
      m_context.console.result(view::pipelines_text(pipelines, m_context.console.out_paint()));
    }
    m_context.console.problem(
        Fatal("no pipeline was chosen; nothing was written", ExitCode::error, "add --pipeline N, --sink ID or --all"));
    return ExitCode::error;
  }

  ExitCode write(const exporter::Exported& exported)
  {
    std::vector<usecase::ProjectFile> files;
    for (const auto& file : exported.files) {
      files.push_back({file.path, file.text, file.is_new});
    }
    usecase::write_files(m_settings.project.root, files);
    m_context.console.problems(view::export_warnings(exported));
    const bool missing =
        std::any_of(exported.notes.begin(), exported.notes.end(), [](const auto& note) { return note.missing; });
    const auto exit = missing                                                                    ? ExitCode::partial
                      : exported.flows.empty() && exported.foreign > 0 && !m_options.all_sources ? ExitCode::refused
                                                                                                 : ExitCode::ok;
    if (m_format == "json") {
      auto document = head();
      document.update(view::export_json(exported));
      document["requests"] = m_service->api().requests();
      m_context.console.result(view::json_text(document));
    } else {
      m_context.console.result(view::export_text(exported, m_name, m_context.console.out_paint()));
    }
    return exit;
  }

  const ExportOptions& m_options;
  CommandContext& m_context;
  std::string m_format;
  std::string m_name;
  usecase::Settings m_settings;
  std::string m_doing;
  std::unique_ptr<usecase::Service> m_service;
  exec::Account m_account;
};

} // namespace

ExitCode run_command(const ExportOptions& options, CommandContext& context)
{
  return Exporting(options, context).run();
}

} // namespace flowsync::cli
