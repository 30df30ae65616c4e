#include "usecase/compare/live_documents.hpp"

#include "base/printable.hpp"
#include "exec/account.hpp"
#include "exec/parts.hpp"
#include "exporter/capture.hpp"
#include "exporter/export.hpp"
#include "exporter/shared_documents.hpp"
#include "model/parts.hpp"
#include "plan/pointer.hpp"
#include "usecase/account/bound_resources.hpp"
#include "usecase/plan/planning.hpp"
#include "view/read_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::usecase {

namespace {

namespace fs = std::filesystem;
using plan::LiveKey;

// `contents: TEXT` where a document names a file of the export.
NodePtr with_contents(const NodePtr& node, const std::map<std::string, std::string>& files)
{
  if (node->is_list()) {
    auto items = node->items();
    for (auto& item : items) {
      item = with_contents(item, files);
    }
    return make_list(std::move(items));
  }
  if (!node->is_map()) {
    return node;
  }
  auto entries = node->entries();
  for (auto& entry : entries) {
    const auto file = entry.key == "file" ? files.find(entry.value->text()) : files.end();
    if (file != files.end()) {
      entry.key = "contents";
      entry.value = make_scalar(NodeKind::string, file->second);
    } else {
      entry.value = with_contents(entry.value, files);
    }
  }
  return make_map(std::move(entries));
}

class LiveReader
{
public:
  LiveReader(const Settings& settings, CommandContext& context)
      : m_settings(settings),
        m_environment(settings.environment),
        m_context(context),
        m_doing(fmt::format("the account of {} could not be read", settings.environment.name)),
        m_service(open_service(settings.project, settings.environment,
                               setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}),
                               context))
  {
  }

  LiveDocuments read()
  {
    const auto state = recorded_state(m_settings, m_context);
    m_account = value_or_fail(exec::list_account(m_service->api(), m_environment, m_context.around.stop), m_doing);
    auto known = bound_resources(m_settings, state, m_account.inventory, m_account.identity, m_context);
    m_bound = std::move(known.bound);
    m_result.notes = std::move(known.notes);
    read_bound(state);
    write();
    m_result.rendered.environment = m_settings.environment;
    return std::move(m_result);
  }

private:
  // Parts are compared where this environment ever set them: each costs a request.
  std::vector<plan::PartKey> applied_parts(const StateData& state) const
  {
    std::vector<plan::PartKey> parts;
    for (const auto& [address, key] : m_bound) {
      const auto record = state.records.find(address);
      for (const auto part : parts_of(key.first)) {
        if (record != state.records.end() && plan::member(&record->second.applied, std::string(part)) != nullptr) {
          parts.push_back({key.first, key.second, std::string(part)});
        }
      }
    }
    return parts;
  }

  void read_bound(const StateData& state)
  {
    std::vector<exec::Read> parts;
    std::vector<exec::Read> shared;
    for (const auto& [address, key] : m_bound) {
      (has_status(key.first) ? parts : shared).push_back(key);
    }
    const auto& around = m_context.around;
    view::ReadProgress progress(
        around.err, {around.err_is_terminal, m_context.global.quiet, around.columns, m_context.console.err_paint()},
        around.clock, parts.size());
    const auto threads = static_cast<std::size_t>(std::max(1, m_environment.limits.parallelism));
    auto& inventory = m_account.inventory;
    auto& api = m_service->api();
    inventory = value_or_fail(
        exec::read_in_full(api, std::move(inventory), parts, threads, around.stop, [&] { progress.one_done(); }),
        m_doing);
    exec::take_in(inventory, value_or_fail(exec::read_alone(api, shared, threads, around.stop), m_doing));
    const Desired nobody; // is named
    exec::take_in(inventory, value_or_fail(exec::read_parts(api, {nobody, m_account.identity, applied_parts(state)},
                                                            threads, around.stop),
                                           m_doing));
    for (auto at = m_bound.begin(); at != m_bound.end();) {
      const auto missing = inventory.missing.find(at->second);
      if (missing == inventory.missing.end()) {
        m_result.ids.emplace(at->first, at->second.second);
        m_addresses.emplace(at->second, at->first);
        ++at;
        continue;
      }
      m_result.notes.push_back(
          fmt::format("{} (id {}) {}", at->first.text(), at->second.second,
                      missing->second == Inventory::Missing::forbidden ? "may not be read (403)" : "does not exist"));
      at = m_bound.erase(at);
    }
  }

  void write()
  {
    const auto& inventory = m_account.inventory;
    const plan::LiveTree tree(inventory);
    const exporter::Target target{m_settings.project, m_environment, [](const std::string&) { return false; },
                                  known_secrets(m_settings.project, m_settings.environment, m_context), m_bound};
    exporter::Names names(target, inventory);
    names.give(m_addresses);
    for (auto at = m_bound.begin(); at != m_bound.end();) {
      const auto& flow = at->first.flow;
      const auto last = std::find_if(at, m_bound.end(), [&](const auto& one) { return one.first.flow != flow; });
      if (flow.empty()) {
        std::for_each(at, last, [&](const auto& one) { write_shared(target, names, one.first, one.second); });
      } else {
        write_flow(target, tree, names, flow, {at, last});
      }
      at = last;
    }
    std::sort(m_result.rendered.flows.begin(), m_result.rendered.flows.end(), overlay::precedes);
    std::sort(m_result.rendered.shared.begin(), m_result.rendered.shared.end(), overlay::precedes);
  }

  void write_flow(const exporter::Target& target, const plan::LiveTree& tree, exporter::Names& names,
                  const std::string& flow, const std::map<Address, LiveKey>& resources)
  {
    const auto folder = exporter::folder_of(m_environment, "flows");
    exporter::Capturing capturing(target, m_account.inventory, tree, names, folder, m_addresses);
    std::vector<exporter::Captured> parts;
    exporter::FlowFrame frame;
    for (const auto& [address, key] : resources) {
      const auto& live = *m_account.inventory.find(key.first, key.second);
      auto part = address.kind == ResourceKind::source   ? capturing.source(address, live)
                  : address.kind == ResourceKind::nexset ? capturing.nexset(address, live)
                                                         : capturing.sink(address, live);
      if (live.credential_id && part.credential.empty()) {
        part.credential = fmt::format("id {}", *live.credential_id);
      }
      parts.push_back(std::move(part));
    }
    std::map<std::string, std::string> files;
    for (const auto& file : capturing.files()) {
      files.emplace(fs::path(file.path).lexically_relative(folder).generic_string(), file.text);
    }
    const auto document = exporter::flow_document(flow, std::move(parts), frame).document;
    m_result.rendered.flows.push_back({spec::Kind::flow, flow, with_contents(document, files), {}});
  }

  void write_shared(const exporter::Target& target, exporter::Names& names, const Address& address, const LiveKey& key)
  {
    const auto& live = *m_account.inventory.find(key.first, key.second);
    const auto shared = exporter::shared_document(target, m_account.inventory, names, address, live);
    if (shared.document == nullptr) {
      for (const auto& note : shared.notes) {
        m_result.notes.push_back(note.text);
      }
      return;
    }
    std::map<std::string, std::string> files;
    for (const auto& file : shared.files) {
      files.emplace(fs::path(file.path).filename().string(), file.text);
    }
    const auto kind = spec::document_of(address.kind).value();
    m_result.rendered.shared.push_back({kind, address.key, with_contents(shared.document, files), {}});
  }

  const Settings& m_settings;
  const Environment& m_environment;
  CommandContext& m_context;
  std::string m_doing;
  std::unique_ptr<Service> m_service;
  exec::Account m_account;
  std::map<Address, LiveKey> m_bound;
  std::map<LiveKey, Address> m_addresses;
  LiveDocuments m_result;
};

} // namespace

LiveDocuments read_live_documents(const Settings& settings, CommandContext& context)
{
  return LiveReader(settings, context).read();
}

} // namespace flowsync::usecase
